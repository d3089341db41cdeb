"""Everything a record can be comes up somewhere in the demonstration country, for people to see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache

import pytest

from khetane.cases.models import NeedState, Outcome, ReferralState, Urgency
from khetane.cases.plans import PlanState, StepState
from khetane.cases.referring.rules import awaited_until
from khetane.core.mandates import Area
from khetane.demo.country import Country
from khetane.demo.sendings import Sending
from khetane.forms.xml.compiled import Compiled, compile_form
from khetane.forms.xml.entities import entities
from khetane.forms.xml.instance import parse
from khetane.outreach.models import TaskState, VisitState
from khetane.people.enums import (
    Answer,
    DocumentKind,
    DocumentState,
    HouseholdRole,
    Precision,
    Purpose,
    StatusKind,
)
from tests.spec.forms.standard.conversion import converted

UNITS = 6
TODAY = dt.date(2026, 11, 22)
EXPECTED: dict[tuple[str, str], list[str]] = {
    ("visit", "state"): VisitState.values,
    ("need", "state"): NeedState.values,
    ("need", "area"): Area.values,
    ("need", "urgency"): Urgency.values,
    ("referral", "state"): [
        state for state in ReferralState.values if state != "expired"
    ],  # nobody says that
    ("procedure", "outcome"): Outcome.values,
    ("task", "state"): TaskState.values,
    ("case_plan", "state"): [state for state in PlanState.values if state != "draft"],  # as which each begins
    ("plan_step", "state"): [StepState.DONE, StepState.DROPPED],
    ("document", "state"): DocumentState.values,
    ("document", "kind"): DocumentKind.values,
    ("self_identification", "answer"): Answer.values,
    ("status", "kind"): StatusKind.values,
    ("person", "role"): [role for role in HouseholdRole.values if role not in ("grandparent", "other")],
    ("person", "birth_precision"): Precision.values,
    ("consent", "purpose"): Purpose.values,
}


@cache
def said() -> dict[tuple[str, str], set[str]]:
    """Every value of every property that some units sent."""
    country, found = Country(TODAY), defaultdict(set)
    for town in country.towns()[:UNITS]:
        for sending in country.sendings(town, country.households()[town.unit]):
            for dataset, values in edits(sending):
                for name, value in values.items():
                    found[dataset, name].add(value)
    return found


def edits(sending: Sending) -> list[tuple[str, dict[str, str]]]:
    if sending.filled is None:
        return [(edit.dataset, dict(edit.values)) for edit in sending.edits]
    form = compiled(sending.filled.form)
    return [(one.dataset, dict(one.values)) for one in entities(parse(sending.filled.xml()), form).edits]


def test_referrals_are_left_to_expire() -> None:
    """Sent, and never answered, revoked or awaited longer."""
    country, sent, later = Country(TODAY), dict[str, dt.date](), set[str]()
    for town in country.towns()[:UNITS]:
        for sending in country.sendings(town, country.households()[town.unit]):
            for edit in sending.edits:
                if edit.dataset == "referral" and edit.action == "update":
                    later.add(str(edit.id))
                elif edit.dataset == "referral" and edit.values["state"] == "sent":
                    sent[str(edit.id)] = dt.date.fromisoformat(edit.values["sent_on"])
    lapsed = [one for one, day in sent.items() if one not in later and awaited_until(day) < TODAY]
    assert lapsed


@cache
def compiled(form: str) -> Compiled:
    """Once per form: that takes longer than reading a record."""
    return compile_form(converted(form).xform.encode())


@pytest.mark.parametrize(("dataset", "name"), EXPECTED)
def test_every_state_is_there(dataset: str, name: str) -> None:
    assert set(EXPECTED[dataset, name]) <= said()[dataset, name]


def test_nobody_under_sixteen_answers_about_herself() -> None:
    country, born, answers = Country(dt.date(2026, 11, 22)), dict[str, str](), dict[str, str]()
    town = country.towns()[0]
    for sending in country.sendings(town, country.households()[town.unit]):
        filled = sending.filled
        if filled is None or filled.form not in ("household_registration", "member"):
            continue
        for one in entities(parse(filled.xml()), compiled(filled.form)).edits:
            if one.dataset == "person" and "birth_date" in one.values:
                born[str(one.id)] = one.values["birth_date"]
            elif one.dataset == "self_identification":
                answers[one.values["person"]] = one.values["answer"]
    children = [person for person, day in born.items() if day > "2010-11-22"]
    assert len(children) > 20
    assert answers.keys().isdisjoint(children)
    assert "asked" in answers.values()


def test_consents_are_withdrawn_and_memberships_end() -> None:
    assert said()["consent", "withdrawn_on"]
    assert said()["person", "member_to"]
