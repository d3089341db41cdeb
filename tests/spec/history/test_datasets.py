"""What each dataset's properties become: the explicit mapping, one small table per dataset."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from khetane.access.models import Account, RoleGrant
from khetane.cases.models import Need, Procedure, Referral, Service
from khetane.core.viewer import acting_as
from khetane.forms.models import Entity
from khetane.history.models import Attributes, EntityChange
from khetane.outreach.models import Task, Visit, VisitNote
from khetane.people.models import Consent, Document, Household, Person, PersonStatus, SelfIdentification
from khetane.places.models import SettlementProfile
from tests import world
from tests.edits import edit, send, update

pytestmark = pytest.mark.django_db
HOME, PERSON, VISIT, NEED = (UUID(int=n) for n in (1, 2, 3, 4))
OWNER = {"household": str(HOME), "person": str(PERSON)}

# dataset, mandate of the form, model, what is said, what is stored (columns), of the record made first
MADE: list[tuple[str, str, type[Model], dict[str, str], dict[str, Any]]] = [
    ("household", "", Household, {"place": "HERE-S1", "address": "By the river", "phone": "061", "note": "n"},
     {"address": "By the river", "phone": "061", "note": "n", "version": 1}),
    ("person", "", Person,
     {"household": str(HOME), "given_name": "Ana", "family_name": "I", "parent_name": "P", "sex": "female",
      "birth_date": "1990-01-01", "birth_precision": "year", "role": "spouse", "phone": "1", "language": "romani"},
     {"given_name": "Ana", "sex": "female", "birth_precision": "year", "household_id": HOME, "language": "romani"}),
    ("document", "", Document, {"person": str(PERSON), "kind": "id_card", "state": "has", "valid_until": "2030-01-01"},
     {"kind": "id_card", "state": "has", "household_id": HOME, "number_hash": None}),
    ("self_identification", "", SelfIdentification,
     {"person": str(PERSON), "answer": "asked", "groups": "roma ashkali"},
     {"answer": "asked", "groups": ["ashkali", "roma"], "household_id": HOME}),
    ("status", "", PersonStatus, {"person": str(PERSON), "kind": "returnee", "since": "2020-02-02"},
     {"kind": "returnee", "until": None}),
    ("consent", "", Consent,
     {"person": str(PERSON), "purpose": "referral", "recipients": "school health", "notice_version": "1",
      "given_by": "self", "given_on": "2026-03-01", "evidence": "signed"},
     {"household_id": HOME, "person_id": PERSON, "recipients": ["health", "school"], "withdrawn_on": None}),
    ("visit", "", Visit, {"place": "HERE-S1", "date": "2026-03-09", "participants": "health education",
                          "refused_count": "2", "households": str(HOME)},
     {"state": "done", "participants": ["education", "health"], "refused_count": 2, "absent_count": 0}),
    ("visit_note", "health", VisitNote, {"household": str(HOME), "visit": str(VISIT), "text": "t"},
     {"mandate": "health", "text": "t", "visit_id": VISIT}),
    ("task", "education", Task, OWNER | {"title": "School papers", "due": "2026-05-01"},
     {"mandate": "education", "state": "open", "household_id": HOME, "person_id": PERSON}),
    ("need", "", Need, {"person": str(PERSON), "visit": str(VISIT), "area": "health", "urgency": "high"},
     {"mandate": "health", "household_id": HOME, "state": "open", "urgency": "high"}),
    ("referral", "", Referral, OWNER | {"need": str(NEED), "from_mandate": "coordination", "to_mandate": "health"},
     {"mandate": "coordination", "to_mandate": "health", "state": "sent"}),
    ("service", "coordination", Service,
     {"household": str(HOME), "type": "escort", "date": "2026-03-01", "quantity": "1.5", "provider": "Unit"},
     {"mandate": "coordination", "type": "escort", "provider": "Unit"}),
    ("procedure", "", Procedure, OWNER | {"type": "BIRTH-L", "body": "Registrar", "initiated_on": "2026-01-10"},
     {"mandate": "legal", "type": "BIRTH-L", "outcome": "pending"}),
]  # fmt: skip


@pytest.fixture
def town() -> world.Town:
    return world.town("HERE")


@pytest.fixture
def author(town: world.Town) -> Account:
    """One who holds every mandate."""
    from khetane.core.viewer import acting_as_system

    made = world.account("unit_coordinator", town.unit)
    with acting_as_system():
        for role in ("pedagogical_assistant", "health_mediator", "social_worker", "legal_aid_lawyer"):
            RoleGrant.objects.create(account=made, role_id=role, begins=world.LONG_AGO, unit=town.unit)
    return made


@pytest.fixture
def family(town: world.Town, author: Account) -> None:
    consent = {"household": str(HOME), "purpose": "referral", "recipients": "health", "notice_version": "1",
               "given_by": "self", "given_on": "2026-01-01", "evidence": "signed"}  # fmt: skip
    applied = send(
        author,
        town,
        edit("household", HOME, {"place": "HERE-S1"}),
        edit("person", PERSON, {"household": str(HOME), "given_name": "Ana", "birth_date": "1990-01-01"}),
        edit("visit", VISIT, {"place": "HERE-S1", "date": "2026-03-01"}),
        edit("need", NEED, {"household": str(HOME), "area": "housing"}),
        edit("consent", uuid.uuid4(), consent),
    )
    assert applied.state == "applied", [reason.message for reason in applied.reasons]


@pytest.mark.usefixtures("family")
@pytest.mark.parametrize(
    ("dataset", "mandate", "model", "said", "stored"), MADE, ids=[row[0] for row in MADE]
)
def test_what_is_said_is_stored_with_history_and_unit(
    town: world.Town,
    author: Account,
    dataset: str,
    mandate: str,
    model: type[Model],
    said: dict[str, str],
    stored: dict[str, Any],
) -> None:
    record = uuid.uuid4()
    applied = send(author, town, edit(dataset, record, said | {"heard_at": "school"}), mandate=mandate)
    assert applied.state == "applied", [reason.message for reason in applied.reasons]
    with acting_as(author.pk):
        row: Any = model._default_manager.get(pk=record)
        assert {name: getattr(row, name) for name in stored} == stored
        assert row.unit_id == town.unit.pk
        assert EntityChange.objects.filter(dataset=dataset, record=record, version=1).exists()
        assert Attributes.objects.get(record=record).values == {"heard_at": "school"}


@pytest.mark.usefixtures("family")
@pytest.mark.parametrize(
    ("dataset", "mandate", "said"), [(row[0], row[1], row[3]) for row in MADE], ids=[row[0] for row in MADE]
)
def test_a_change_to_the_answers_without_a_field_is_a_version(
    town: world.Town, author: Account, dataset: str, mandate: str, said: dict[str, str]
) -> None:
    record = uuid.uuid4()
    send(author, town, edit(dataset, record, said | {"heard_at": "school"}), mandate=mandate)
    applied = send(author, town, update(dataset, record, 1, {"heard_at": "market"}), mandate=mandate)
    assert [(one.version, one.fields) for one in applied.changes] == [(2, ("heard_at",))]
    with acting_as(author.pk):
        assert Attributes.objects.get(record=record).values == {"heard_at": "market"}


def test_a_settlement_has_one_profile_a_day(town: world.Town, author: Account) -> None:
    place = town.settlement.pk
    said = {"date": "2026-03-01", "dwellings": "40", "water_existence": "part", "risks": "traffic flood"}
    applied = send(author, town, edit("settlement", place, said, action="update", base=3))
    assert applied.state == "applied", [reason.message for reason in applied.reasons]
    again = send(author, town, edit("settlement", place, {"date": "2026-03-01", "water_existence": "none"}))
    later = send(author, town, edit("settlement", place, {"date": "2026-03-05", "water_existence": "none"}))
    assert (again.state, later.state) == ("conflict", "applied")
    with acting_as(author.pk):
        first, second = SettlementProfile.objects.order_by("date")
        assert (first.municipality_id, first.dwellings, first.risks) == (
            town.municipality.pk,
            40,
            ["flood", "traffic"],
        )
        assert (first.water_existence, second.water_existence, second.dwellings) == ("part", "none", None)


def test_a_dataset_that_is_none_of_ours_is_kept_as_it_was_said(town: world.Town, author: Account) -> None:
    well = uuid.uuid4()
    send(author, town, edit("well", well, {"depth": "12", "owner": "x"}))
    send(author, town, update("well", well, 1, {"depth": "13"}))
    assert send(author, town, update("well", well, 1, {"depth": "14"})).state == "conflict"
    with acting_as(author.pk):
        entity = Entity.objects.get(dataset="well", id=well)
        assert (entity.values, entity.label, entity.version) == ({"depth": "13", "owner": "x"}, "A label", 3)


@pytest.mark.usefixtures("family")
def test_a_service_of_no_mandates_form_is_read_by_whoever_delivered_it(town: world.Town) -> None:
    mediator, record = world.account("health_mediator", town.unit), uuid.uuid4()
    said = {"household": str(HOME), "type": "vaccination", "date": "2026-03-02"}
    assert send(mediator, town, edit("service", record, said)).state == "applied"
    with acting_as(mediator.pk):
        assert Service.objects.get(pk=record).mandate == "health"


@pytest.mark.usefixtures("family")
def test_a_service_for_a_need_is_read_by_the_needs_mandate(town: world.Town, author: Account) -> None:
    record, need = uuid.uuid4(), uuid.uuid4()
    said = {"household": str(HOME), "type": "tutoring", "date": "2026-03-02", "need": str(need)}
    wanted = edit("need", need, {"household": str(HOME), "area": "education"})
    assert send(author, town, wanted, edit("service", record, said)).state == "applied"
    with acting_as(author.pk):
        assert Service.objects.get(pk=record).mandate == "education"
