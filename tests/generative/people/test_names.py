"""A name keeps its letters and turns nothing around it."""

from __future__ import annotations

from unicodedata import bidirectional

from hypothesis import example, given
from hypothesis import strategies as st

from khetane.engine.linkage.keys import keyed_names
from khetane.people.datasets.person import PersonDataset
from khetane.people.rules import legible, unturned

# Written out once more, from Unicode's list of Bidi_Control (PropList.txt), so that the rule cannot forget one.
CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
JOINERS = "\u200c\u200d"
letters = st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Zs", "Pd"]) | st.sampled_from(CONTROLS + JOINERS)
names = st.text(letters, max_size=30)


@given(name=names)
@example(name="\u202eanA")
@example(name="\u2067\u0646\u0648\u0631\u2069 Ana")
def test_a_name_that_can_be_seen_turns_nothing_and_keeps_every_other_sign(name: str) -> None:
    bare = unturned(name)
    if not legible(name):
        assert bare == name  # to be refused, as ever
        return
    assert not set(bare) & set(CONTROLS)
    assert bare == "".join(one for one in name if one not in CONTROLS).strip()
    assert unturned(bare) == bare
    assert not {bidirectional(one) for one in bare} & {
        "LRE",
        "RLE",
        "PDF",
        "LRO",
        "RLO",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    }


@given(given=names.filter(legible), family=names.filter(legible))
def test_whoever_is_sought_is_found_by_the_same_keys(given: str, family: str) -> None:
    bare_given, bare_family = (
        one.translate(dict.fromkeys(map(ord, CONTROLS))).strip() for one in (given, family)
    )
    assert keyed_names(unturned(given), unturned(family), "", None) == keyed_names(
        bare_given, bare_family, "", None
    )


def test_each_name_of_a_person_is_read_so() -> None:
    read = PersonDataset().properties
    for field in ("given_name", "family_name", "parent_name"):
        assert read[field].parse("\u202eAna\u202c Mari\u200dja", "") == "Ana Mari\u200dja"
        assert read[field].parse(f"\u2066{'x' * 120}\u2069", "") == "x" * 120  # only what stays is counted
