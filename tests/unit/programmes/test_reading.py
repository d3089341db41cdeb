"""The schemes that come with Khetane, and how a wrong file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from khetane.core.definitions import WrongDefinition
from khetane.programmes.definition import Phase
from khetane.programmes.reading import KNOWN, SHIPPED, read_file, shipped

WHOLE = (SHIPPED / "vocational_training.yaml").read_text(encoding="utf-8")


def test_the_schemes_of_the_field_are_there() -> None:
    assert shipped().keys() == {
        "scholarship", "after_school", "tutoring", "mentoring", "vocational_training", "housing_upgrade",
        "repatriation", "rights_awareness",
    }  # fmt: skip


@pytest.mark.parametrize("code", sorted(shipped()))
def test_somebody_can_come_to_an_end_of_a_scheme(code: str) -> None:
    rules = shipped()[code].latest
    phases = {stage.phase for stage in rules.stages.values()}
    assert {Phase.WAITING, Phase.SERVED, Phase.COMPLETED, Phase.LEFT} <= phases
    assert rules.stages[rules.first].phase is Phase.WAITING
    codes = {one.code for one in shipped()[code].asks} | KNOWN.keys()
    assert all(one.rule.names <= codes for one in rules.criteria)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("for: person", "for: dog", "“for” is “dog”"),
        ("rule: not works", "rule: not sleeps", "“sleeps” is no fact"),
        ("needs: [certificate]", "needs: [diploma]", "“diploma”, which is no milestone"),
        ("to: seeking, needs", "to: resting, needs", "“to” is “resting”"),
        ("from: [applied], to: training", "from: [dreaming], to: training", "unknown states"),
        ("after: job_found", "after: certificat", "which is none"),
        ("code: last, from", "code: lose, from", "two steps of one name"),
        ("phase: completed", "phase: done", "“phase” is “done”"),
    ],
)
def test_a_wrong_scheme_is_refused_with_what_to_mend(
    was: str, becomes: str, said: str, tmp_path: Path
) -> None:
    assert was in WHOLE
    file = tmp_path / "vocational_training.yaml"
    file.write_text(WHOLE.replace(was, becomes), encoding="utf-8")
    with pytest.raises(WrongDefinition, match=said):
        read_file(file)
