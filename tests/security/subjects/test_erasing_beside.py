"""What stands beside the records: moves of a household go with it, and a name goes out of the forms of its unit."""

from __future__ import annotations

import datetime as dt
import uuid

import psycopg

from khetane.access.models import Account
from khetane.core.viewer import acting_as_system
from khetane.places.models import Place
from khetane.places.tree import actions
from tests.edits import edit, send
from tests.installations import Installation
from tests.security.subjects.test_erasure import FAMILY, GIVEN, HER, HIM, HOME, asked, erased, hits
from tests.world import Town
from tests.world_devices import PLAIN, published

OTHER = uuid.UUID(int=201)


def recorded(author: Account, home: Town) -> None:
    """Her household with another member, and a second household, in the settlement that will be merged."""
    members = [
        edit("person", id, {"household": str(HOME), "given_name": given, "family_name": family})
        for id, given, family in ((HER, GIVEN, FAMILY), (HIM, "Ostajislav", "Ostajović"))
    ]
    for household, persons in ((HOME, members), (OTHER, [])):
        place = {"place": home.settlement.code}
        applied = send(author, home, edit("household", household, place), *persons)
        assert applied.state == "applied", [reason.message for reason in applied.reasons]


def merged(home: Town) -> None:
    """The settlement goes over into another one, and its households with it."""
    with acting_as_system():
        successor = Place.objects.create(
            kind="settlement", code="NIS-S2", name="Settlement NIS-S2", sort_key="nis-s2",
            parent=home.municipality, path=f"{home.municipality.path}.s2",
        )  # fmt: skip
        actions.merge(place_ids=[home.settlement.pk], into_id=successor.pk, on=dt.date(2026, 4, 1))


def moves(installation: Installation) -> set[uuid.UUID]:
    with psycopg.connect(installation.owner_url) as owner:
        return {id for (id,) in owner.execute("select household_id from outreach_householdmove")}


def test_a_households_moves_go_with_it_and_others_stay(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    recorded(coordinator, home)
    merged(home)
    assert moves(installation) == {HOME, OTHER}
    erased(installation, officer, asked(HER))
    assert moves(installation) == {HOME, OTHER}  # somebody still lives there
    erased(installation, officer, asked(households=(HOME,)))
    assert moves(installation) == {OTHER}
    with psycopg.connect(installation.owner_url) as owner:
        [[left]] = owner.execute(
            "select count(*) from outreach_householdmove m where to_jsonb(m)::text like %s", [f"%{HOME}%"]
        ).fetchall()
    assert left == 0


def test_nothing_that_is_kept_names_her_not_even_a_list_in_a_units_own_form(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    roster = {**PLAIN, "choices": [["list_name", "name", "label"], ["pupils", "p1", f"{GIVEN} {FAMILY}"]]}
    roster["survey"] = [
        *PLAIN["survey"],
        ["select_one pupils", "pupil", "Pupil"],
    ]
    published(coordinator, roster)
    recorded(coordinator, home)
    named = {where.partition(":")[0] for where in hits(installation)}
    assert named >= {"people_person", "change", "khetane_forms_formcontent"}
    erased(installation, officer, asked(HER))
    assert hits(installation) == []
    with psycopg.connect(installation.owner_url) as owner:
        offered = owner.execute("select unit_id from khetane_forms_form").fetchall()
    assert offered == [(home.unit.pk,)]
