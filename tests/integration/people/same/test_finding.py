"""The matching's own role proposes pairs: within a unit both records, across units each side's own, told under consent."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.people.models import Consent, Household, MatchCandidate, Person
from khetane.people.same.actions import not_the_same
from khetane.people.same.finding import Found, find
from khetane.people.same.pairs import pair_of
from khetane.people.tasks import find_same_persons
from tests import world
from tests.installations import Installation

BORN = datetime.date(1988, 2, 3)


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


def test_within_and_across_units(installation: Installation) -> None:
    here, there = world.town("HERE"), world.town("THERE")
    ours, theirs = (world.account("unit_coordinator", town.unit) for town in (here, there))
    first, second, far = home(ours, here, "AA11-1"), home(ours, here, "BB22-2"), home(theirs, there, "CC33-3")
    one = world.member(ours, first, "Ајша", "Бериша", born=BORN)
    again = world.member(ours, second, "Ajsha", "Berisha", born=BORN)
    elsewhere = world.member(theirs, far, "Ajša", "Beriša", born=BORN)
    world.member(ours, first, "Safet", "Beriša", born=BORN, role="child")  # her twin
    world.member(theirs, far, "Nenad", "Ilić", born=datetime.date(1951, 10, 30), role="parent")

    assert find() == Found(persons=5, within=1, across=2)

    mine = {candidate.pair: candidate for candidate in proposed(ours)}
    both = mine[pair_of(one.pk, again.pk)]
    assert {both.person_id, both.other_id} == {one.pk, again.pk}
    assert both.probability > 0.9
    assert (len(mine), proposed(theirs)) == (1, [])  # nobody agreed that the other unit is told

    agreed = consent(theirs, far, here)
    mine = {candidate.pair: candidate for candidate in proposed(ours)}
    others = [candidate for candidate in mine.values() if candidate.pair != both.pair]
    assert {candidate.person_id for candidate in others} == {one.pk, again.pk}
    assert all(candidate.other_id is None for candidate in others)
    assert proposed(theirs) == []
    assert proposed(world.account("health_mediator", here.unit)) == []
    with acting_as(theirs.pk):
        Consent.objects.filter(pk=agreed.pk).update(withdrawn_on=timezone.localdate())
    assert len(proposed(ours)) == 1

    consent(ours, first, there)
    consent(ours, second, there)
    hers = proposed(theirs)
    assert [(candidate.person_id, candidate.other_id) for candidate in hers] == [(elsewhere.pk, None)] * 2
    assert len(proposed(ours)) == 1  # who says that hers agreed learns nothing herself

    with acting_as(ours.pk):
        not_the_same(one, again)
    find_same_persons(timestamp=0)
    with acting_as(ours.pk):
        assert MatchCandidate.objects.get(pair=both.pair).state == "not_same"
        Person.objects.filter(pk=one.pk).update(
            given_name="Zvezdana", birth_date=None, updated_at=timezone.now()
        )
    find()
    assert {candidate.person_id for candidate in proposed(theirs)} == {elsewhere.pk}
    assert len(proposed(theirs)) == 1


def test_an_empty_register(installation: Installation) -> None:
    assert find() == Found(0, 0, 0)


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
