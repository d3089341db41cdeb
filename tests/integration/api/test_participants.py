"""Who took part in a group, by the API: listed, added, taken out; judged as on the screen."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khetane.access.models import Account, AuditEvent
from khetane.cases.models import GroupDelivery, GroupParticipant
from khetane.core.viewer import acting_as
from khetane.forms.models import Submission
from tests import world
from tests.edits import edit, send
from tests.integration.api.asking import get, removed, sent
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db
GROUP = uuid.UUID(int=41)
AT = f"groups/{GROUP}/participants"


@pytest.fixture
def family(here: world.Town, author: Account) -> Home:
    """A household of which one member came to a workshop, with another who is not known."""
    made = home(here, author, names=("Ana", "Beba", "Cveta"))
    said = {
        "type": "rights_workshop",
        "date": "2026-03-04",
        "attended": "2",
        "participants": str(made.members[0]),
    }
    assert send(author, here, edit("group_delivery", GROUP, said)).state == "applied"
    return made


@pytest.fixture
def client(author: Account) -> Client:
    return client_of(author)


def names(client: Client) -> list[str]:
    return [one["given_name"] for one in get(client, AT)["items"]]


def test_who_is_listed_is_read_in_pages_and_that_is_on_record(
    client: Client, author: Account, family: Home
) -> None:
    sent(client, AT, {"persons": [str(family.members[1])]})
    first = get(client, AT, limit=1)
    second = get(client, AT, limit=1, after=first["next"])
    assert [one["id"] for one in (*first["items"], *second["items"])] == [
        str(one) for one in family.members[:2]
    ]
    assert second["next"] is None
    with acting_as(author.pk):
        read = [one for event in AuditEvent.objects.filter(action="read") for one in event.subjects]
    assert {GROUP, *family.members[:2]} <= set(read)


def test_a_list_asks_as_often_for_many_as_for_one(client: Client, author: Account, family: Home) -> None:
    asked = []
    for persons in ([], [], [family.members[1]]):  # the first asks for what a process learns once
        if persons:
            sent(client, AT, {"persons": [str(one) for one in persons]})
        with CaptureQueriesContext(connection) as captured:
            get(client, AT)
        asked.append(len(captured))
    assert asked[1] == asked[2]


def test_added_and_taken_out_and_each_again_changes_nothing(
    client: Client, author: Account, family: Home
) -> None:
    another = str(family.members[1])
    for _ in range(2):
        assert sent(client, AT, {"persons": [another]})["record"]["version"] == 2
    assert names(client) == ["Ana", "Beba"]
    for _ in range(2):
        told = removed(client, f"{AT}/{family.members[0]}")
        assert (told["record"]["version"], told["record"]["attended"], told["conflict"]) == (3, 2, None)
    assert names(client) == ["Beba"]
    with acting_as(author.pk):
        wrote = AuditEvent.objects.filter(action="wrote", subjects__contains=[GROUP])
        assert [one.fields for one in wrote.order_by("at")][1:] == [["participants"], ["participants"]]


def test_more_than_came_or_anothers_are_refused_with_the_reason_and_nothing_is_kept(
    client: Client, author: Account, family: Home
) -> None:
    there = world.town("THERE")
    stranger = home(there, world.account("unit_coordinator", there.unit)).members[0]
    with acting_as(author.pk):
        before = Submission.objects.count()
    told = sent(client, AT, {"persons": [str(one) for one in family.members[1:]]}, status=409)
    assert (told["code"], "2" in told["detail"]) == ("more_listed_than_came", True), told
    for unknown in (stranger, uuid.uuid4()):
        assert sent(client, AT, {"persons": [str(unknown)]}, status=409)["code"] == "participant_not_here"
    sent(client, AT, {"persons": []}, status=422)
    with acting_as(author.pk):
        assert Submission.objects.count() == before
        assert GroupDelivery.objects.get().version == 1
        assert [one.person_id for one in GroupParticipant.objects.all()] == [family.members[0]]


def test_a_group_that_is_not_there_has_no_participants(client: Client, family: Home) -> None:
    nowhere = f"groups/{uuid.uuid4()}/participants"
    get(client, nowhere, 404)
    sent(client, nowhere, {"persons": [str(family.members[0])]}, status=404)
    removed(client, f"{nowhere}/{family.members[0]}", status=404)
