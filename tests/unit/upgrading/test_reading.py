"""The catalogue of processes is read strictly; each fact of law says how sure it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from khetane.core.definitions import WrongDefinition
from khetane.upgrading.definition import Phase, ProcessType
from khetane.upgrading.reading import EVERYWHERE, SHIPPED, read_file, shipped

KINDS = tuple(shipped().values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_comes_to_an_end_and_can_be_stopped(kind: ProcessType) -> None:
    for rules in kind.versions:
        phases = {stage.phase for stage in rules.stages.values()}
        assert phases == {Phase.RUNNING, Phase.COMPLETED, Phase.STOPPED}
        assert all(
            rules.following(code) for code, stage in rules.stages.items() if stage.phase is Phase.RUNNING
        )


def test_a_relocation_moves_nobody_without_all_safeguards_each_with_its_standard() -> None:
    for rules in shipped()["relocation"].versions:
        assert rules.safeguards
        for one in rules.safeguards.values():
            assert "General Comment No. 7" in one.source["en"] or "Basic Principles" in one.source["en"]
        move = next(way for way in rules.ways if way.target == "moved")
        assert set(move.safeguards) == rules.safeguards.keys()
        forward = [
            way for way in rules.ways if rules.stages[way.target].phase is Phase.RUNNING and not way.why
        ]
        assert all(way.safeguards for way in forward)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_somebody_decides_everywhere(kind: ProcessType) -> None:
    assert all(EVERYWHERE in rules.jurisdictions for rules in kind.versions)


WRONG = {
    "a stage nobody knows": ("steps", 0, "to", "nowhere"),
    "a need nobody knows": ("steps", 0, "needs", ["luck"]),
    "a safeguard nobody knows": ("steps", 0, "safeguards", ["luck"]),
    "a status nobody knows": ("jurisdictions", 0, "status", "sure"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_definition_is_refused(tmp_path: Path, wrong: str) -> None:
    content = yaml.safe_load((SHIPPED / "relocation.yaml").read_text(encoding="utf-8"))
    part, number, name, value = WRONG[wrong]
    content["versions"][0][part][number][name] = value
    file = tmp_path / "relocation.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(WrongDefinition):
        read_file(file)


def test_without_a_jurisdiction_for_everywhere_it_is_refused(tmp_path: Path) -> None:
    content = yaml.safe_load((SHIPPED / "upgrading.yaml").read_text(encoding="utf-8"))
    del content["versions"][0]["jurisdictions"][0]
    file = tmp_path / "upgrading.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(WrongDefinition, match="Add it"):
        read_file(file)
