"""The demonstration country as it is generated: the same each time, plausible, about nobody."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from functools import cache

from khetane.demo.country import DAYS, HOUSEHOLDS, PERSONS, Country
from khetane.demo.instances import Entity
from khetane.demo.names import FAMILY, FEMALE, MALE
from khetane.demo.people import Household, Member
from khetane.demo.sendings import Sending
from khetane.demo.towns import DATA, Town
from khetane.forms.standard import FORMS

TODAY = dt.date(2026, 11, 22)
WHOLE = Country(TODAY)
MANDATES = {"coordination", "education", "health", "social_protection", "employment", "legal"}


@cache
def sent_by(number: int, country: Country = WHOLE) -> list[Sending]:
    town = country.towns()[number]
    return list(country.sendings(town, country.households()[town.unit]))


def members() -> list[Member]:
    return [one for homes in WHOLE.households().values() for home in homes for one in home.members]


def households() -> list[Household]:
    return [home for homes in WHOLE.households().values() for home in homes]


def content(sendings: list[Sending]) -> list[bytes]:
    return [one.filled.xml() if one.filled else repr(one.edits).encode() for one in sendings]


def test_it_has_the_size_that_is_promised() -> None:
    towns = WHOLE.towns()
    assert len(towns) == 20
    assert len({place.code for town in towns for place in town.settlements}) == 60
    assert len({place.name for town in towns for place in town.settlements}) == 60
    assert len(households()) == HOUSEHOLDS
    assert len({one.id for one in members()}) == PERSONS


def test_scale_multiplies_households_and_persons() -> None:
    homes = [home for some in Country(TODAY, scale=3).households().values() for home in some]
    assert len(homes) == 3 * HOUSEHOLDS
    assert sum(len(home.members) for home in homes) == 3 * PERSONS


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    again = Country(TODAY)
    town = again.towns()[3]
    repeated = list(again.sendings(town, again.households()[town.unit]))
    assert content(repeated) == content(sent_by(3))
    assert [one.instance_id for one in repeated] == [one.instance_id for one in sent_by(3)]
    assert content(sent_by(3, Country(TODAY, seed=7))) != content(sent_by(3))


def test_no_id_is_used_for_two_things() -> None:
    sendings = [one for number in range(6) for one in sent_by(number)]
    made = [one.instance_id for one in sendings]
    for one in sendings:
        made += [
            record.id for record in records(one.filled.answers if one.filled else {}) if record.base is None
        ]
        made += [edit.id for edit in one.edits if edit.action == "create"]
    assert [id for id, times in Counter(made).items() if times > 1] == []


def test_every_form_is_sent_and_every_mandate_sends() -> None:
    several = [one for number in range(3) for one in sent_by(number)]
    assert {one.filled.form for one in several if one.filled} == set(FORMS)
    assert {one.sender for one in several} == MANDATES


def test_all_was_sent_within_two_years_and_in_order_of_visits() -> None:
    sendings = sent_by(1)
    days = [one.day for one in sendings]
    assert max(days) <= TODAY
    assert min(days) >= TODAY - dt.timedelta(days=DAYS + 7)  # the first visit is planned before
    registrations = [
        one.day for one in sendings if one.filled and one.filled.form == "household_registration"
    ]
    assert registrations == sorted(registrations)


def test_every_household_is_registered_once_and_every_member_recorded_once() -> None:
    made: Counter[str] = Counter()
    for one in sent_by(2):
        for record in records(one.filled.answers) if one.filled else ():
            if record.dataset == "person" and record.base is None:
                made[str(record.id)] += 1
    town = WHOLE.towns()[2]
    expected = {str(one.id) for home in WHOLE.households()[town.unit] for one in home.members}
    assert expected <= set(made)
    assert set(made.values()) == {1}


def records(answers: object) -> list[Entity]:
    if isinstance(answers, Entity):
        return [answers]
    if isinstance(answers, dict):
        return [record for value in answers.values() for record in records(value)]
    return [record for value in answers for record in records(value)] if isinstance(answers, list) else []


def test_families_are_possible() -> None:
    for home in households():
        head = home.head
        assert head.role == "head"
        assert [one.role for one in home.members].count("head") == 1
        assert head.age(TODAY) >= 18
        assert len({one.given for one in home.members}) == len(home.members)
        for child in (one for one in home.members if one.role == "child"):
            assert child.age(TODAY) <= head.age(TODAY) - 15, home


def test_the_population_is_as_young_and_households_as_large_as_in_the_survey() -> None:
    """Regional Roma Survey 2017, Serbia: 0.52 children per person of working age; 41.6 % of households of five or more."""
    ages = [one.age(TODAY) for one in members()]
    ratio = sum(age < 15 for age in ages) / sum(15 <= age < 65 for age in ages)
    large = sum(len(home.members) >= 5 for home in households()) / HOUSEHOLDS
    assert 0.44 <= ratio <= 0.60
    assert 0.38 <= large <= 0.54
    assert 0.45 <= sum(one.sex == "female" for one in members()) / PERSONS <= 0.55


def test_nobody_is_meant() -> None:
    """Names come from the lists of common ones, phone numbers cannot be dialled, settlements do not exist."""
    for one in members():
        assert one.given in {*FEMALE, *MALE}
        assert one.family in FAMILY
    phones = {home.phone for home in households() if home.phone}
    assert phones
    assert all(re.fullmatch(r"000 \d{3} \d{3}", phone) for phone in phones)
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as stored:
        real = {row["name"] for row in csv.DictReader(stored)}
    assert real.isdisjoint(place.name for town in WHOLE.towns() for place in town.settlements)


def test_no_document_number_is_ever_made_up() -> None:
    assert not any(b"<number>" in xml for xml in content(sent_by(0)))


def test_units_type_in_both_scripts() -> None:
    ways = Counter(home.typing for home in households())
    assert all(ways[way] >= 50 for way in ways)
    assert len(ways) == 3


def test_towns_are_those_of_the_shipped_list_in_its_order() -> None:
    towns: list[Town] = WHOLE.towns()
    assert towns[0].unit == f"{towns[0].municipality}-JMU"
    assert all(town.municipality.startswith("RS-") for town in towns)
