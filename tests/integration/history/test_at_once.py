"""Edits that arrive at the same moment, over connections of their own, on one record."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connections

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.history.models import Attributes, Conflict, ConflictSide, EntityChange
from khetane.history.source import Applied, OfficeEdit
from khetane.people.models import Document, Household
from tests import world
from tests.edits import edit, send, update

HOME, PERSON = UUID(int=7), UUID(int=8)
AT_ONCE = 6


@pytest.fixture
def town(django_db_setup: None, open_database: None) -> world.Town:
    return world.town("HERE")


@pytest.fixture
def author(town: world.Town) -> Account:
    made = world.account("unit_coordinator", town.unit)
    member = edit("person", PERSON, {"household": str(HOME), "given_name": "Ana"})
    send(made, town, edit("household", HOME, {"place": "HERE-S1", "phone": "061"}), member)
    return made


def send_all(author: Account, town: world.Town, edits: list[OfficeEdit]) -> list[Applied]:
    """Each edit as a submission of its own, several at a time."""

    def one(change: OfficeEdit) -> Applied:
        try:
            return send(author, town, change)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, edits))


def test_no_edit_of_one_record_is_lost(town: world.Town, author: Account) -> None:
    edits = [update("household", HOME, 1, {f"answer_{number}": "yes"}) for number in range(4 * AT_ONCE)]
    assert {one.state for one in send_all(author, town, edits)} == {"applied"}
    with acting_as(author.pk):
        assert Household.objects.get().version == 1 + len(edits)
        assert len(Attributes.objects.get(record=HOME).values) == len(edits)
        assert EntityChange.objects.filter(record=HOME).count() == 1 + len(edits)


def test_one_value_stands_and_the_others_contend(town: world.Town, author: Account) -> None:
    edits = [update("household", HOME, 1, {"phone": f"06{number}"}) for number in range(2, 2 + AT_ONCE)]
    states = sorted(one.state for one in send_all(author, town, edits))
    assert states == ["applied"] + ["conflict"] * (AT_ONCE - 1)
    with acting_as(author.pk):
        assert ConflictSide.objects.filter(conflict=Conflict.objects.get()).count() == AT_ONCE


def test_what_can_be_there_once_is_made_once(town: world.Town, author: Account) -> None:
    said = {"person": str(PERSON), "kind": "id_card", "state": "has"}
    edits = [edit("document", uuid.uuid4(), said) for _ in range(AT_ONCE)]
    assert {one.state for one in send_all(author, town, edits)} == {"applied"}
    with acting_as(author.pk):
        assert Document.objects.get().version == AT_ONCE
