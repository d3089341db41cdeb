"""Households and persons come in through edits, whole or not at all."""

from __future__ import annotations

import uuid

import pytest

from khetane.access.models import AuditEvent
from khetane.core.viewer import acting_as
from khetane.history.models import EntityChange
from khetane.history.source import OfficeEdit
from khetane.people.models import Household, Membership, Person, PersonKey, Responsibility
from tests import world
from tests.edits import edit, send, update

pytestmark = pytest.mark.django_db


def test_a_household_with_members_is_recorded_at_once() -> None:
    town = world.town("HERE")
    author = world.account("unit_coordinator", town.unit)
    home, head, child = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    applied = send(
        author,
        town,
        edit("household", home, {"place": "HERE-S1", "phone": "061", "rooms": "2"}),
        edit("person", head, {"household": str(home), "given_name": "Ana", "family_name": "Izmišljena", "role": "head",
                              "sex": "female", "birth_date": "1980-05-01", "member_from": "2026-03-01"}),
        edit("person", child, {"household": str(home), "given_name": "Beba", "role": "child"}),
    )  # fmt: skip
    assert applied.state == "applied", [r.message for r in applied.reasons]
    with acting_as(author.pk):
        household = Household.objects.get()
        assert (household.pk, household.place_id, household.unit_id) == (
            home,
            town.settlement.pk,
            town.unit.pk,
        )
        assert Responsibility.objects.filter(household=home, unit=town.unit, ends=None).exists()
        assert {p.given_name for p in Person.objects.filter(household=home)} == {"Ana", "Beba"}
        assert Person.objects.get(pk=head).birth_precision == "day"
        assert Membership.objects.get(person=head).role == "head"
        assert PersonKey.objects.filter(person=head).count() > 5
        assert sorted(EntityChange.objects.values_list("dataset", "version")) == [
            ("household", 1),
            ("person", 1),
            ("person", 1),
        ]
        assert AuditEvent.objects.filter(action="wrote", kind="person").count() == 1


def members(home: uuid.UUID, *said: dict[str, str]) -> list[OfficeEdit]:
    return [
        edit("person", uuid.uuid4(), {"household": str(home), "family_name": "Izmišljena"} | one)
        for one in said
    ]


def test_one_submission_does_not_make_two_heads() -> None:
    town = world.town("HERE")
    author = world.account("unit_coordinator", town.unit)
    home = uuid.uuid4()
    household = edit("household", home, {"place": "HERE-S1"})
    ana = {"given_name": "Ana", "role": "head", "member_from": "2026-02-01"}
    beba = {"given_name": "Beba", "role": "head", "member_from": "2026-03-01"}
    applied = send(
        author, town, household, *members(home, ana, {"given_name": "Cana", "role": "child"}, beba)
    )
    assert applied.state == "needs_correction"
    assert [reason.message for reason in applied.reasons] == [
        "Two members are head of household on 2026-03-01: Ana Izmišljena and Beba Izmišljena. Keep one."
    ]
    one_after_the_other = members(home, ana | {"member_to": "2026-03-01"}, beba)
    assert send(author, town, household, *one_after_the_other).state == "applied"


def test_who_was_made_a_second_head_by_another_submission_can_still_be_changed() -> None:
    town = world.town("HERE")
    author = world.account("unit_coordinator", town.unit)
    home = uuid.uuid4()
    first, second = members(home, *({"given_name": name, "role": "head"} for name in ("Ana", "Beba")))
    assert send(author, town, edit("household", home, {"place": "HERE-S1"}), first).state == "applied"
    assert send(author, town, second).state == "applied"
    phones = [update("person", one.id, 1, {"phone": "061"}) for one in (first, second)]
    assert send(author, town, *phones).state == "applied"


def test_an_edit_of_a_known_version_is_applied() -> None:
    town = world.town("HERE")
    author = world.account("unit_coordinator", town.unit)
    home = uuid.uuid4()
    send(author, town, edit("household", home, {"place": "HERE-S1", "phone": "061"}))
    applied = send(author, town, update("household", home, 1, {"phone": "062"}))
    assert applied.state == "applied", [r.message for r in applied.reasons]
    with acting_as(author.pk):
        assert (Household.objects.get().phone, Household.objects.get().version) == ("062", 2)


def test_different_fields_both_win_and_the_same_field_is_held() -> None:
    town = world.town("HERE")
    author = world.account("unit_coordinator", town.unit)
    home = uuid.uuid4()
    send(author, town, edit("household", home, {"place": "HERE-S1", "phone": "061"}))
    send(author, town, update("household", home, 1, {"phone": "062"}))
    assert send(author, town, update("household", home, 1, {"note": "Blue door"})).state == "applied"
    held = send(author, town, update("household", home, 1, {"phone": "063"}))
    assert held.state == "conflict"
    with acting_as(author.pk):
        household = Household.objects.get()
        assert (household.phone, household.note) == ("062", "Blue door")
