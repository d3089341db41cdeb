"""Another unit's record with a guessed id can neither be read nor changed, and nothing tells that it exists."""

from __future__ import annotations

import uuid
from uuid import UUID

import pytest

from khetane.access.models import Account
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as
from khetane.forms import office
from khetane.forms.keys import content_keys
from khetane.forms.models import Submission
from khetane.history.models import Conflict, EntityChange
from khetane.history.source import Applied, OfficeEdit
from khetane.outreach.models import VisitNote
from khetane.people.models import Household, Person
from tests import world
from tests.edits import edit, send, update

pytestmark = pytest.mark.django_db
HOME, PERSON, NOBODY = (UUID(int=n) for n in (7, 8, 99))


@pytest.fixture
def there() -> world.Town:
    return world.town("THERE")


@pytest.fixture
def owner(here: world.Town) -> Account:
    author = world.account("unit_coordinator", here.unit)
    member = edit("person", PERSON, {"household": str(HOME), "given_name": "Ana"})
    send(author, here, edit("household", HOME, {"place": "HERE-S1", "phone": "061"}), member)
    return author


@pytest.fixture
def stranger(there: world.Town, owner: Account) -> Account:
    return world.account("unit_coordinator", there.unit)


def told(applied: Applied, record: UUID) -> tuple[str, list[str]]:
    """What the answer says, with the id taken out."""
    return applied.state, [reason.message.replace(str(record), "ID") for reason in applied.reasons]


def naming(record: UUID) -> list[OfficeEdit]:
    """Edits that touch or name a record by its id."""
    somewhere = {"place": "THERE-S1"}
    return [
        update("household", record, 1, {"phone": "066"}),
        update("person", record, 1, {"phone": "066"}),
        edit("household", record, somewhere, action="update", base=2, trunk=1, branch=uuid.uuid4()),
        edit("person", uuid.uuid4(), {"household": str(record), "given_name": "X"}),
        edit("household", uuid.uuid4(), somewhere | {"split_from": str(record)}),
        edit("need", uuid.uuid4(), {"household": str(record), "area": "health"}),
        edit("document", uuid.uuid4(), {"person": str(record), "kind": "id_card"}),
        edit("visit", uuid.uuid4(), somewhere | {"date": "2026-03-01", "households": str(record)}),
        edit("consent", uuid.uuid4(), {"household": str(record), "purpose": "sharing", "notice_version": "1",
                                       "given_by": "self", "given_on": "2026-01-01", "evidence": "signed"}),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(9))
def test_a_guessed_id_is_answered_like_one_that_is_nowhere(
    number: int, there: world.Town, owner: Account, stranger: Account
) -> None:
    for record in (HOME, PERSON):
        guessed = send(stranger, there, naming(record)[number])
        nowhere = send(stranger, there, naming(NOBODY)[number])
        assert told(guessed, record) == told(nowhere, NOBODY)
        assert guessed.state == "needs_correction"
    with acting_as(owner.pk):
        assert Household.objects.values_list("phone", "version").get() == ("061", 1)
        assert Person.objects.values_list("household", "version").get() == (HOME, 1)


def test_a_record_under_a_taken_id_is_refused_without_saying_whose_it_is(
    here: world.Town, there: world.Town, owner: Account, stranger: Account
) -> None:
    applied = send(stranger, there, edit("household", HOME, {"place": "THERE-S1"}))
    ones_own = send(owner, here, edit("household", HOME, {"place": "HERE-S1"}))
    assert applied.state == "needs_correction"
    assert told(applied, HOME) == told(ones_own, HOME)
    with acting_as(stranger.pk):
        assert not Household.objects.exists()


def test_an_office_edit_of_anothers_record_looks_like_one_of_nothing(
    owner: Account, stranger: Account
) -> None:
    with acting_as(stranger.pk):
        for record in (HOME, NOBODY):
            with pytest.raises(Invalid, match="This record is not here"):
                office.edit("household", record, 1, {"phone": "066"})


def test_history_keys_and_conflicts_of_another_unit_are_not_there(
    here: world.Town, owner: Account, stranger: Account
) -> None:
    send(owner, here, update("household", HOME, 1, {"phone": "062"}))
    send(owner, here, update("household", HOME, 1, {"phone": "063"}))
    with acting_as(owner.pk):
        sources = set(EntityChange.objects.values_list("source", flat=True))
        assert set(content_keys(sources)) == sources
    with acting_as(stranger.pk):
        assert not EntityChange.objects.exists()
        assert not Conflict.objects.exists()
        assert content_keys(sources) == {}


def test_what_waits_for_anothers_record_is_not_applied_when_that_changes(
    here: world.Town, there: world.Town, owner: Account, stranger: Account
) -> None:
    other = uuid.uuid4()
    send(stranger, there, update("household", other, 1, {"phone": "066"}), instance="waits")
    send(owner, here, edit("household", other, {"place": "HERE-S1", "phone": "061"}))
    with acting_as(stranger.pk):
        assert Submission.objects.get(instance_id="waits").state == "needs_correction"
    with acting_as(owner.pk):
        assert Household.objects.get(pk=other).phone == "061"


def test_who_may_not_record_for_a_unit_is_refused(
    here: world.Town, owner: Account, stranger: Account
) -> None:
    with acting_as(stranger.pk), pytest.raises(NotAllowed):
        office.create("household", uuid.uuid4(), {"place": "HERE-S1"}, unit_id=here.unit.pk)


def test_another_mandates_note_can_neither_be_read_nor_changed(here: world.Town, owner: Account) -> None:
    note, health = uuid.uuid4(), world.account("health_mediator", here.unit)
    education = world.account("pedagogical_assistant", here.unit)
    send(health, here, edit("visit_note", note, {"household": str(HOME), "text": "secret"}), mandate="health")
    refused = send(education, here, update("visit_note", note, 1, {"text": "x"}), mandate="education")
    assert refused.state == "needs_correction"
    with acting_as(education.pk):
        assert not EntityChange.objects.filter(record=note).exists()
        assert not VisitNote.objects.exists()
    with acting_as(health.pk):
        assert VisitNote.objects.get().text == "secret"


def test_answers_of_another_mandate_are_not_changed_on_a_record_that_is_here(
    here: world.Town, owner: Account
) -> None:
    education = world.account("pedagogical_assistant", here.unit)
    said = update("person", PERSON, 1, {"phone": "1", "chosen_doctor": "no"})
    refused = send(education, here, said, mandate="health")
    assert refused.state == "needs_correction"
    assert "kept with the mandate “health”" in refused.reasons[0].message
    with acting_as(owner.pk):
        assert Person.objects.get().phone == ""


def test_answers_of_a_mandate_stay_with_it_and_the_person_is_everyones(
    here: world.Town, owner: Account
) -> None:
    health = world.account("health_mediator", here.unit)
    education = world.account("pedagogical_assistant", here.unit)
    said = update("person", PERSON, 1, {"phone": "1", "chosen_doctor": "no"})
    assert send(health, here, said, mandate="health").state == "applied"
    other = update("person", PERSON, 1, {"language": "romani", "chosen_doctor": "?", "attends_school": "yes"})
    assert send(education, here, other, mandate="education").state == "applied"
    for who, fields in ((health, {("chosen_doctor",)}), (education, {("attends_school", "chosen_doctor")})):
        with acting_as(who.pk):
            own = EntityChange.objects.filter(record=PERSON).exclude(mandate="")
            assert {tuple(change.fields) for change in own} == fields
            assert Person.objects.values_list("phone", "language", "version").get() == ("1", "romani", 3)
