"""The catalogues of keeping and of bodies: whole, and refused with what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from khetane.core.definitions import WrongDefinition
from khetane.desk.rights.words import PARTS
from khetane.organisations.economies import CURRENCY
from khetane.subjects.catalogue import own as configured
from khetane.subjects.catalogue.reading import (
    INSTALLATION,
    KEEPING,
    OURS,
    Counted,
    bodies,
    keeping,
    read_keeping,
    with_own,
)
from khetane.subjects.copying.gathering import HERS, HOMES


def test_every_kind_of_a_copy_has_one_rule_and_one_part() -> None:
    assert {kind for rule in keeping().rules.values() for kind in rule.kinds} == set(HERS + HOMES)
    assert sorted(kind for _, kinds in PARTS for kind in kinds) == sorted(HERS + HOMES)


def test_every_economy_has_somebody_who_hears_complaints() -> None:
    assert set(CURRENCY) <= set(bodies())


@pytest.mark.parametrize(
    ("standing", "instead", "said"),
    [
        ("months: 60", "months: 0", "it is between 1 and"),
        ("from: case_closed", "from: birth", "it is one of last_contact, case_closed, consent_ended"),
        ("from: consent_ended", "from: last_contact", "counts twice from one event"),
        ("periods: [{from: case_closed, months: 120}]", "periods: []", "Say from which event"),
        ("then: erase", "then: forget", "it is one of pseudonymise, erase"),
        ("notice_days: 60", "notice_days: 0", "it is between 1 and"),
        ("status: recalled", "status: certain", "it is one of verified"),
        ("kinds: [self_identification]", "kinds: [need]", "“need” stands under two rules"),
        ("    source:", "    sauce: x\n    source:", "“sauce” is not known here"),
        ("from: grievance_ended", "from: last_contact", "it is one of grievance_ended"),
        ("from: last_contact", "from: grievance_ended", "it is one of last_contact, case_closed"),
        ("grievances:\n", "grievance:\n", "“grievances” is missing"),
    ],
)
def test_a_wrong_rule_is_refused(tmp_path: Path, standing: str, instead: str, said: str) -> None:
    file = tmp_path / "keeping.yaml"
    file.write_text(KEEPING.read_text("utf-8").replace(standing, instead, 1), encoding="utf-8")
    with pytest.raises(WrongDefinition, match=said):
        read_keeping(file)


OWN = """
notice_days: 90
rules:
  casework:
    periods: [{from: last_contact, months: 84}]
    status: verified
    source: "Decision 12/2026 of the municipality"
"""
OF_GRIEVANCES = """
grievances:
  periods: [{from: grievance_ended, months: 24}]
  status: verified
  source: "Decision 13/2026"
"""


def test_an_installation_changes_periods_and_says_its_source(tmp_path: Path) -> None:
    (tmp_path / "keeping.yaml").write_text(OWN, encoding="utf-8")
    own = configured.of(tmp_path)
    assert (own.notice_days, own.prolongs_months) == (90, keeping().prolongs_months)
    casework, registration = own.rules["casework"], own.rules["registration"]
    assert casework.periods == (Counted("last_contact", 84),)
    assert (casework.said_by, casework.status) == (INSTALLATION, "verified")
    assert casework.kinds == keeping().rules["casework"].kinds
    assert registration.said_by == OURS
    assert set(casework.source.values()) == {"Decision 12/2026 of the municipality"}
    assert own.grievances == keeping().grievances


def test_an_installation_changes_how_long_grievances_are_kept(tmp_path: Path) -> None:
    (tmp_path / "keeping.yaml").write_text(OWN + OF_GRIEVANCES, encoding="utf-8")
    own = configured.of(tmp_path).grievances
    assert (own.periods, own.then) == ((Counted("grievance_ended", 24),), "pseudonymise")
    assert (own.said_by, set(own.source.values())) == (INSTALLATION, {"Decision 13/2026"})


@pytest.mark.parametrize(
    ("standing", "instead", "said"),
    [
        ("  casework:", "  football:", "there is no rule “football”"),
        ("status: verified", "status: sure", "it is one of verified"),
        ("    status:", "    kinds: [need]\n    status:", "“kinds” is not known here"),
        ('    source: "Decision 12/2026 of the municipality"', "", "“source” is missing"),
        ("notice_days: 90", "notice: 90", "“notice” is not known here"),
        ("notice_days: 90", "notice_days: [", "not readable as YAML"),
    ],
)
def test_a_wrong_file_of_an_installation_is_refused_with_what_to_mend(
    tmp_path: Path, standing: str, instead: str, said: str
) -> None:
    (tmp_path / "keeping.yaml").write_text(OWN.replace(standing, instead, 1), encoding="utf-8")
    with pytest.raises(WrongDefinition, match=said):
        with_own(keeping(), tmp_path / "keeping.yaml")
    with pytest.raises(configured.WrongKeeping, match="Mend the file or take it away"):
        configured.of(tmp_path)
