"""Grievances in the unit's report and beside the work of units: whole half-years, rounded, no word of them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.grievances import handling
from khetane.reports.counting import counts_of
from khetane.reports.periods import Period, code_of, last_halves
from tests import world
from tests.integration.desk.scene import client_of
from tests.integration.grievances.scene import told

pytestmark = pytest.mark.django_db
HALF = last_halves(timezone.localdate(), 1)[0]


@pytest.fixture
def six(here: world.Town) -> None:
    """Six of the last half-year, of which two are answered."""
    made = [told(here, received_on=HALF.since + dt.timedelta(days=one)) for one in range(6)]
    with acting_as(world.account("grievance_officer", here.unit).pk):
        for one in made[:2]:
            handling.answer(one.id, "Done.")


@pytest.mark.usefixtures("six")
def test_the_units_report_tells_them_rounded_in_every_format(author: Account) -> None:
    client, asked = client_of(author), {"period": code_of(HALF)}
    page = client.get(reverse("reports:unit"), asked)
    (section,) = [one for one, _lines in page.context["tables"] if one.title == "Grievances"]
    written = {row.label: row.written[0] for row in section.rows}
    assert (written["all"], written["Complaints"], written["Praise"]) == ("5", "5", "under 5")
    assert "shouted" not in page.content.decode()
    for suffix in ("pdf", "xlsx", "docx", "json"):
        assert client.get(reverse("reports:download", args=[suffix]), asked).status_code == 200
    answer = client.get(reverse("reports:download", args=["json"]), asked)
    assert json.loads(answer.content)["rounded"]["grievances"] == 5


@pytest.mark.usefixtures("six")
def test_of_other_periods_nothing_is_told(here: world.Town, author: Account) -> None:
    today = timezone.localdate()
    periods = [
        Period(HALF.since, HALF.until - dt.timedelta(days=1)),
        Period(HALF.since, HALF.since + dt.timedelta(days=30)),
        Period(HALF.since - dt.timedelta(days=1), HALF.until),
        Period(HALF.since, today),
    ]
    with acting_as(author.pk):
        assert [counts_of(here.unit.pk, one).grievances for one in periods] == [None] * 4
        assert counts_of(here.unit.pk, HALF).grievances is not None


@pytest.mark.usefixtures("six")
def test_units_stand_beside_each_other(here: world.Town) -> None:
    other = world.town("THERE")
    told(other, received_on=HALF.since)
    page = client_of(world.account("national_analyst", world.country())).get(reverse("reports:units"))
    found = {row.unit.pk: dict(row.rounded) for row in page.context["rows"]}
    assert found[here.unit.pk]["Grievances"] == 5
    assert found[other.unit.pk]["Grievances"] is None
