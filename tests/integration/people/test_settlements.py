"""Places read for a search are those that Django would read."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khetane.access.models import Account
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.settlements import places_lived_in, places_with_names
from khetane.places.models import Place, PlaceName
from tests import world

pytestmark = pytest.mark.django_db

SHOWN = ("pk", "kind", "code", "name", "path", "designation_note", "designation_notes")


@pytest.fixture
def place() -> Place:
    here = world.town("HERE")
    with acting_as_system():
        made = Place.objects.create(
            kind="settlement", code="HERE-S9", name="Jalija", sort_key="jalija", parent=here.municipality,
            path=f"{here.municipality.path}.s9", designation_note="a note", designation_notes={"sr": "напомена"},
        )  # fmt: skip
        for language, name in (("sr-Cyrl", "Јалија"), ("mk", "Јалија 2")):
            PlaceName.objects.create(place=made, language=language, name=name)
    return made


def test_a_place_is_the_same_and_needs_no_further_question(place: Place) -> None:
    with acting_as(world.account("unit_coordinator", world.town("THERE").unit).pk):
        expected = Place.objects.get(pk=place.pk)
        with CaptureQueriesContext(connection) as queries:
            read = places_with_names([place.pk])[place.pk]
            assert [getattr(read, name) for name in SHOWN] == [getattr(expected, name) for name in SHOWN]
            assert {(one.language, one.name) for one in read.names.all()} == {
                ("sr-Cyrl", "Јалија"),
                ("mk", "Јалија 2"),
            }
    assert len(queries) == 1


def test_what_was_not_read_is_read_when_asked_for(place: Place) -> None:
    with acting_as(world.account("unit_coordinator", world.town("THERE").unit).pk):
        assert places_with_names([place.pk])[place.pk].parent_id == place.parent_id


def test_where_households_of_several_units_live(here: world.Town, author: Account) -> None:
    there = world.town("THERE")
    neighbour = world.account("unit_coordinator", there.unit)
    world.household(author, here, code="A")
    world.household(author, here, code="B")
    world.household(neighbour, there, code="C")
    leader = world.account("unit_coordinator", world.country())  # of every unit
    empty = world.town("EMPTY").unit.pk
    with acting_as(leader.pk):
        found = places_lived_in([there.unit.pk, here.unit.pk, empty])
        assert [place.code for place in found] == ["HERE-S1", "THERE-S1"]
        assert places_lived_in([empty]) == places_lived_in([]) == []
    with acting_as(author.pk):  # the policy, whatever is asked for
        assert [place.code for place in places_lived_in([here.unit.pk, there.unit.pk])] == ["HERE-S1"]


def test_unknown_places_are_not_there() -> None:
    with acting_as(world.account("unit_coordinator", world.town("THERE").unit).pk):
        assert places_with_names([uuid.uuid4()]) == {}
        assert places_with_names([]) == {}
