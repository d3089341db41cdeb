"""The figures of a unit's report are those that a second count finds; pages, files and the command tell the same."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections import Counter
from collections.abc import Mapping

import docx
import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from khetane.access.models import Account, AuditEvent
from khetane.cases.models import Need, Procedure, Service
from khetane.core.viewer import acting_as, acting_as_system
from khetane.organisations.models import Unit
from khetane.reports.counting import counts_of
from khetane.reports.formats.offered import FORMATS
from khetane.reports.periods import Period, of_half
from khetane.reports.report import Report, make_report
from tests import world
from tests.integration.desk.scene import client_of
from tests.integration.desk.test_constant_queries import grows
from tests.integration.reports.recount import Life, find_the_same, give_away, live, recount

pytestmark = pytest.mark.django_db
HALF = of_half(2026, 1)
PERIODS = [HALF, of_half(2025, 1), Period(dt.date(2025, 11, 15), dt.date(2026, 2, 28))]


@pytest.fixture
def life(author: Account, here: world.Town) -> Life:
    there = world.town("THERE")
    live(world.account("unit_coordinator", there.unit), there, 5)  # of which nothing is counted here
    return live(author, here, 3)


def without_zeros(found: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    kept = {name: {key: n for key, n in keys.items() if n} for name, keys in found.items()}
    return {name: keys for name, keys in kept.items() if keys}


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: str(period.since))
def test_a_second_count_finds_the_same(period: Period, life: Life, author: Account, here: world.Town) -> None:
    find_the_same(life, author, here)
    told, expected = counted(author, here, period), recount(life, period.since, period.until)
    assert told == in_months(expected, period)
    assert len(expected) >= 12


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: str(period.since))
def test_a_hand_over_leaves_to_each_unit_what_was_done_while_it_answered(
    period: Period, author: Account, here: world.Town
) -> None:
    there = world.town("THERE")
    taker = world.account("unit_coordinator", there.unit)
    theirs, ours = live(taker, there, 5), live(author, here, 3)
    before = counted(author, here, period)
    give_away(ours, author, there, dt.date(2026, 2, 1))
    assert counted(author, here, period) == in_months(recount(ours, period.since, period.until), period)
    of_taker = recount(theirs, period.since, period.until)
    for measure, keys in recount(ours, period.since, period.until, taken_over=True).items():
        of_taker[measure] = of_taker.get(measure, Counter()) + keys
    assert counted(taker, there, period) == in_months(of_taker, period)
    if period.until < dt.date(2026, 2, 1):
        assert counted(author, here, period) == before
    if period == HALF:
        assert counted(author, here, period) != before


def counted(by: Account, of: world.Town, period: Period) -> dict[str, dict[str, int]]:
    """What the report of a unit tells, without zeros."""
    with acting_as(by.pk):
        told = counts_of(of.unit.pk, period).by_measure
    return without_zeros({name: dict(keys) for name, keys in told.items()})


def in_months(expected: Mapping[str, Mapping[str, int]], period: Period) -> dict[str, dict[str, int]]:
    """A recount as it may be told: of other days than whole months without areas and kinds."""
    told = {name: dict(keys) for name, keys in expected.items()}
    if not period.is_whole_months:
        told |= {name: in_all(told[name]) for name in ("needs", "closed_needs", "initiated", "solved")}
        told |= {
            name: {"": told[name].get("", 0)}
            for name in ("services", "service_persons", "service_households")
        }
    return without_zeros(told)


def in_all(by_kind: dict[str, int]) -> dict[str, int]:
    summed: dict[str, int] = {}
    for key, number in by_kind.items():
        state = " ".join(["all", *key.split()[1:]])
        summed[state] = summed.get(state, 0) + number
    return summed


@pytest.mark.parametrize(
    ("period", "whole"),
    [
        (Period(dt.date(2026, 2, 1), dt.date(2026, 2, 28)), True),
        (Period(dt.date(2025, 12, 1), dt.date(2026, 2, 28)), True),
        (Period(dt.date(2026, 2, 1), dt.date(2026, 3, 30)), False),
        (Period(dt.date(2026, 2, 2), dt.date(2026, 3, 31)), False),
        (Period(dt.date(2026, 2, 3), dt.date(2026, 2, 3)), False),
    ],
)
def test_areas_and_kinds_are_told_of_whole_months_only(
    period: Period, whole: bool, life: Life, author: Account, here: world.Town
) -> None:
    """Of one day with one visit they would tell what one household needs, was given and goes to court for."""
    with acting_as(author.pk):
        case = {"unit_id": here.unit.pk, "household_id": life.needs[0].household_id}
        found = {"found_on": dt.date(2026, 2, 3), "mandate": "coordination"}
        Need.objects.create(area="safety", **found, **case)
        Service.objects.create(type="medicines", mandate="health", date=dt.date(2026, 2, 3), **case)
        Procedure.objects.create(
            type="citizenship", initiated_on=dt.date(2026, 2, 3), mandate="legal", **case
        )
        counted = counts_of(here.unit.pk, period).by_measure
        told = counted["needs"]
        made = make_report(Unit.objects.named().get(pk=here.unit.pk), period)
        needs, services, procedures = (
            next(section for section in made.sections if section.title == title)
            for title in ("Needs", "Services", "Procedures")
        )
    assert ("medicines" in counted["services"]) == whole
    assert ("citizenship" in counted["initiated"]) == whole
    for section, name in ((services, "services"), (procedures, "initiated")):
        assert (len(section.rows) > 1) == whole
        total = counted[name].get("") or sum(counted[name].values())
        assert (section.rows[-1].label, section.rows[-1].numbers[0]) == ("all", total)
        assert ("whole months only" in section.note) != whole
    assert any(key.startswith("safety ") for key in told) == whole
    assert any(key.startswith("all ") for key in told) != whole
    assert [row.label for row in needs.rows][-1] == "all"
    assert len(needs.rows) == (9 if whole else 1)
    assert needs.rows[-1].numbers[len(needs.columns) - 3] == sum(told.values())
    assert ("whole months only" in needs.note) != whole
    days = f"?period=free&since={period.since.isoformat()}&until={period.until.isoformat()}"
    page = client_of(author).get(reverse("reports:unit") + days).content.decode()
    assert ("whole months only" in page) != whole


@pytest.fixture
def report(life: Life, author: Account, here: world.Town) -> Report:
    with acting_as(author.pk):
        made = make_report(Unit.objects.named().get(pk=here.unit.pk), HALF)
        _ = made.sections  # read as who made it
    return made


def test_page_and_tables_say_what_was_counted(report: Report, life: Life, author: Account) -> None:
    page = client_of(author).get(reverse("reports:unit") + "?period=2026-H1").content.decode()
    assert "Not for publication" in page
    assert "First half of 2026" in page
    expected = recount(life, HALF.since, HALF.until)
    made = re.search(r"Visits made</th>\s*<td[^>]*>\s*<a [^>]*>(\d+)<", page)
    assert made
    assert int(made[1]) == expected["visits"]["done"]
    people = next(section for section in report.sections if section.rows[-1].label == "all ages")
    assert people.rows[-1].numbers[-1] == sum(expected["people"].values())
    assert "/work/visits/?state=done&amp;since=2026-01-01&amp;until=2026-06-30" in page


def test_a_figure_leads_to_the_records_it_counts(report: Report, life: Life, author: Account) -> None:
    client = client_of(author)
    listed = client.get("/work/visits/?state=done&since=2026-01-01&until=2026-06-30").content.decode()
    made = [one for one in life.visits if one.state == "done" and HALF.since <= one.date <= HALF.until]
    for one in life.visits:
        assert (str(one.pk) in listed) == (one in made)
    # Of needs, those of the coordinator's own mandate: there is one in the period, and one before it.
    with acting_as(author.pk):
        case = {"unit_id": life.needs[0].unit_id, "household_id": life.needs[0].household_id}
        life.needs += Need.objects.bulk_create(
            [
                Need(area="housing", mandate="coordination", found_on=day, **case)
                for day in (HALF.since, dt.date(2025, 12, 31))
            ]
        )
    needs = client.get("/work/needs/?state=all&since=2026-01-01&until=2026-06-30").content.decode()
    own = [
        one for one in life.needs
        if one.mandate == "coordination" and one.found_on and HALF.since <= one.found_on <= HALF.until
    ]  # fmt: skip
    assert needs.count("<tr>") - 1 == len(own) >= 1


def test_every_format_holds_the_same_figures(report: Report, author: Account) -> None:
    rows = [row for section in report.sections for row in section.rows]
    numbers = [n for row in rows for n in row.numbers if n or not row.protected]
    made = {name: one.make(report) for name, one in FORMATS.items()}
    assert made["pdf"].startswith(b"%PDF-")
    assert b"<pdfuaid:part>1" in made["pdf"]
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [value for value in cells if isinstance(value, int | float)] == numbers
    assert sum("Not for publication" in str(value) for value in cells) == len(book.sheetnames)
    text = docx.Document(io.BytesIO(made["docx"]))
    written = [cell.text for table in text.tables for row in table.rows[1:] for cell in row.cells[1:]]
    assert written == [text for row in rows for text in row.written]
    assert [int(text.replace(",", "")) for text in written if text != "under 5"] == numbers
    assert any("Not for publication" in paragraph.text for paragraph in text.paragraphs)
    facts = json.loads(made["json"])
    assert (facts["unit"], facts["publishable"]) == ("HERE-U", False)
    assert facts["counts"] == {name: dict(keys) for name, keys in report.counts.by_measure.items()}


@pytest.mark.parametrize("language", ["sr", "sr-latn", "mk"])
def test_documents_are_made_in_every_language(
    language: str, life: Life, author: Account, here: world.Town
) -> None:
    with acting_as(author.pk), translation.override(language):
        made = make_report(Unit.objects.named().get(pk=here.unit.pk), HALF)
        assert all(one.make(made) for one in FORMATS.values())


def test_a_download_is_on_record(life: Life, author: Account, here: world.Town) -> None:
    answer = client_of(author).get(reverse("reports:download", args=["xlsx"]) + "?period=2026-H1")
    assert answer["Content-Disposition"] == 'attachment; filename="report-HERE-U-2026-01-01-2026-06-30.xlsx"'
    with acting_as_system():
        event = AuditEvent.objects.filter(account=author.pk).latest("id")
        assert (event.action, event.kind, event.subjects) == ("exported", "unit_report", [here.unit.pk])
    unknown = client_of(author).get(reverse("reports:download", args=["exe"]) + "?period=2026-H1")
    assert unknown.status_code == 404


def test_other_days_are_asked_for_and_wrong_ones_refused(life: Life, author: Account) -> None:
    client = client_of(author)
    url = reverse("reports:unit")
    free = client.get(f"{url}?period=free&since=2026-01-01&until=2026-01-31").content.decode()
    assert "January 2026" in free
    wrong = client.get(f"{url}?period=free&since=2026-02-01&until=2026-01-31").content.decode()
    assert "before it begins" in wrong
    assert "Choose a period" in client.get(f"{url}?period=free").content.decode()


def test_a_report_asks_no_more_for_much_than_for_little(
    life: Life, author: Account, here: world.Town
) -> None:
    url = reverse("reports:unit") + "?period=2026-H1"
    few, many = grows(client_of(author), url, lambda: live(author, here, 4))
    assert few == many
