"""Processes of settlements in a report, counted a second time by plain loops over what was written down."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.organisations.models import Unit
from khetane.reports.counting import counts_of
from khetane.reports.periods import of_half
from khetane.reports.report import make_report
from khetane.upgrading.models import Process, ProcessEvent
from tests import world
from tests.integration.upgrading.scene import begin, decision, inspection, step, taken

pytestmark = pytest.mark.django_db
HALF = of_half(2026, 1)


@pytest.fixture
def lived(here: world.Town, author: Account) -> None:
    """Two processes begun and one stopped in the half-year, one before it; and one of another unit."""
    for kind in ("legalisation", "upgrading"):
        process = begin(author, here, kind)
        taken(decision(author, here, process))
        taken(inspection(author, here, process, "to_mend"))
    taken(step(author, here, process, "stopped", reason="No funds"))
    begin(author, here, "relocation", begun_on="2025-12-31")
    there = world.town("THERE")
    begin(world.account("unit_coordinator", there.unit), there, "relocation")


def within(day: dt.date) -> bool:
    return HALF.since <= day <= HALF.until


def test_a_second_count_finds_the_same(lived: None, here: world.Town, author: Account) -> None:
    with acting_as(author.pk):
        told = counts_of(here.unit.pk, HALF).by_measure
        own = list(Process.objects.filter(unit=here.unit))
        events = list(ProcessEvent.objects.filter(unit=here.unit))
    begun = Counter(one.kind for one in own if within(one.begun_on))
    closed = Counter(f"{one.kind} {one.stage}" for one in own if not one.is_open and within(one.stage_on))
    said = Counter(f"{one.kind} {one.result}" for one in events if within(one.date))
    assert (told["processes_begun"], told["processes_closed"], told["process_events"]) == (
        begun,
        closed,
        said,
    )
    assert begun == {"legalisation": 1, "upgrading": 1}


def test_the_report_says_it_by_kind(lived: None, here: world.Town, author: Account) -> None:
    with acting_as(author.pk):
        report = make_report(Unit.objects.named().get(pk=here.unit.pk), HALF)
        tables = {one.title: {row.label: row.numbers for row in one.rows} for one in report.sections}
    assert tables["Settlements as cases"] == {
        "Legalisation of the settlement": (1, 0, 0),
        "Relocation": (0, 0, 0),
        "Upgrading of the settlement": (1, 0, 1),
    }
    assert tables["Decisions and inspections of settlements"]["inspection · to be mended"] == (2,)


def test_whoever_makes_no_report_is_told_nothing(lived: None, here: world.Town) -> None:
    with acting_as(world.account("health_mediator", here.unit).pk):
        assert counts_of(here.unit.pk, HALF).by_measure == {}
