"""The matching's own role proposes pairs: within a unit both records, across units each side's own, told under consent."""

from __future__ import annotations

import datetime
import json
import re

import psycopg
import pytest
from django.utils import timezone
from structlog.testing import capture_logs

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.people.models import Consent, Household, MatchCandidate, Person, SameLook
from khetane.people.same.actions import not_the_same
from khetane.people.same.finding import Found, propose_pairs
from khetane.people.same.pairs import pair_of
from khetane.people.tasks import find_same_persons
from tests import world
from tests.installations import Installation
from tests.integration.desk.scene import client_of

BORN = datetime.date(1988, 2, 3)
CROWD = 30


def home(author: Account, town: world.Town, code: str) -> Household:
    with acting_as(author.pk):
        return Household.objects.create(code=code, unit=town.unit, place=town.settlement)


def consent(author: Account, home: Household, to: world.Town) -> Consent:
    """The household agrees that its record is shared with a unit."""
    with acting_as(author.pk):
        return Consent.objects.create(
            unit_id=home.unit_id,
            household=home,
            purpose="sharing",
            recipients=[to.unit.code],
            notice_version="1",
            given_by="self",
            given_on=timezone.localdate(),
            evidence="signed",
        )


def proposed(reader: Account) -> list[MatchCandidate]:
    with acting_as(reader.pk):
        return list(MatchCandidate.objects.order_by("pair"))


class Twice:
    """A person recorded twice in one unit and once in another, and two others."""

    def __init__(self) -> None:
        self.here, self.there = world.town("HERE"), world.town("THERE")
        self.ours, self.theirs = (
            world.account("unit_coordinator", town.unit) for town in (self.here, self.there)
        )
        self.first, self.second = home(self.ours, self.here, "AA11-1"), home(self.ours, self.here, "BB22-2")
        self.far = home(self.theirs, self.there, "CC33-3")
        self.one = world.member(self.ours, self.first, "Ајша", "Бериша", born=BORN)
        self.again = world.member(self.ours, self.second, "Ajsha", "Berisha", born=BORN)
        self.elsewhere = world.member(self.theirs, self.far, "Ajša", "Beriša", born=BORN)
        world.member(self.ours, self.first, "Safet", "Beriša", born=BORN, role="child")  # her twin
        born = datetime.date(1951, 10, 30)
        world.member(self.theirs, self.far, "Nenad", "Ilić", born=born, role="parent")

    @property
    def pair(self) -> str:
        return pair_of(self.one.pk, self.again.pk)


def test_within_a_unit_both_are_proposed_until_somebody_decides(installation: Installation) -> None:
    twice = Twice()
    assert propose_pairs() == Found(persons=5, within=1, across=2)
    [both] = proposed(twice.ours)
    assert (both.pair, {both.person_id, both.other_id}) == (twice.pair, {twice.one.pk, twice.again.pk})
    assert both.probability > 0.9
    with acting_as(twice.ours.pk):
        not_the_same(twice.one, twice.again)
    find_same_persons(timestamp=0)
    assert [candidate.state for candidate in proposed(twice.ours)] == ["not_same"]


def test_a_unit_is_told_of_another_ones_person_while_she_agrees(installation: Installation) -> None:
    twice = Twice()
    propose_pairs()
    assert (len(proposed(twice.ours)), proposed(twice.theirs)) == (1, [])
    agreed = consent(twice.theirs, twice.far, twice.here)
    told = [candidate for candidate in proposed(twice.ours) if candidate.pair != twice.pair]
    assert {candidate.person_id for candidate in told} == {twice.one.pk, twice.again.pk}
    assert all(candidate.other_id is None for candidate in told)
    assert proposed(twice.theirs) == []
    assert proposed(world.account("health_mediator", twice.here.unit)) == []
    with acting_as(twice.theirs.pk):
        Consent.objects.filter(pk=agreed.pk).update(withdrawn_on=timezone.localdate())
    assert [candidate.pair for candidate in proposed(twice.ours)] == [twice.pair]


def test_who_says_that_hers_agreed_learns_nothing_herself(installation: Installation) -> None:
    twice = Twice()
    propose_pairs()
    for household in (twice.first, twice.second):
        consent(twice.ours, household, twice.there)
    hers = proposed(twice.theirs)
    assert [(candidate.person_id, candidate.other_id) for candidate in hers] == [
        (twice.elsewhere.pk, None)
    ] * 2
    assert [candidate.pair for candidate in proposed(twice.ours)] == [twice.pair]


def test_what_is_not_found_again_is_proposed_no_more(installation: Installation) -> None:
    twice = Twice()
    propose_pairs()
    for household in (twice.first, twice.second):
        consent(twice.ours, household, twice.there)
    with acting_as(twice.ours.pk):
        Person.objects.filter(pk=twice.one.pk).update(
            given_name="Zvezdana", birth_date=None, updated_at=timezone.now()
        )
    propose_pairs()
    assert [candidate.person_id for candidate in proposed(twice.theirs)] == [twice.elsewhere.pk]


def test_a_crowd_is_proposed_to_nobody_and_told_to_the_operator(installation: Installation) -> None:
    twice = Twice()
    propose_pairs()
    before = {one.pair: one.probability for one in proposed(twice.ours)}
    assert before
    crowded = home(twice.theirs, twice.there, "DD44-4")
    for at in range(CROWD):
        born = datetime.date(1990, 5, 1 + at)
        world.member(twice.theirs, crowded, f"Име{at}", "Многобројни", born=born, role="child")
    assert propose_pairs() == Found(
        persons=5 + CROWD, within=1, across=2, left_out={twice.there.unit.pk: CROWD}
    )
    assert {one.pair: one.probability for one in proposed(twice.ours)} == before
    assert proposed(twice.theirs) == []
    ran = installation.run("same-persons", "--json")
    answer = json.loads(ran.stdout)
    assert (answer["persons_left_out"], answer["left_out_by_unit"]) == (
        CROWD,
        {str(twice.there.unit.pk): CROWD},
    )
    with capture_logs() as said:
        find_same_persons(timestamp=0)
    assert said == [
        {
            "event": "same_persons_left_out",
            "log_level": "warning",
            "unit": str(twice.there.unit.pk),
            "persons": CROWD,
        }
    ]


def test_the_operators_page_says_how_many_were_left_out_and_names_nobody(installation: Installation) -> None:
    twice = Twice()
    administrator = world.account("administrator", twice.here.municipality)
    client = client_of(administrator)
    assert "Nobody has looked yet" in client.get("/operations/").content.decode()
    propose_pairs()
    assert "Nobody was left out." in client.get("/operations/").content.decode()
    crowded = home(twice.theirs, twice.there, "DD44-4")
    for at in range(CROWD):
        born = datetime.date(1990, 5, 1 + at)
        world.member(twice.theirs, crowded, f"Име{at}", "Многобројни", born=born, role="child")
    propose_pairs()
    page = client.get("/operations/").content.decode()
    assert re.search(rf"Persons left out: [^<]*</dt><dd>{CROWD}</dd>", page)
    assert "Ask the coordinator of the unit" in page
    assert "more than 10 others" in page
    assert "Многобројни" not in page
    with acting_as(twice.theirs.pk):
        assert not SameLook.objects.exists()


def test_an_empty_register(installation: Installation) -> None:
    assert propose_pairs() == Found(0, 0, 0)


def test_the_role_reads_nothing_that_is_done_for_persons(installation: Installation) -> None:
    with psycopg.connect(installation.url("khetane_matching"), autocommit=True) as matching:
        for table in (
            "cases_need",
            "people_consent",
            "people_selfidentification",
            "people_merge",
            "khetane_forms_submission",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                matching.execute(f"select 1 from {table}".encode())
        for column in ("phone", "language", "number_sealed"):
            table = "people_document" if column == "number_sealed" else "people_person"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                matching.execute(f"select {column} from {table}".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            matching.execute("update people_person set given_name = 'x'")
