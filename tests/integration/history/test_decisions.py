"""A conflict waits for a person; her decision is a version of its own."""

from __future__ import annotations

import uuid
from dataclasses import replace
from uuid import UUID

import pytest

from khetane.access.models import Account, AuditEvent
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as
from khetane.desk.waiting import in_detail
from khetane.forms import office
from khetane.forms.models import Submission
from khetane.forms.taking import source_of
from khetane.forms.telling import told
from khetane.history.apply import apply
from khetane.history.models import Conflict, ConflictSide, EntityChange
from khetane.outreach.models import VisitNote
from khetane.people.models import Household
from tests import world
from tests.edits import edit, incoming, send, update

pytestmark = pytest.mark.django_db
HOME = uuid.UUID(int=7)


@pytest.fixture
def town() -> world.Town:
    return world.town("HERE")


@pytest.fixture
def author(town: world.Town) -> Account:
    return world.account("unit_coordinator", town.unit)


@pytest.fixture
def conflict(town: world.Town, author: Account) -> UUID:
    """Two phones said of version 1: 062 stands, 063 waits."""
    send(author, town, edit("household", HOME, {"place": "HERE-S1", "phone": "061"}))
    send(author, town, update("household", HOME, 1, {"phone": "062"}))
    return send(author, town, update("household", HOME, 1, {"phone": "063"})).conflicts[0].conflict_id


def side(author: Account, conflict: UUID, *, standing: bool) -> UUID:
    with acting_as(author.pk):
        return ConflictSide.objects.get(conflict=conflict, standing=standing).pk


def phone(author: Account) -> tuple[str, int]:
    with acting_as(author.pk):
        return Household.objects.values_list("phone", "version").get()


def test_the_other_value_is_taken(author: Account, conflict: UUID) -> None:
    other = side(author, conflict, standing=False)
    with acting_as(author.pk):
        office.decide(conflict, other)
        decided = Conflict.objects.get()
        assert (decided.state, decided.decided_by, decided.decided_version) == ("taken", author.pk, 4)
        assert ConflictSide.objects.get(standing=True).pk == other
        assert EntityChange.objects.get(version=4).fields == ["phone"]
        assert AuditEvent.objects.filter(action="decided", subjects__contains=[conflict]).exists()
    assert phone(author) == ("063", 4)


def test_what_a_decision_took_is_told_of_its_submission(author: Account, conflict: UUID) -> None:
    with acting_as(author.pk):
        contends = ConflictSide.objects.get(conflict=conflict, standing=False)
        instance = Submission.objects.get(pk=str(contends.source)).instance_id
        assert told(instance, in_detail)["changes"] == []
        office.decide(conflict, contends.pk)
        changes = told(instance, in_detail)["changes"]
    assert [(one["field"], one["before"], one["after"], one["version"]) for one in changes] == [
        ("phone", "062", "063", 4)
    ]


def test_what_a_decision_did_not_take_is_told_of_nobody(author: Account, conflict: UUID) -> None:
    with acting_as(author.pk):
        contends = ConflictSide.objects.get(conflict=conflict, standing=False)
        instance = Submission.objects.get(pk=str(contends.source)).instance_id
        office.decide(conflict, None)
        assert told(instance, in_detail)["changes"] == []


def test_the_standing_value_is_kept(author: Account, conflict: UUID) -> None:
    with acting_as(author.pk):
        office.decide(conflict, None)
        assert Conflict.objects.get().state == "kept"
    assert phone(author) == ("062", 4)


def test_a_decision_is_made_once(author: Account, conflict: UUID) -> None:
    with acting_as(author.pk):
        office.decide(conflict, None)
        with pytest.raises(Invalid, match="decided already"):
            office.decide(conflict, None)


def test_a_side_of_another_conflict_is_refused(author: Account, conflict: UUID) -> None:
    with acting_as(author.pk), pytest.raises(Invalid, match="choose once more"):
        office.decide(conflict, uuid.uuid4())


def test_who_may_not_decide_does_not(town: world.Town, author: Account, conflict: UUID) -> None:
    member = world.account("health_mediator", town.unit)
    with acting_as(member.pk), pytest.raises(NotAllowed):
        office.decide(conflict, None)
    stranger = world.account("unit_coordinator", world.town("THERE").unit)
    with acting_as(stranger.pk), pytest.raises(Invalid, match="not there"):
        office.decide(conflict, None)
    assert phone(author) == ("062", 3)


def test_later_edits_join_the_same_conflict_and_equal_ones_do_not(
    town: world.Town, author: Account, conflict: UUID
) -> None:
    joined = send(author, town, update("household", HOME, 3, {"phone": "064"}))
    again = send(author, town, update("household", HOME, 3, {"phone": "064"}))
    assert [one.conflict_id for one in (*joined.conflicts, *again.conflicts)] == [conflict, conflict]
    with acting_as(author.pk):
        assert ConflictSide.objects.filter(conflict=conflict).count() == 3
    assert phone(author) == ("062", 5)


def test_an_edit_on_values_that_were_erased_contends_instead_of_passing(
    town: world.Town, author: Account
) -> None:
    send(author, town, edit("household", HOME, {"place": "HERE-S1", "address": "A", "phone": "061"}))
    send(author, town, update("household", HOME, 1, {"phone": "062"}))
    with acting_as(author.pk):
        new = incoming(author, town, [])
        erased = replace(source_of(new, b"k" * 32), keys=lambda sources: {})
        applied = apply(erased, [update("household", HOME, 1, {"phone": "063", "note": "n"})])
        assert [one.group for one in applied.conflicts] == [("phone",)]
        assert Household.objects.values_list("phone", "note").get() == ("062", "n")


def test_an_office_edit_is_a_submission_and_shows_the_conflict(author: Account, conflict: UUID) -> None:
    with acting_as(author.pk):
        assert office.edit("household", HOME, 3, {"note": "n"}, instance_id="page-1").state == "applied"
        assert office.edit("household", HOME, 3, {"note": "n"}, instance_id="page-1").state == "applied"
        assert Household.objects.get().version == 4
        with pytest.raises(Invalid, match="sent before with other values"):
            office.edit("household", HOME, 3, {"note": "other"}, instance_id="page-1")
        assert office.edit("household", HOME, 3, {"note": "m"}).state == "conflict"
        assert Submission.objects.filter(source="office", state="conflict").exists()


def test_in_what_one_mandate_records_its_holders_decide(town: world.Town, author: Account) -> None:
    mediator = world.account("health_mediator", town.unit)
    note = uuid.UUID(int=8)
    send(author, town, edit("household", HOME, {"place": "HERE-S1"}))
    said = {"household": str(HOME), "mandate": "health", "text": "vaccinated"}
    send(mediator, town, edit("visit_note", note, said), mandate="health")
    send(mediator, town, update("visit_note", note, 1, {"text": "vaccinated once"}), mandate="health")
    contested = send(
        mediator, town, update("visit_note", note, 1, {"text": "vaccinated twice"}), mandate="health"
    )
    waiting = contested.conflicts[0].conflict_id
    with acting_as(author.pk), pytest.raises(Invalid, match="not there"):
        office.decide(waiting, None)
    with acting_as(mediator.pk):
        office.decide(waiting, side(mediator, waiting, standing=False))
        assert VisitNote.objects.get(pk=note).text == "vaccinated twice"


def test_a_side_is_there_only_for_who_sees_its_conflict(town: world.Town, author: Account) -> None:
    mediator = world.account("health_mediator", town.unit)
    note = uuid.UUID(int=9)
    send(author, town, edit("household", HOME, {"place": "HERE-S1"}))
    said = {"household": str(HOME), "mandate": "health", "text": "one"}
    send(mediator, town, edit("visit_note", note, said), mandate="health")
    send(mediator, town, update("visit_note", note, 1, {"text": "two"}), mandate="health")
    send(mediator, town, update("visit_note", note, 1, {"text": "three"}), mandate="health")
    with acting_as(mediator.pk):
        assert ConflictSide.objects.count() == 2
    with acting_as(author.pk):
        assert ConflictSide.objects.count() == 0


def states(author: Account) -> list[str]:
    with acting_as(author.pk):
        return list(Submission.objects.order_by("received_at", "id").values_list("state", flat=True))


def test_a_submission_waits_no_longer_once_all_its_conflicts_are_decided(
    town: world.Town, author: Account, conflict: UUID
) -> None:
    said = {"phone": "064", "address": "Ulica 1"}
    send(author, town, update("household", HOME, 2, {"address": "Ulica 2"}))
    assert len(send(author, town, update("household", HOME, 2, said)).conflicts) == 2  # one of them joined
    with acting_as(author.pk):
        second = Conflict.objects.exclude(pk=conflict).get().pk
    assert states(author) == ["applied", "applied", "conflict", "applied", "conflict"]
    with acting_as(author.pk):
        office.decide(conflict, None)
    assert states(author)[:5] == ["applied", "applied", "applied", "applied", "conflict"]
    with acting_as(author.pk):
        office.decide(second, None)
    assert "conflict" not in states(author)
