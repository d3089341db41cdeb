"""Who shares a key with what was typed: scored where the keys stand, before a person is read."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from khetane.access.models import Account
from khetane.core.viewer import acting_as, acting_as_system
from khetane.engine.linkage.query import parse
from khetane.people.blocking import likeliest
from khetane.people.models import Household, PersonKey
from khetane.people.search import search
from khetane.places.models import Place
from tests import world
from tests.edits import edit, send, update

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(here: world.Town, author: Account) -> Household:
    return world.household(author, here, code="AAAA-0001", persons=0)


def asked(author: Account, text: str, shown: int, *places: Place) -> list[uuid.UUID]:
    with acting_as(author.pk):
        return likeliest(parse(text), shown, places=[place.pk for place in places])


def test_namesakes_do_not_hide_the_year_asked_for(author: Account, home: Household) -> None:
    born = {
        year: world.member(author, home, "Osman", "Bajrami", born=date(year, 3, 1)).pk
        for year in (1950, 1984, 1986, 2002)
    }
    assert asked(author, "osman bajrami 1984", 2) == [born[1984], born[1986]]


def test_an_estimated_birth_fits_the_years_around_it(author: Account, home: Household) -> None:
    near = world.member(author, home, "Osman", "Bajrami", born=date(1982, 1, 1), precision="estimated")
    world.member(author, home, "Osman", "Bajrami", born=date(1983, 1, 1))
    assert asked(author, "osman bajrami 1984", 1) == [near.pk]


def test_a_parents_name_tells_namesakes_apart(author: Account, home: Household) -> None:
    world.member(author, home, "Osman", "Bajrami", parent_name="Milan")
    wanted = world.member(author, home, "Osman", "Bajrami", parent_name="Xhemail")
    world.member(author, home, "Osman", "Bajrami", parent_name="Ramiz")
    assert asked(author, "бајрами осман џемаил", 1) == [wanted.pk]


def test_whoever_lives_elsewhere_does_not_crowd_out_a_settlements_own(
    here: world.Town, author: Account, home: Household
) -> None:
    with acting_as_system():
        other = Place.objects.create(kind="settlement", code="HERE-S2", name="Nova Jalija", sort_key="nova jalija",
                                     parent=here.municipality, path=f"{here.municipality.path}.s2")  # fmt: skip
    with acting_as(author.pk):
        there = Household.objects.create(code="AAAA-0002", unit=here.unit, place=other)
    for _ in range(3):
        world.member(author, home, "Osman", "Bajrami")
    wanted = world.member(author, there, "Osman", "Bajramović")
    assert wanted.pk not in asked(author, "osman bajrami", 2)
    assert asked(author, "osman bajrami", 2, other) == [wanted.pk]
    with acting_as(author.pk):
        found = search("osman bajrami", place_id=other.pk, shown=2).found
    assert [one.person_id for one in found] == [wanted.pk]


def test_a_correction_of_the_birth_is_found_at_once(here: world.Town, author: Account) -> None:
    house, person = uuid.uuid4(), uuid.uuid4()
    member = {
        "household": str(house),
        "given_name": "Osman",
        "family_name": "Bajrami",
        "birth_date": "1984-03-01",
    }
    send(author, here, edit("household", house, {"place": "HERE-S1"}), edit("person", person, member))
    assert years(author) == {(1984, 1984)}
    corrected = {"birth_date": "1984-03-01", "birth_precision": "estimated"}
    assert send(author, here, update("person", person, 1, corrected)).state == "applied"
    assert years(author) == {(1982, 1986)}


def years(author: Account) -> set[tuple[int | None, int | None]]:
    with acting_as(author.pk):
        return set(PersonKey.objects.values_list("born_from", "born_to"))


def test_a_slip_in_the_name_of_one_whose_birth_is_not_known_is_forgiven_with_a_year(
    author: Account, home: Household
) -> None:
    wanted = world.member(author, home, "Osman", "Bajrami")
    world.member(author, home, "Osman", "Bajrami", born=date(1940, 1, 1))
    assert asked(author, "osman bajrani 1984", 20) == [wanted.pk]


def test_both_names_misheard_are_found_among_those_born_that_year(author: Account, home: Household) -> None:
    wanted = world.member(author, home, "Osman", "Bajrami", born=date(1984, 3, 1))
    world.member(author, home, "Osman", "Bajrami", born=date(1985, 3, 1))
    assert asked(author, "oslan bakramo 1984", 20) == [wanted.pk]


def test_an_estimated_birth_is_found_by_one_name_and_a_year_beside_it(
    author: Account, home: Household
) -> None:
    wanted = world.member(author, home, "Osman", "Bajrami", born=date(1987, 1, 1), precision="estimated")
    world.member(author, home, "Osman", "Bajrami", born=date(1987, 1, 1))
    found = asked(author, "osman 1984", 1)
    assert found == [wanted.pk]
