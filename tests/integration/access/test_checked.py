"""When the audit was last checked, by whom and with what result stands on the pages of who watches over it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access import checked
from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as
from tests import world

pytestmark = pytest.mark.django_db
PAGES = [
    ("administrator", "operations"),
    ("administrator", "access:audit"),
    ("data_protection_officer", "home"),
    ("data_protection_officer", "access:audit"),
]


def page(role: str, route: str) -> str:
    client = Client()
    client.force_login(world.account(role, world.country()))
    return str(client.get(reverse(route)).content.decode())


@pytest.fixture
def officer() -> Account:
    return world.account("data_protection_officer", world.country())


@pytest.mark.parametrize(("role", "route"), PAGES)
def test_pages_say_who_checked_when_and_with_what_result(role: str, route: str, officer: Account) -> None:
    assert "The audit was never checked" in page(role, route)
    checked.record(whole=True, account_id=officer.pk)
    said = page(role, route)
    assert "and is whole" in said
    assert f"Checked by {officer}." in said
    checked.record(whole=False)
    said = page(role, route)
    assert "The audit is not whole" in said
    assert "Checked at the server." in said


def test_an_old_check_is_called_old() -> None:
    now = timezone.now()
    assert not checked.Check(now - dt.timedelta(days=13), None, whole=True).stale
    assert checked.Check(now - dt.timedelta(days=15), None, whole=True).stale


def test_a_coordinator_is_not_told(officer: Account) -> None:
    checked.record(whole=True)
    client = Client()
    client.force_login(world.account("unit_coordinator", world.town("HERE").unit))
    assert "and is whole" not in client.get(reverse("access:audit")).content.decode()


def test_the_last_check_is_found_without_reading_the_log(officer: Account) -> None:
    checked.record(whole=True)
    with acting_as(officer.pk), connection.cursor() as cursor:
        wanted = AuditEvent.objects.filter(action=checked.ACTION, kind=checked.KIND).order_by("-id")[:1]
        cursor.execute("set local enable_seqscan = off")
        assert "auditevent_verified" in wanted.explain()
