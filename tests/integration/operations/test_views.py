"""The operator sees counts, tries failed jobs again, and sees no record."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from khetane.access.actions_devices import create_token
from khetane.access.models import Account
from khetane.config.tasks import job
from khetane.core import audit
from khetane.core.viewer import acting_as
from khetane.operations import metrics
from khetane.operations.views import JOB_STATES
from khetane.people.models import Household
from tests import world

pytestmark = pytest.mark.django_db
SEEN: list[object] = []


@job("khetane.tests.look")
def look(times: int) -> None:
    """What a job sees of the register."""
    SEEN.append((times, Household.objects.count()))


@pytest.fixture
def home() -> world.Town:
    return world.town("NIS")


@pytest.fixture
def administrator(home: world.Town) -> Account:
    return world.account("administrator", home.municipality)


@pytest.fixture
def coordinator(home: world.Town) -> Account:
    return world.account("unit_coordinator", home.unit)


def failed(author: Account) -> int:
    with acting_as(author.pk):
        number = look.later(times=1)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing' where id = %s", [number])
        cursor.execute(
            "update procrastinate_jobs set status = 'failed', attempts = 3 where id = %s", [number]
        )
    return number


def test_the_page_shows_failed_jobs_and_no_arguments(
    client: Client, administrator: Account, coordinator: Account
) -> None:
    number = failed(coordinator)
    client.force_login(administrator)
    page = client.get("/operations/").content.decode()
    assert f"/operations/jobs/{number}/retry" in page
    assert "khetane.tests.look" in page
    assert str(coordinator.pk) not in page


def test_a_failed_job_is_tried_again(client: Client, administrator: Account, coordinator: Account) -> None:
    number = failed(coordinator)
    client.force_login(administrator)
    assert client.post(f"/operations/jobs/{number}/retry").status_code == 302
    assert ProcrastinateJob.objects.get(pk=number).status == "todo"
    client.post("/operations/jobs/999999/retry")
    assert "not among the failed" in client.get("/operations/").content.decode()


def test_a_unit_member_sees_neither_page_nor_metrics(client: Client, coordinator: Account) -> None:
    client.force_login(coordinator)
    assert client.get("/operations/").status_code == 403
    assert client.get("/metrics").status_code == 403


def test_metrics_are_read_with_a_token_and_name_routes_only(
    client: Client, administrator: Account, coordinator: Account, home: world.Town
) -> None:
    world.household(coordinator, home, code="AB12-3", family_name="Kvarcenija")
    metrics.answered("people:search", "GET", 200, 0.01)
    with acting_as(administrator.pk):
        _, token = create_token(label="prometheus")
    assert client.get("/metrics").status_code == 401
    told = client.get("/metrics", headers={"authorization": f"Bearer {token}"}).content.decode()
    assert 'khetane_requests_total{method="GET",route="people:search",status="200"}' in told
    assert "khetane_database_bytes" in told
    assert "khetane_audit_unsealed_seconds" in told
    assert "Kvarcenija" not in told


def test_counts_over_all_units_are_told_to_operators_only(
    coordinator: Account, administrator: Account
) -> None:
    for account, expected in ((coordinator, 0), (administrator, 1)):
        with acting_as(account.pk), connection.cursor() as cursor:
            audit.record("read")
            cursor.execute(
                "select count(*) from (select operations_unsealed_since() as since) s where since is not null"
            )
            assert cursor.fetchone() == (expected,)


def test_a_job_runs_as_whoever_asked_for_it(
    coordinator: Account, administrator: Account, home: world.Town
) -> None:
    world.household(coordinator, home, code="AB12-3")
    SEEN.clear()
    for account in (coordinator, administrator):
        with acting_as(account.pk):
            number = look.later(times=2)
        arguments = ProcrastinateJob.objects.get(pk=number).args
        look.task.func(**arguments)
    assert SEEN == [(2, 1), (2, 0)]


def test_states_of_jobs_are_said_in_words(
    client: Client, administrator: Account, coordinator: Account
) -> None:
    failed(coordinator)
    with acting_as(coordinator.pk):
        look.later(times=1)
    client.force_login(administrator)
    page = client.get("/operations/").content.decode()
    assert "<dt>Jobs: failed</dt>" in page
    assert "<dt>Jobs: waiting for their turn</dt>" in page
    assert "todo" not in page


def test_every_state_of_a_job_has_words() -> None:
    assert {one.value for one in Status} == set(JOB_STATES)
