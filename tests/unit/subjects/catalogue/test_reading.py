"""The catalogues of keeping and of bodies: whole, and refused with what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from khetane.core.definitions import WrongDefinition
from khetane.desk.rights.words import PARTS
from khetane.organisations.economies import CURRENCY
from khetane.subjects.catalogue.reading import KEEPING, bodies, keeping, read_keeping
from khetane.subjects.copying.gathering import HERS, HOMES


def test_every_kind_of_a_copy_has_one_rule_and_one_part() -> None:
    assert {kind for rule in keeping().values() for kind in rule.kinds} == set(HERS + HOMES)
    assert sorted(kind for _, kinds in PARTS for kind in kinds) == sorted(HERS + HOMES)


def test_every_economy_has_somebody_who_hears_complaints() -> None:
    assert set(CURRENCY) <= set(bodies())


@pytest.mark.parametrize(
    ("standing", "instead", "said"),
    [
        ("years: 5", "years: 0", "it is one or more"),
        ("counted_from: ended", "counted_from: birth", "it is one of last_contact, ended"),
        ("status: recalled", "status: certain", "it is one of verified"),
        ("kinds: [self_identification]", "kinds: [need]", "“need” stands under two rules"),
        ("    source:", "    sauce: x\n    source:", "“sauce” is not known here"),
    ],
)
def test_a_wrong_rule_is_refused(tmp_path: Path, standing: str, instead: str, said: str) -> None:
    file = tmp_path / "keeping.yaml"
    file.write_text(KEEPING.read_text("utf-8").replace(standing, instead, 1), encoding="utf-8")
    with pytest.raises(WrongDefinition, match=said):
        read_keeping(file)
