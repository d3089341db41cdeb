"""Whoever was merged into an erased person is erased with her, and the merge with its values too."""

from __future__ import annotations

import datetime as dt
import uuid

import psycopg

from khetane.core.viewer import acting_as
from khetane.desk.same import merging
from khetane.people.models import Household, MatchCandidate
from khetane.people.same.pairs import pair_of
from khetane.subjects.erasing import erase
from khetane.subjects.ledger import Entry, Ledger
from tests import world
from tests.installations import Installation

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)


def test_both_records_and_the_merge_are_gone(installation: Installation) -> None:
    town = world.town("NIS")
    coordinator = world.account("unit_coordinator", town.unit)
    officer = world.account("data_protection_officer", town.municipality)
    with acting_as(coordinator.pk):
        homes = [
            Household.objects.create(code=code, unit=town.unit, place=town.settlement) for code in ("A", "B")
        ]
    kept, other, third = (
        world.member(
            coordinator,
            homes[number % 2],
            "Kvarcenija",
            "Vrzgulovska",
            born=dt.date(1990, 1, 1 + number),
            role="other",
        )
        for number in range(3)
    )
    with acting_as(coordinator.pk):
        MatchCandidate.objects.create(
            unit=town.unit, person=kept, other=third, pair=pair_of(kept.pk, third.pk), probability=0.9
        )
        merging.merge(
            merge_id=uuid.uuid4(), kept=kept, merged=other, taken=[("birth_date", "birth_precision")]
        )
    with acting_as(officer.pk):
        asked = Entry(uuid.uuid4(), (kept.pk,), (), (), (), NOW)
        erase(asked, by=officer.pk, ledger=Ledger.of(installation.home))
    with psycopg.connect(installation.owner_url) as owner:
        assert owner.execute("select id from people_person").fetchall() == [(third.pk,)]
        for table in ("people_merge", "people_matchcandidate"):
            assert owner.execute(f"select count(*) from {table}".encode()).fetchone() == (0,)
        assert owner.execute("select count(*) from people_membership").fetchone() == (1,)
    with acting_as(officer.pk):
        assert set(list(Ledger.of(installation.home).entries())[-1].persons) == {kept.pk, other.pk}
