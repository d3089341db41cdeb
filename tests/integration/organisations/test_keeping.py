"""What a unit keeps: equipment, trainings, the end of its memorandum; and which of its mandates nobody holds."""

from __future__ import annotations

import datetime

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access.actions import grant
from khetane.access.models import Account, AuditEvent, RoleGrant
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.organisations import actions, keeping
from khetane.organisations.models import Equipment, Training
from khetane.organisations.posts import filled, posts
from tests import world
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 5, 1)


@pytest.fixture
def client(author: Account) -> Client:
    return client_of(author)


def unit_page(client: Client, here: world.Town) -> str:
    return str(client.get(reverse("organisations:unit", args=[here.unit.pk])).content.decode())


def test_the_coordinator_keeps_the_equipment(client: Client, author: Account, here: world.Town) -> None:
    url = reverse("organisations:new-equipment", args=[here.unit.pk])
    assert client.get(url).status_code == 200
    said = {"what": "Tablet", "inventory_number": "T-7", "since": "2025-05-01", "until": ""}
    assert client.post(url, said).status_code == 302
    with acting_as(author.pk):
        entry = Equipment.objects.get()
    change = reverse("organisations:edit-equipment", args=[here.unit.pk, entry.pk])
    assert 'value="T-7"' in client.get(change).content.decode()
    wrong = client.post(change, said | {"until": "2025-04-30"})
    assert "before it begins" in wrong.content.decode()
    assert client.post(change, said | {"until": "2026-01-31"}).status_code == 302
    assert "31\xa0Jan\xa02026" in unit_page(client, here)
    with acting_as_system():
        events = AuditEvent.objects.filter(kind="equipment", account=author.pk, action="wrote")
        assert [event.subjects for event in events] == [[entry.pk], [entry.pk]]


def test_a_training_tells_who_took_part_by_mandate(client: Client, here: world.Town) -> None:
    url = reverse("organisations:new-training", args=[here.unit.pk])
    said = {"subject": "Civil registers", "date": "2025-05-01", "mandates": ["health", "education"]}
    later = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    assert "still to come" in client.post(url, said | {"date": later}).content.decode()
    assert client.post(url, said).status_code == 302
    shown = unit_page(client, here).partition("Civil registers")[2]
    assert "pedagogical assistant, health mediator" in shown


@pytest.mark.parametrize("role", ["health_mediator", "municipal_officer"])
def test_others_read_the_lists_and_change_nothing(role: str, author: Account, here: world.Town) -> None:
    with acting_as(author.pk):
        keeping.record_training(
            unit=here.unit,
            training=None,
            subject="Civil registers",
            date=DAY,
            provider="",
            mandates=["health"],
        )
    reader = world.account(role, here.municipality if role == "municipal_officer" else here.unit)
    assert "Civil registers" in unit_page(client_of(reader), here)
    assert "Add a training" not in unit_page(client_of(reader), here)
    assert (
        client_of(reader).get(reverse("organisations:new-training", args=[here.unit.pk])).status_code == 403
    )
    with acting_as(reader.pk), pytest.raises(NotAllowed):
        keeping.record_equipment(
            unit=here.unit, equipment=None, what="Van", inventory_number="", since=None, until=None
        )


def test_the_coordinator_of_another_unit_changes_nothing_by_sql(author: Account, here: world.Town) -> None:
    with acting_as(author.pk):
        kept = keeping.record_equipment(
            unit=here.unit, equipment=None, what="Van", inventory_number="", since=DAY, until=None
        )
    stranger = world.account("unit_coordinator", world.town("THERE").unit)
    with acting_as(stranger.pk), connection.cursor() as cursor:
        cursor.execute("update organisations_equipment set what = 'Mine'")
        assert cursor.rowcount == 0
        cursor.execute("delete from organisations_equipment")
        assert cursor.rowcount == 0
        with pytest.raises(ProgrammingError) as refused, transaction.atomic():
            Training.objects.create(unit=here.unit, subject="Mine", date=DAY)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
    with acting_as(author.pk):
        assert Equipment.objects.get(pk=kept.pk).what == "Van"


def test_whoever_makes_units_keeps_their_lists_too(here: world.Town) -> None:
    with acting_as_system():
        administrator = world.account("administrator", type(here.settlement).objects.get(code="SEE"))
    with acting_as(administrator.pk):
        keeping.record_equipment(
            unit=here.unit, equipment=None, what="Van", inventory_number="", since=None, until=None
        )
        assert Equipment.objects.count() == 1


def test_a_mandate_that_nobody_holds_is_vacant_for_everybody(author: Account, here: world.Town) -> None:
    mediator = world.account("health_mediator", here.unit)
    left = world.account("social_worker", here.unit)
    with acting_as_system():
        RoleGrant.objects.filter(account=left).update(ends=datetime.date(2024, 1, 31))
    outsider = world.account("municipal_officer", here.municipality)
    with acting_as(outsider.pk):
        vacant = [post.mandate.value for post in posts(here.unit.pk) if post.is_vacant]
        assert filled() == {here.unit.pk: 2}
    assert vacant == ["education", "social_protection", "employment"]
    shown = unit_page(client_of(outsider), here)
    assert shown.count("vacant") == 3
    assert mediator.email not in shown


def test_a_role_that_waits_for_confirmation_fills_no_post(here: world.Town) -> None:
    with acting_as_system():
        administrator = world.account("administrator", type(here.settlement).objects.get(code="SEE"))
        newcomer = Account.objects.create(email="new@example.org")
    with acting_as(administrator.pk):
        grant(account=newcomer, role="health_mediator", scope=here.unit)
        assert all(post.is_vacant for post in posts(here.unit.pk))


def test_a_memorandum_ends_after_it_was_signed_and_is_shown_as_expired(here: world.Town) -> None:
    facts = actions.UnitFacts(memorandum="M 1", memorandum_on=DAY, memorandum_until=DAY)
    with acting_as_system():
        actions.change_unit(unit_id=here.unit.pk, municipality=here.municipality, facts=facts)
        before = DAY - datetime.timedelta(days=1)
        wrong = actions.UnitFacts(memorandum="M 1", memorandum_on=DAY, memorandum_until=before)
        with pytest.raises(Invalid):
            actions.change_unit(unit_id=here.unit.pk, municipality=here.municipality, facts=wrong)
    client = client_of(world.account("health_mediator", here.unit))
    assert "expired" in unit_page(client, here)
