"""A household with a life: members, visits, notes, needs, services; all invented."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.test import Client

from khetane.access.models import Account, RoleGrant
from khetane.cases.models import Need, Procedure, Referral, Service
from khetane.core.viewer import acting_as, acting_as_system
from khetane.history.source import OfficeEdit
from khetane.outreach.models import Task, Visit, VisitHousehold, VisitNote
from khetane.people.models import Consent, Document, Household, Person, PersonStatus, SelfIdentification
from tests import world
from tests.edits import edit, send

DAY = datetime.date(2026, 3, 1)


@dataclass(frozen=True)
class Home:
    """A household as it was recorded."""

    town: world.Town
    author: Account
    id: uuid.UUID
    members: tuple[uuid.UUID, ...]

    @property
    def code(self) -> str:
        with acting_as(self.author.pk):
            return Household.objects.get(pk=self.id).code


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def home(
    town: world.Town,
    author: Account,
    *,
    names: tuple[str, ...] = ("Ana", "Beba"),
    children_born: int = 2000,
) -> Home:
    """A household sent in with members of the family Izmišljeni, the first its head, the others her children."""
    household, members = uuid.uuid4(), tuple(uuid.uuid4() for _ in names)
    persons = [
        edit("person", member, {
            "household": str(household), "given_name": name, "family_name": "Izmišljeni", "sex": "female",
            "birth_date": f"{children_born if number else 1980}-05-01", "role": "child" if number else "head",
            "member_from": "2026-03-01",
        })
        for number, (member, name) in enumerate(zip(members, names, strict=True))
    ]  # fmt: skip
    place = {"place": town.settlement.code, "phone": "061 000 000", "address": "Blue door"}
    powers = [power_to(author, household, members[-1])] if is_lawyer(author) else []
    applied = send(author, town, edit("household", household, place), *persons, *powers)
    if applied.state != "applied":
        raise ValueError([reason.message for reason in applied.reasons])
    return Home(town, author, household, members)


def is_lawyer(account: Account) -> bool:
    with acting_as_system():
        return RoleGrant.objects.filter(account=account, role="legal_aid_lawyer").exists()


def power_to(lawyer: Account, household: uuid.UUID, person: uuid.UUID) -> OfficeEdit:
    """By which a lawyer sees her client: recorded by herself, it is given to her."""
    said = {"household": str(household), "person": str(person), "attorney": "Ours", "given_on": "2020-01-01"}
    return edit("power_of_attorney", uuid.uuid4(), said)


def work(of: Home, *, mandate: str = "coordination", text: str = "Text", copies: int = 1) -> None:
    """Visits, notes and casework of one mandate on the household, written as its author."""
    unit, person = of.town.unit, of.members[0]
    base = {"unit": unit, "household_id": of.id}
    with acting_as(of.author.pk):
        for _ in range(copies):
            visit = Visit.objects.create(
                unit=unit,
                place=of.town.settlement,
                date=DAY,
                participants=[mandate],
                purpose=f"{text} purpose",
            )
            VisitHousehold.objects.create(visit=visit, household_id=of.id, unit=unit)
            VisitNote.objects.bulk_create(
                [VisitNote(visit=visit, mandate=mandate, text=f"{text} note", **base)]
            )
            Task.objects.create(mandate=mandate, title=f"{text} task", due=DAY, person_id=person, **base)
            case = {**base, "mandate": mandate, "person_id": person}
            Need.objects.bulk_create(
                [Need(area="housing", description=f"{text} need", found_on=DAY, visit=visit, **case)]
            )
            Referral.objects.bulk_create([Referral(to_organisation=f"{text} office", sent_on=DAY, **case)])
            Service.objects.bulk_create([Service(type=f"{text} service", date=DAY, visit=visit, **case)])
            Procedure.objects.bulk_create([Procedure(type=f"{text} procedure", initiated_on=DAY, **case)])


def papers(of: Home) -> None:
    """Documents, consent, status and self-identification of the head."""
    unit, person = of.town.unit, of.members[0]
    base = {"unit": unit, "household_id": of.id, "person_id": person}
    with acting_as(of.author.pk):
        Document.objects.create(kind="citizenship", state="in_procedure", **base)
        PersonStatus.objects.create(kind="returnee", since=DAY, **base)
        Consent.objects.create(
            purpose="referral", recipients=["health"], notice_version="1", given_by="self", given_on=DAY,
            evidence="signed", **base,
        )  # fmt: skip
        SelfIdentification.objects.create(answer="asked", groups=["roma"], **base)


def person_of(of: Home, number: int = 0) -> Person:
    with acting_as(of.author.pk):
        return Person.objects.get(pk=of.members[number])
