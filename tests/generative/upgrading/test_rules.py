"""What a step lacks, whatever is on record; an oracle that shares no code says the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from khetane.places.enums import Risk
from khetane.upgrading.definition import Needed, ProcessRules, ProcessWay
from khetane.upgrading.reading import shipped
from khetane.upgrading.rules import Facts, lacking, unanswered

WAYS: list[tuple[ProcessRules, ProcessWay]] = [
    (rules, way) for kind in shipped().values() for rules in kind.versions for way in rules.ways
]
DOCUMENTS = sorted({one for rules, _way in WAYS for one in rules.documents})
SAFEGUARDS = sorted({one for rules, _way in WAYS for one in rules.safeguards})
facts = st.builds(
    Facts,
    decided=st.booleans(),
    documents=st.frozensets(st.sampled_from(DOCUMENTS)),
    inspection=st.sampled_from(["", "in_order", "to_mend", "stop"]),
    open_proposals=st.integers(0, 2),
    met=st.frozensets(st.sampled_from(SAFEGUARDS)),
)
risks = st.lists(st.sampled_from(Risk.values))


@given(pair=st.sampled_from(WAYS), known=facts)
def test_a_step_is_open_exactly_when_all_it_asks_is_there(
    pair: tuple[ProcessRules, ProcessWay], known: Facts
) -> None:
    rules, way = pair
    may = known.met >= set(way.safeguards)
    for need in way.needs:
        may = (
            may
            and {
                "decision": known.decided,
                "documents": known.documents >= rules.documents.keys(),
                "inspection": known.inspection == "in_order",
                "proposals": known.open_proposals == 0,
            }[need.value]
        )
    assert bool(lacking(way, rules, known)) is not may


@given(pair=st.sampled_from(WAYS), known=facts)
def test_recording_what_is_lacking_opens_the_step(
    pair: tuple[ProcessRules, ProcessWay], known: Facts
) -> None:
    rules, way = pair
    missing = lacking(way, rules, known)
    mended = Facts(
        decided=known.decided or Needed.DECISION in missing.needs,
        documents=known.documents | set(missing.documents),
        inspection="in_order" if Needed.INSPECTION in missing.needs else known.inspection,
        open_proposals=0 if Needed.PROPOSALS in missing.needs else known.open_proposals,
        met=known.met | set(missing.safeguards),
    )
    assert not lacking(way, rules, mended)


@given(
    exposed=risks, answers=st.dictionaries(st.sampled_from(Risk.values), st.sampled_from(["", " ", "A wall"]))
)
def test_each_risk_wants_words(exposed: list[str], answers: dict[str, str]) -> None:
    assert set(unanswered(exposed, answers)) == {one for one in exposed if answers.get(one) != "A wall"}
