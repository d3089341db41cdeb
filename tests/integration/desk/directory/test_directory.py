"""The service directory: everybody looks things up, a coordinator keeps that of her municipality."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account
from khetane.core.refusals import NotAllowed
from khetane.core.viewer import acting_as
from khetane.organisations import directory
from khetane.organisations.models import DirectoryEntry
from tests import world
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {
    "provider": "Dom zdravlja",
    "kind": "health_institution",
    "area": "health",
    "what": "Izabrani lekar",
}


@pytest.fixture
def town() -> world.Town:
    return world.town("HERE")


@pytest.fixture
def coordinator(town: world.Town) -> Account:
    return world.account("unit_coordinator", town.unit)


def add(client: Client, town: world.Town, **said: str) -> DirectoryEntry:
    """An entry made on the screen, sent twice as by an impatient finger."""
    form = client.get(reverse("directory:new")).context["form"]
    given = {**SAID, "place": str(town.municipality.pk), "entry": str(form.initial["entry"]), **said}
    for _ in range(2):
        assert client.post(reverse("directory:new"), given).status_code == 302
    return entry_of(given["entry"], client)


def entry_of(entry_id: str, client: Client) -> DirectoryEntry:
    page = client.get(reverse("directory:entry", args=[entry_id]))
    found: DirectoryEntry = page.context["entry"]
    return found


def test_a_coordinator_adds_changes_and_ends_an_entry(town: world.Town, coordinator: Account) -> None:
    client = client_of(coordinator)
    made = add(client, town, latitude="43.2", longitude="22.3")
    listing = reverse("directory:listing")
    assert "Dom zdravlja" in client.get(listing).content.decode()
    address = reverse("directory:edit", args=[made.pk])
    changed = {**SAID, "provider": "Dom zdravlja 2", "entry": str(made.pk), "version": "1"}
    assert client.post(address, changed).status_code == 302
    stale = {**SAID, "provider": "Something else", "entry": str(made.pk), "version": "1"}
    assert client.post(address, stale).status_code == 422  # somebody changed it meanwhile: nothing is lost
    assert entry_of(str(made.pk), client).provider == "Dom zdravlja 2"
    ended = {**changed, "version": "2", "ended_on": timezone.localdate().isoformat()}
    assert client.post(address, ended).status_code == 302
    assert "Dom zdravlja" not in client.get(listing).content.decode()


def test_it_is_searched_by_area_and_words_and_drawn_on_a_map(town: world.Town, coordinator: Account) -> None:
    client = client_of(coordinator)
    add(client, town, latitude="43.2", longitude="22.3")
    add(
        client,
        town,
        provider="Služba za zapošljavanje",
        area="employment",
        kind="employment_service",
        what="Obuke",
    )
    listing = reverse("directory:listing")
    by_area = client.get(listing, {"area": "employment"}).content.decode()
    assert "Služba" in by_area
    assert "Dom zdravlja" not in by_area
    by_words = client.get(listing, {"q": "lekar izabrani"}).content.decode()
    assert "Dom zdravlja" in by_words
    assert "Služba" not in by_words
    drawn = client.get(reverse("directory:map", args=[town.municipality.pk])).json()
    assert [one["geometry"]["coordinates"] for one in drawn["features"]] == [[22.3, 43.2]]


def test_a_point_is_whole(town: world.Town, coordinator: Account) -> None:
    client = client_of(coordinator)
    given = {**SAID, "place": str(town.municipality.pk), "entry": str(uuid.uuid4()), "latitude": "43.2"}
    assert client.post(reverse("directory:new"), given).status_code == 422


def test_nobody_keeps_the_directory_of_another_municipality(town: world.Town, coordinator: Account) -> None:
    made, there = add(client_of(coordinator), town), world.town("THERE")
    for account in (
        world.account("unit_coordinator", there.unit),
        world.account("health_mediator", town.unit),
    ):
        client = client_of(account)
        assert client.get(reverse("directory:entry", args=[made.pk])).status_code == 200
        assert client.get(reverse("directory:edit", args=[made.pk])).status_code == 403
        with acting_as(account.pk), pytest.raises(NotAllowed):
            directory.make_entry(
                entry_id=uuid.uuid4(), place=town.municipality, facts=directory.EntryFacts(**SAID)
            )
        with acting_as(account.pk), connection.cursor() as cursor:
            cursor.execute("update organisations_directoryentry set phone = '1'")
            assert cursor.rowcount == 0
        with acting_as(account.pk), pytest.raises(ProgrammingError), transaction.atomic():
            DirectoryEntry.objects.bulk_create([DirectoryEntry(place=town.municipality, **SAID)])
