"""Persons are found by what people type, and only those that the viewer may see."""

from __future__ import annotations

import datetime
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khetane.access.models import Account
from khetane.core.codes import new_household_code
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Document, Household, Person
from khetane.people.numbers import number_hash
from khetane.people.search import Answer, search
from khetane.places.models import Place, PlaceName
from khetane.places.tree.rules import search_text
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(here: world.Town, author: Account) -> Household:
    return world.household(author, here, code="AAAA-0001", persons=0)


def ask(viewer: Account, text: str) -> Answer:
    with acting_as(viewer.pk):
        return search(text)


def names(answer: Answer) -> list[str]:
    return [f"{found.given_name} {found.family_name}" for found in answer.found]


@pytest.mark.parametrize("typed", ["Dragana Djurić", "Ђурић Драгана", "gjuric dragana", "DRAGANA DJURI"])
def test_a_name_is_found_in_any_script_spelling_and_order(
    author: Account, home: Household, typed: str
) -> None:
    world.member(author, home, "Dragana", "Đurić")
    world.member(author, home, "Milan", "Petrović")
    assert names(ask(author, typed)) == ["Dragana Đurić"]


@pytest.mark.parametrize("typed", ["Xhemile", "Džemile", "Џемиле"])
def test_one_name_is_enough(author: Account, home: Household, typed: str) -> None:
    world.member(author, home, "Džemile", "Izmišljena")
    assert names(ask(author, typed)) == ["Džemile Izmišljena"]


def test_the_birth_year_tells_namesakes_apart(author: Account, home: Household) -> None:
    for year in (1971, 1984, 2002):
        world.member(author, home, "Osman", "Bajrami", born=datetime.date(year, 3, 1))
    years = [found.birth_date.year for found in ask(author, "osman bajrami 1984").found if found.birth_date]
    assert years[0] == 1984


def test_a_person_of_another_unit_is_not_there(here: world.Town, home: Household, author: Account) -> None:
    world.member(author, home, "Osman", "Bajrami")
    there = world.town("THERE")
    assert ask(world.account("unit_coordinator", there.unit), "osman bajrami").found == ()


@pytest.mark.parametrize("typed", ["{code}", "{code} Osman", "{plain}"])
def test_a_household_is_found_by_its_code(author: Account, here: world.Town, typed: str) -> None:
    code = valid_code()
    household = world.household(author, here, code=code, persons=0)
    world.member(author, household, "Osman", "Bajrami")
    answer = ask(author, typed.format(code=code, plain=code.replace("-", "").lower()))
    assert names(answer) == ["Osman Bajrami"]
    assert answer.found[0].code == code


def test_a_household_code_may_be_typed_in_cyrillic(author: Account, here: world.Town) -> None:
    code = cyrillic_like_code()
    household = world.household(author, here, code=code, persons=1)
    typed = code.translate(str.maketrans("KMATCX", "КМАТЦХ"))
    assert typed != code
    assert [found.household_id for found in ask(author, typed).found] == [household.pk]


def test_a_household_without_members_is_found_too(author: Account, here: world.Town) -> None:
    code = valid_code()
    household = world.household(author, here, code=code, persons=0)
    (found,) = ask(author, code).found
    assert (found.household_id, found.person_id) == (household.pk, None)


def test_a_person_is_found_by_the_number_of_a_document(author: Account, home: Household) -> None:
    person = world.member(author, home, "Osman", "Bajrami")
    world.member(author, home, "Selma", "Bajrami")
    give_number(author, person, "0101984-500 006")
    assert names(ask(author, "0101984500006")) == ["Osman Bajrami"]
    assert names(ask(author, "0101984500007")) == []


def test_a_settlement_narrows_the_search(author: Account, here: world.Town, home: Household) -> None:
    other = second_settlement(here, "Nova Jalija")
    with acting_as(author.pk):
        elsewhere = Household.objects.create(code="AAAA-0002", unit=here.unit, place=other)
    world.member(author, home, "Osman", "Bajrami")
    wanted = world.member(author, elsewhere, "Osman", "Bajrami")
    for typed in ("bajrami jalija", "Бајрами Јалија", "jalija osman bajrami"):
        answer = ask(author, typed)
        assert answer.found[0].person_id == wanted.pk
        assert [place.pk for place in answer.settlements] == [other.pk]
    with acting_as(author.pk):
        only = search("bajrami", place_id=other.pk)
    assert [found.person_id for found in only.found] == [wanted.pk]


@pytest.mark.parametrize("typed", ["", "   ", "1984", "%_'\"\\", "a" * 5000, "\x00", "🙂"])
def test_what_means_nothing_finds_nothing(author: Account, home: Household, typed: str) -> None:
    world.member(author, home, "Osman", "Bajrami")
    assert ask(author, typed).found == ()


def test_the_number_of_queries_does_not_depend_on_what_is_found(author: Account, here: world.Town) -> None:
    counts = []
    for number in range(3):
        for copy in range(number * 4):
            household = world.household(author, here, code=f"AAA{number}-00{copy:02}", persons=0)
            world.member(author, household, "Osman", "Bajrami")
        with acting_as(author.pk), CaptureQueriesContext(connection) as queries:
            found = search("osman bajrami").found
        counts.append(len(queries))
        assert bool(found) == bool(number)
    assert counts[1] == counts[2]


def valid_code() -> str:
    return new_household_code(Random(1))


def cyrillic_like_code() -> str:
    random = Random(2)
    while True:
        code = new_household_code(random)
        if set(code) & set("KMATCX"):
            return code


def give_number(author: Account, person: Person, number: str) -> None:
    with acting_as(author.pk):
        Document.objects.create(
            person=person,
            household=person.household,
            unit_id=person.unit_id,
            kind="personal_number",
            state="has",
            number_hash=number_hash(number),
        )


def second_settlement(town: world.Town, name: str) -> Place:
    with acting_as_system():
        place = Place.objects.create(
            kind="settlement",
            code=f"{town.municipality.code}-S2",
            name=name,
            sort_key=name.lower(),
            search_text=search_text("", [name]),
            parent=town.municipality,
            path=f"{town.municipality.path}.s2",
        )
        PlaceName.objects.create(place=place, language="sr-Cyrl", name="Нова Јалија")
    return place


def test_a_name_written_with_a_digit_is_found_by_exactly_that(author: Account, home: Household) -> None:
    world.member(author, home, "Džemile", "Đurićovska-V1")
    world.member(author, home, "Milan", "Petrović2")
    assert names(ask(author, "Ђурићовска-В1")) == ["Džemile Đurićovska-V1"]
    assert names(ask(author, "Petrović2")) == ["Milan Petrović2"]
