"""Loading the shipped places."""

from __future__ import annotations

import pytest

from khetane.core.viewer import acting_as_system
from khetane.places import shipped
from khetane.places.models import Place, PlaceName
from khetane.places.tree import actions

pytestmark = pytest.mark.django_db
HOW_MANY = len(list(shipped.read("places.csv")))


def test_loading_twice_adds_nothing_and_keeps_what_was_changed() -> None:
    assert shipped.load() == shipped.Loaded(HOW_MANY, 0)
    with acting_as_system():
        vranje = Place.objects.get(code="RS-VRANJE")
        actions.rename(place_id=vranje.pk, names={"en": "Changed"}, name="Changed")
    assert shipped.load() == shipped.Loaded(0, HOW_MANY)
    with acting_as_system():
        assert Place.objects.get(code="RS-VRANJE").name == "Changed"


def test_paths_lead_from_the_region_to_the_place() -> None:
    shipped.load()
    with acting_as_system():
        vranje = Place.objects.get(code="RS-VRANJE")
        assert [place.code for place in Place.objects.above(vranje.path)] == [
            "SEE",
            "RS",
            "RS-24",
            "RS-VRANJE",
        ]
        assert Place.objects.below("see.mk").count() == 81


def test_the_designation_note_stands_at_the_place_and_all_below_it_and_nowhere_else() -> None:
    shipped.load()
    with acting_as_system():
        noted = Place.objects.exclude(designation_note="")
        assert set(noted) == set(Place.objects.below("see.xk"))
        assert noted.count() == 39
        assert all(place.designation_notes.keys() == {"en", "sr-Cyrl", "mk"} for place in noted)


def test_names_are_there_in_both_serbian_scripts() -> None:
    shipped.load()
    with acting_as_system():
        names = dict(PlaceName.objects.filter(place__code="RS-LJIG").values_list("language", "name"))
    assert names == {"sr-Cyrl": "Љиг", "sr-Latn": "Ljig", "mk": "Љиг"}


@pytest.mark.parametrize("typed", ["Žitorađa", "zitoradja", "Житорађа", "Житораѓа", "RS-ZITORADA", "Žitor"])
def test_search_forgives_script_and_spelling(typed: str) -> None:
    shipped.load()
    with acting_as_system():
        assert "RS-ZITORADA" in [place.code for place in Place.objects.searched(typed)]
