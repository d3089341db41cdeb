"""Two evenings' reports of a month that goes on tell nobody what one family needs, was given or goes to court for."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account, Role
from khetane.cases.models import Need, Procedure, Service
from khetane.core.mandates import Mandate
from khetane.core.viewer import SYSTEM_ACCOUNT, acting_as, acting_as_system
from khetane.reports.counting import Counts, counts_of
from khetane.reports.periods import Kinds, Period, code_of, half_of, last_month, of_half, of_month
from khetane.visiting.months import month_of
from tests import world
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
RUNNING = of_month(month_of(TODAY))
GOES_ON = [
    RUNNING,
    of_month(month_of(TODAY).moved(1)),
    Period(last_month(TODAY).since, RUNNING.until),
    of_half(*half_of(TODAY)),
]
KINDS = ("safety", "medicines", "citizenship")
FIRST = "reports:unit"


@pytest.fixture
def day(author: Account, here: world.Town) -> None:
    """Today's visit to one household, and one on the first day of the last month."""
    home = world.household(author, here, code="HERE-1")
    with acting_as(author.pk):
        case = {"unit_id": here.unit.pk, "household_id": home.pk}
        for on in (TODAY, last_month(TODAY).since):
            Need.objects.bulk_create([Need(area="safety", found_on=on, mandate="social_protection", **case)])
            Service.objects.bulk_create([Service(type="medicines", mandate="health", date=on, **case)])
            Procedure.objects.bulk_create(
                [Procedure(type="citizenship", initiated_on=on, mandate="legal", **case)]
            )


def holding(here: world.Town, mandates: list[str], *also: str) -> Account:
    """Who makes the report and reads the records of these mandates."""
    with acting_as_system():
        Role.objects.create(
            code="reads_many",
            name="Reads many",
            permissions=["identity.read", "content.read", "report.read", *also],
            mandates=mandates,
        )
    return world.account("reads_many", here.unit)


def words_of(counts: Counts) -> set[str]:
    return {key.split(" ")[0] for keys in counts.by_measure.values() for key in keys} & set(KINDS)


def words_in(client: Client, period: Period) -> Iterator[str]:
    """The page and every file of a report, as text where they have one."""
    days = {"period": "free", "since": period.since.isoformat(), "until": period.until.isoformat()}
    yield client.get(reverse(FIRST), days).content.decode()
    facts = json.loads(client.get(reverse("reports:download", args=["json"]), days).content)
    yield json.dumps(facts["counts"])


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("period", GOES_ON, ids=str)
def test_a_coordinator_is_told_no_kinds_of_a_month_that_goes_on(period: Period, author: Account) -> None:
    page, facts = words_in(client_of(author), period)
    assert "once the last month is over" in page
    assert "whole months only" not in page
    assert ">Safety<" not in page
    for kind in KINDS:
        assert kind not in facts


@pytest.mark.usefixtures("day")
def test_the_totals_of_a_month_that_goes_on_are_told(author: Account, here: world.Town) -> None:
    with acting_as(author.pk):
        counts = counts_of(here.unit.pk, RUNNING)
    assert counts.kinds is Kinds.GOES_ON
    assert counts.by_measure["needs"] == {"all open": 1}
    assert counts.by_measure["services"] == {"": 1}
    assert counts.by_measure["initiated"] == {"all": 1}


@pytest.mark.usefixtures("day")
def test_the_page_begins_with_the_last_month_and_its_kinds(author: Account) -> None:
    page = client_of(author).get(reverse(FIRST))
    assert page.context["report"].period == last_month(TODAY)
    assert words_of(page.context["report"].counts) == set(KINDS)
    assert ">Safety<" in page.content.decode()
    assert "once the last month is over" not in page.content.decode()
    assert f'value="{code_of(last_month(TODAY))}" selected' in page.content.decode()


@pytest.mark.usefixtures("day")
def test_the_operator_at_the_server_is_told_no_kinds_either(here: world.Town) -> None:
    with acting_as(SYSTEM_ACCOUNT):
        assert not words_of(counts_of(here.unit.pk, RUNNING))
        assert words_of(counts_of(here.unit.pk, last_month(TODAY))) == set(KINDS)


@pytest.mark.usefixtures("day")
def test_who_reads_every_mandate_has_the_kinds_of_a_month_that_goes_on(here: world.Town) -> None:
    reader = holding(here, Mandate.values)
    page, facts = words_in(client_of(reader), RUNNING)
    assert "once the last month is over" not in page
    assert all(kind in facts for kind in KINDS)
    other_days = Period(TODAY, TODAY)
    if other_days != RUNNING:
        with acting_as(reader.pk):
            assert not words_of(counts_of(here.unit.pk, other_days))


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("lacking", Mandate.values)
def test_who_reads_all_mandates_but_one_has_not(lacking: str, here: world.Town) -> None:
    reader = holding(here, [one for one in Mandate.values if one != lacking])
    with acting_as(reader.pk):
        assert not words_of(counts_of(here.unit.pk, RUNNING))


@pytest.mark.usefixtures("day")
def test_who_reads_of_her_clients_alone_has_not(here: world.Town) -> None:
    reader = holding(here, Mandate.values, "clients.only")
    with acting_as(reader.pk):
        assert not words_of(counts_of(here.unit.pk, RUNNING))


@pytest.mark.usefixtures("day")
def test_reading_everything_elsewhere_is_not_reading_it_here(author: Account, here: world.Town) -> None:
    there = world.town("THERE")
    holding(there, Mandate.values)
    with acting_as_system():
        author.grants.create(role_id="reads_many", unit=there.unit, begins=world.LONG_AGO)
    with acting_as(author.pk):
        assert not words_of(counts_of(here.unit.pk, RUNNING))


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize(
    "role", ["municipal_officer", "national_analyst", "regional_viewer", "project_staff"]
)
def test_who_sees_no_persons_is_told_nothing_at_all(role: str, here: world.Town) -> None:
    where = here.municipality if role in ("municipal_officer", "project_staff") else world.country()
    outsider = world.account(role, where)
    assert client_of(outsider).get(reverse(FIRST)).status_code == 403
    with acting_as(outsider.pk), connection.cursor() as cursor:
        for period in (RUNNING, last_month(TODAY)):
            cursor.execute(
                "select * from reports_of_unit(%s, %s, %s, '{0}')", [here.unit.pk, period.since, period.until]
            )
            assert cursor.fetchall() == []


def test_the_day_is_that_of_the_installation(author: Account, here: world.Town) -> None:
    """On the last day of a month it still goes on, however early the day ends elsewhere."""
    with acting_as(author.pk), connection.cursor() as cursor:
        cursor.execute(
            "select d::date from generate_series(date '2020-01-31', current_date + 400, '1 day') d"
            " where reports_tells_kinds(%s, date_trunc('month', d)::date, d::date)"
            " order by d desc limit 1",
            [here.unit.pk],
        )
        assert cursor.fetchone() == (last_month(TODAY).until,)


def test_no_evening_adds_to_what_was_told_of_kinds(author: Account, here: world.Town) -> None:
    """What is told today of whole months is of days before today: nothing that happens now is in it."""
    begins = [month_of(TODAY).moved(-back).first for back in range(-3, 15)]
    with acting_as(author.pk), connection.cursor() as cursor:
        for since in begins:
            for length in range(40):
                until = since + dt.timedelta(days=length)
                cursor.execute("select reports_tells_kinds(%s, %s, %s)", [here.unit.pk, since, until])
                period = Period(since, until)
                whole = since.day == 1 and (until + dt.timedelta(days=1)).day == 1
                assert cursor.fetchone() == (whole and until < TODAY,), period
