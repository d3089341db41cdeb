"""What a unit is shown of the same person is byte for byte the same whatever other units have recorded (docs/adr/0612).

A coordinator who records two invented persons with the birth day, name, address or document of somebody she is curious about must not
read from a percentage, an order or a word that another unit knows her.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.people.models import Consent, Document, Household, MatchCandidate, Person
from khetane.people.numbers import number_hash
from khetane.people.same.finding import propose_pairs
from tests import world
from tests.installations import Installation
from tests.integration.desk.scene import client_of
from tests.integration.desk.test_editing import filled

BORN = datetime.date(1988, 2, 3)
ADDRESS = "Romska 7"
NUMBER = "0302988123456"
# What differs each time a page is asked for.
ANEW = re.compile(r'name="csrf-token" content="\w+"|name="csrfmiddlewaretoken" value="\w+"')
MANY = 30


@pytest.fixture
def installation(
    clone_database: Callable[[str], str],
    passwords: dict[str, str],
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Installation]:
    made = Installation(clone_database(f"same_{uuid.uuid4().hex[:8]}"), passwords, tmp_path)
    with made.inside(django_db_blocker):
        yield made


@dataclass
class Register:
    """A unit that records persons, home by home."""

    town: world.Town
    author: Account = field(init=False)
    homes: int = 0

    def __post_init__(self) -> None:
        self.author = world.account("unit_coordinator", self.town.unit)

    def person(
        self, given: str, family: str, born: datetime.date, *, address: str = "", number: str = ""
    ) -> Person:
        """Somebody in a home of her own."""
        self.homes += 1
        with acting_as(self.author.pk):
            home = Household.objects.create(
                code=f"{self.town.municipality.code}{self.homes:03}",
                unit=self.town.unit,
                place=self.town.settlement,
                address=address,
            )
        made = world.member(self.author, home, given, family, born=born)
        if number:
            with acting_as(self.author.pk):
                Document.objects.create(
                    unit=self.town.unit,
                    person=made,
                    household=home,
                    kind="personal_number",
                    state="has",
                    number_hash=number_hash(number),
                )
        return made

    def agrees(self, person: Person, to: world.Town) -> None:
        with acting_as(self.author.pk):
            Consent.objects.create(
                unit=self.town.unit, household=person.household, purpose="sharing", recipients=[to.unit.code],
                notice_version="1", given_by="self", given_on=timezone.localdate(), evidence="signed",
            )  # fmt: skip


def curious(ours: Register) -> None:
    """Pairs of invented persons that share one thing with somebody she wants to know of, and some that share another."""
    ours.person("Ajša", "Beriša", BORN)
    ours.person("Ajša", "Krasnići", BORN)
    ours.person("Fatima", "Beriša", datetime.date(1971, 5, 9), address=ADDRESS)
    ours.person("Fatma", "Beriša", datetime.date(1971, 9, 5), address=ADDRESS)
    ours.person("Nenad", "Jovanović", datetime.date(1990, 7, 7), number=NUMBER)
    ours.person("Dragan", "Ilić", datetime.date(1992, 1, 30), number=NUMBER)
    ours.person("Zvezdana", "Kurteši", datetime.date(1964, 11, 21))
    ours.person("Zvezdana", "Kurteši", datetime.date(1965, 11, 21))
    for at in range(40):
        ours.person(f"Ime{at}", f"Prezime{at % 7}", datetime.date(1950 + at, 1 + at % 12, 1 + at % 28))


def pages(client: Client, persons: list[Person], asked: dict[str, str]) -> dict[str, str]:
    """All pages on which the same person is spoken of, as the coordinator reads them."""
    listed = reverse("people:same_persons")
    addresses = [
        listed,
        f"{listed}?state=all",
        f"{reverse('people:search')}?q=Ajša+Beriša+1988",
        *(reverse("people:person", args=[person.pk]) for person in persons),
    ]
    answers = {address: client.get(address) for address in addresses}
    answers["register"] = client.post(reverse("people:register"), asked)
    assert [answer.status_code for answer in answers.values()] == [200] * len(addresses) + [422]
    return {address: ANEW.sub("", answer.content.decode()) for address, answer in answers.items()}


def test_nothing_that_other_units_record_changes_a_page(installation: Installation) -> None:
    ours, theirs, others = (Register(world.town(code)) for code in ("HERE", "THERE", "AWAY"))
    curious(ours)
    agreed = theirs.person("Zvezdana", "Kurteši", datetime.date(1964, 11, 21))
    theirs.agrees(agreed, ours.town)
    client = client_of(ours.author)
    with acting_as(ours.author.pk):
        persons = list(Person.objects.filter(birth_date__in=[BORN, datetime.date(1964, 11, 21)]))
    asked = filled(client, reverse("people:register")) | {
        "agreed": "on", "notice_version": "1", "evidence": "signed", "since": "2026-03-05", "given_name": "Ajsha",
        "family_name": "Berisha", "sex": "female", "birth_date": BORN.isoformat(),
        "place": f"{ours.town.unit.pk}.{ours.town.settlement.pk}",
    }  # fmt: skip
    propose_pairs()
    before = pages(client, persons, asked)
    with acting_as(ours.author.pk):
        told = list(MatchCandidate.objects.values_list("other_id", "probability"))
    assert len(told) >= 4
    assert any(other is None for other, _ in told)
    assert pages(client, persons, asked) == before

    def nothing_changed() -> None:
        propose_pairs()
        after = pages(client, persons, asked)
        assert [address for address in before if after[address] != before[address]] == []
        with acting_as(ours.author.pk):
            assert list(MatchCandidate.objects.values_list("other_id", "probability")) == told

    theirs.person("Ajša", "Beriša", BORN, address=ADDRESS, number=NUMBER)
    nothing_changed()
    for at in range(MANY):
        theirs.person("Ajša", "Beriša", BORN, address=ADDRESS, number=NUMBER)
        theirs.person("Zvezdana", "Kurteši", datetime.date(1964, 11, 21))
        others.person(f"Zvezdana{at % 3}", f"Prezime{at % 7}", datetime.date(1965, 11, 21), address=ADDRESS)
        others.person("Fatma", f"Ostali{at}", datetime.date(1971, 9, 1 + at % 28), number=f"{NUMBER}{at}")
    nothing_changed()


def test_of_a_crowd_of_its_own_a_unit_is_told_nothing_and_the_other_side_is(
    installation: Installation,
) -> None:
    ours, theirs = Register(world.town("HERE")), Register(world.town("THERE"))
    hers = ours.person("Zvezdana", "Kurteši", BORN)
    ours.agrees(hers, theirs.town)
    for _ in range(MANY):
        listed = theirs.person("Zvezdana", "Kurteši", BORN)
    theirs.agrees(listed, ours.town)
    propose_pairs()
    with acting_as(theirs.author.pk):
        assert list(MatchCandidate.objects.all()) == []
    with acting_as(ours.author.pk):
        assert [(one.person_id, one.other_id) for one in MatchCandidate.objects.all()] == [(hers.pk, None)]
