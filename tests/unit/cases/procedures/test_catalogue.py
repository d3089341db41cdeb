"""The types that come with Khetane."""

from __future__ import annotations

import pytest

from khetane.cases.lists import PROCEDURES
from khetane.cases.procedures.calendars import calendar_of
from khetane.cases.procedures.definition import Status
from khetane.cases.procedures.reading import shipped
from khetane.forms.standard import ROOT
from khetane.forms.standard.sheets import rows_of
from khetane.subjects.catalogue.reading import bodies


def test_every_listed_type_has_its_rules() -> None:
    assert shipped().keys() == PROCEDURES.codes.keys()


@pytest.mark.parametrize("code", sorted(shipped()))
def test_a_type_belongs_where_the_list_says(code: str) -> None:
    procedure = shipped()[code]
    assert {procedure.jurisdiction} - {""} == PROCEDURES.codes[code].economies
    assert calendar_of(procedure.calendar)
    assert set(procedure.unlocks) <= shipped().keys()


# Terms as the reference of the field gives them: code, event, event, count, unit.
REFERENCE = [
    ("BIRTH-T", "birth", "notice", 15, "days"),
    ("BIRTH-C", "birth", "notice", 15, "days"),
    ("BIRTH-L", "request", "decision", 30, "days"),
    ("BIRTH-L", "request", "decision", 60, "days"),
    ("BIRTH-J", "proposal", "decision", 90, "days"),
    ("RES", "settled", "request", 8, "days"),
    ("ID", "request", "issued", 15, "days"),
    ("FSA", "complete", "decision", 15, "days"),
    ("CHA", "birth", "request", 1, "years"),
    ("APP", "received", "appeal", 15, "days"),
    ("APP", "second_decision", "lawsuit", 30, "days"),
    ("FLA", "request", "decision", 8, "days"),
    ("FLA", "request", "decision", 3, "days"),
]


@pytest.mark.parametrize(("code", "after", "until", "count", "unit"), REFERENCE)
def test_a_term_is_the_one_of_the_law(code: str, after: str, until: str, count: int, unit: str) -> None:
    terms = {
        (one.after, one.until, one.term.count, one.term.unit.value)
        for one in shipped()[code].versions[-1].deadlines
    }
    assert (after, until, count, unit) in terms


def test_discrimination_is_a_procedure_wherever_a_body_hears_of_it() -> None:
    """Each economy whose equality body is known has its complaint, to that body, with nothing claimed of its terms."""
    hearing = {economy: known["equality"].names for economy, known in bodies().items() if "equality" in known}
    complaints = {
        one.jurisdiction: one.versions[-1] for one in shipped().values() if one.code.startswith("DISC")
    }
    assert complaints.keys() == hearing.keys()
    for economy, rules in complaints.items():
        assert rules.body == hearing[economy], economy
        assert rules.deadlines == ()
        assert (rules.initiates, rules.solves) == ("complaint", "opinion")
        assert economy == "RS" or rules.status is Status.RECALLED


@pytest.mark.parametrize("code", ["BIRTH-T", "BIRTH-L", "BIRTH-R", "CIT"])
def test_a_law_that_is_published_and_not_in_the_rules_is_named(code: str) -> None:
    assert "109/2025" in shipped()[code].versions[-1].newer["en"]


def test_nothing_recalled_is_called_verified() -> None:
    versions = [rules for kind in shipped().values() for rules in kind.versions]
    terms = [deadline for rules in versions for deadline in rules.deadlines]
    assert {*(one.status for one in versions), *(one.status for one in terms)} == {
        Status.SEEN,
        Status.RECALLED,
    }


def test_the_form_for_the_field_offers_the_steps_of_each_type() -> None:
    """The form's list of steps, with the types that have each, is that of the catalogue."""
    offered = {
        row["name"]: set(row["types"].split())
        for row in rows_of(ROOT / "procedure_step" / "choices.csv")
        if row["list_name"] == "procedure_step"
    }
    known: dict[str, set[str]] = {}
    deciding, ending = set(), set()
    for kind in shipped().values():
        for version, step in ((one, step) for one in kind.versions for step in one.steps):
            known.setdefault(step.event, set()).add(kind.code)
            deciding |= {step.event} if step.decides else set()
            ending |= {step.event} if step.decides or step.event == version.solves else set()
    assert offered == known
    asked = {row["name"]: row["relevant"] for row in rows_of(ROOT / "procedure_step" / "survey.csv")}
    assert set(asked["result"].split("'")[1].split()) == deciding
    assert set(asked["outcome"].split("'")[1].split()) == ending
