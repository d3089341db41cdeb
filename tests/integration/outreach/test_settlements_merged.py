"""A settlement that is merged: its households live in what it became, and what names the old one is taken in."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from khetane.access.models import AuditEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.outreach.models import HouseholdMove, Visit
from khetane.people.models import Household
from khetane.places.models import Place
from khetane.places.tree import actions
from tests import world
from tests.edits import agree_to_go, edit, send
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 1, 1)


def settlement(town: world.Town, code: str) -> Place:
    with acting_as_system():
        return Place.objects.create(
            kind="settlement",
            code=code,
            name=code,
            sort_key=code.lower(),
            parent=town.municipality,
            path=f"{town.municipality.path}.{code.lower().replace('-', '_')}",
        )


def test_households_and_planned_visits_go_to_what_a_settlement_became(here: world.Town) -> None:
    author = world.account("unit_coordinator", here.unit)
    middle, last = settlement(here, "HERE-S2"), settlement(here, "HERE-S3")
    home, done, planned = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    visit = {"place": "HERE-S1", "date": "2025-12-01", "participants": "coordination"}
    said = [
        edit("household", home, {"place": "HERE-S1"}),
        edit("visit", done, {**visit, "state": "done"}),
        edit("visit", planned, {**visit, "state": "planned"}),
    ]
    sent = send(author, here, *said)
    assert sent.state == "applied", sent.reasons
    with acting_as(world.account("administrator", world.country()).pk):
        actions.merge(place_ids=[here.settlement.pk], into_id=middle.pk, on=ON)
        actions.merge(place_ids=[middle.pk], into_id=last.pk, on=ON)
    late = uuid.uuid4()  # from a device that has heard of nothing
    assert send(author, here, edit("household", late, {"place": "HERE-S1"})).state == "applied"
    by_id = uuid.uuid4()
    assert send(author, here, edit("household", by_id, {"place": str(middle.pk)})).state == "applied"
    with acting_as(author.pk):
        assert set(Household.objects.values_list("place_id", flat=True)) == {last.pk}
        assert Visit.objects.get(pk=planned).place_id == last.pk
        assert Visit.objects.get(pk=done).place_id == here.settlement.pk


def test_who_moved_a_household_and_when_is_told(here: world.Town) -> None:
    author = world.account("unit_coordinator", here.unit)
    successor, home, elsewhere = settlement(here, "HERE-S2"), uuid.uuid4(), uuid.uuid4()
    send(author, here, edit("household", home, {"place": "HERE-S1"}))
    send(author, here, edit("household", elsewhere, {"place": "HERE-S2"}))
    administrator = world.account("administrator", world.country(), email="petra@example.org")
    with acting_as(administrator.pk):
        actions.merge(place_ids=[here.settlement.pk], into_id=successor.pk, on=ON)
    client = client_of(author)
    timeline = told(client.get(reverse("people:household", args=[home])).content.decode())
    assert "The settlement Settlement HERE was merged into HERE-S2" in timeline
    assert "petra@example.org" in timeline
    assert "was merged into" not in told(
        client.get(reverse("people:household", args=[elsewhere])).content.decode()
    )
    with acting_as(author.pk):
        event = AuditEvent.objects.get(kind="household", account=administrator.pk)
        assert (event.action, event.subjects, event.fields) == ("wrote", [home], ["place"])
        assert event.unit == here.unit.pk


def test_a_move_is_read_like_its_household_and_written_by_nobody(here: world.Town) -> None:
    author = world.account("unit_coordinator", here.unit)
    successor, home = settlement(here, "HERE-S2"), uuid.uuid4()
    send(author, here, edit("household", home, {"place": "HERE-S1"}))
    with acting_as_system():
        actions.merge(place_ids=[here.settlement.pk], into_id=successor.pk, on=ON)
        assert not HouseholdMove.objects.exists()
    there = world.town("YONDER").unit
    stranger = world.account("unit_coordinator", there)
    with acting_as(stranger.pk):
        assert not HouseholdMove.objects.exists()
    agree_to_go(author, here, home, there)
    with acting_as(author.pk):
        assert HouseholdMove.objects.filter(household=home).count() == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            HouseholdMove.objects.update(account=uuid.uuid4())
        with connection.cursor() as cursor:
            cursor.execute("select people_hand_over(%s, %s, khetane_today())", [home, there.pk])
        assert not HouseholdMove.objects.exists()
    with acting_as(stranger.pk):
        assert HouseholdMove.objects.get().household_id == home


def told(page: str) -> str:
    """The text of a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_households_of_a_settlement_that_is_split_stay_until_somebody_says(here: world.Town) -> None:
    author = world.account("unit_coordinator", here.unit)
    several = [settlement(here, "HERE-S2"), settlement(here, "HERE-S3")]
    home = uuid.uuid4()
    send(author, here, edit("household", home, {"place": "HERE-S1"}))
    with acting_as_system():
        actions.split(place_id=here.settlement.pk, into_ids=[one.pk for one in several], on=ON, shares={})
    with acting_as(author.pk):
        assert Household.objects.get().place_id == here.settlement.pk
