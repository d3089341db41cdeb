"""Records of two units as pages show them: where each is shown, and what of it decides who may see it. All invented."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils import timezone

from khetane.cases import models as cases
from khetane.core.viewer import acting_as
from khetane.forms.models import Submission
from khetane.grievances.models import Grievance
from khetane.organisations import directory, keeping
from khetane.organisations.models import Organisation
from khetane.outreach import models as outreach
from khetane.people import models as people
from khetane.programmes import models as programmes
from khetane.upgrading import models as upgrading
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home, papers
from tests.integration.grievances.scene import told
from tests.security.access.said import Placed

DAY = datetime.date(2026, 3, 1)
SOON = timezone.localdate() + datetime.timedelta(days=30)
_marks = count()


@dataclass(frozen=True, slots=True)
class Shown:
    """A row and the page on which it is: the whole page is about it, or it is the `mark` on the page of another."""

    table: str
    row: Placed
    address: str
    mark: str = ""
    on: Shown | None = None
    id: UUID | None = None


def page(record: models.Model, row: Placed, route: str, *args: object) -> Shown:
    """A row with a page of its own."""
    return Shown(record._meta.db_table, row, reverse(route, args=args or [record.pk]), id=record.pk)


def part(record: models.Model, row: Placed, on: Shown, mark: str) -> Shown:
    """A row that stands on the page of another one."""
    return Shown(record._meta.db_table, row, on.address, mark, on, record.pk)


def new_mark() -> str:
    """A word that stands nowhere else."""
    return f"qz{next(_marks):03}x"


def of_household(of: Home) -> Iterator[Shown]:
    """The household, its head, and what is known of her."""
    papers(of)
    row = Placed(of.town.unit.pk, None, of.id)
    said = uuid.uuid4()
    send(of.author, of.town, update("household", of.id, 1, {"note": "Dog"}), id=said)
    with acting_as(of.author.pk):
        household, person = (
            people.Household.objects.get(pk=of.id),
            people.Person.objects.get(pk=of.members[0]),
        )
        home, head = page(household, row, "people:household"), page(person, row, "people:person")
        yield from (home, head)
        submission = Submission.objects.get(pk=said)
        yield page(submission, row, "forms:submission")
        document = people.Document.objects.get(person=person)
        yield part(document, row, head, "in procedure")
        yield part(people.PersonStatus.objects.get(person=person), row, head, "returnee")
        visit = outreach.Visit.objects.create(unit=of.town.unit, place=of.town.settlement, date=DAY)
        outreach.VisitHousehold.objects.create(visit=visit, household_id=of.id, unit=of.town.unit)
        yield page(visit, Placed(of.town.unit.pk, None, of.id), "outreach:visit")


def of_mandate(of: Home, mandate: str) -> Iterator[Shown]:
    """A record of every kind that is of a mandate, about the household."""
    row = Placed(of.town.unit.pk, mandate, of.id)
    about: dict[str, Any] = {"unit": of.town.unit, "household_id": of.id, "mandate": mandate}
    hers = {**about, "person_id": of.members[-1]}  # for whom the lawyer acts, where she does
    with acting_as(of.author.pk):
        yield page(made(cases.Need, area="health", description="Need", **hers), row, "cases:need")
        yield page(made(outreach.Task, title="Task", due=DAY, **hers), row, "outreach:task")
        referral = made(cases.Referral, to_organisation="school", sent_on=DAY, **hers)
        yield page(referral, row, "cases:referral")
        yield from of_procedure(hers, row)
        yield from of_scheme(hers, row, "rights_awareness")
        group = made(
            cases.GroupDelivery, type="parents_workshop", date=DAY, attended=9,
            unit=of.town.unit, mandate=mandate,
        )  # fmt: skip
        yield page(group, Placed(of.town.unit.pk, mandate), "cases:group")
        listed = Shown("", Placed(), f"{reverse('cases:services')}?period=all")
        mark = new_mark()
        yield part(made(cases.Service, type=mark, date=DAY, **hers), row, listed, mark)


def of_procedure(hers: dict[str, Any], row: Placed) -> Iterator[Shown]:
    procedure = made(cases.Procedure, type="HI", initiated_on=DAY, **hers)
    shown = page(procedure, row, "cases:procedure")
    yield shown
    for model, named, more in (
        (cases.Hearing, "place", {"date": DAY}),
        (cases.Cost, "currency", {"date": DAY, "kind": "fee", "amount": 1}),
        (cases.PowerOfAttorney, "attorney", {"given_on": DAY}),
    ):
        mark = "QZC" if named == "currency" else new_mark()
        about = {**hers, "procedure": procedure, **more, named: mark}
        yield part(made(model, **about), row, shown, mark)


def of_scheme(hers: dict[str, Any], row: Placed, scheme: str) -> Iterator[Shown]:
    about = {**hers, "scheme": scheme}
    enrolment = made(programmes.Enrolment, stage="applied", applied_on=DAY, **about)
    yield page(enrolment, row, "programmes:enrolment")
    session = made(programmes.Session, unit=hers["unit"], mandate=row.mandate, scheme=scheme, date=DAY)
    yield page(session, Placed(row.unit, row.mandate), "programmes:session")


def of_plan(of: Home) -> Iterator[Shown]:
    """A plan, which is the coordination's, and a step of it for each of two mandates."""
    row = Placed(of.town.unit.pk, "coordination", of.id)
    about = {"unit": of.town.unit, "household_id": of.id}
    with acting_as(of.author.pk):
        plan = made(cases.CasePlan, goals="School", review_on=SOON, **about)
        shown = page(plan, row, "cases:plan")
        yield shown
        for mandate in ("coordination", "health"):
            mark = new_mark()
            step = made(cases.PlanStep, plan=plan, mandate=mandate, what=mark, until=SOON, **about)
            yield part(step, Placed(of.town.unit.pk, mandate, of.id), shown, mark)


def of_settlement(of: Home) -> Iterator[Shown]:
    """A process of the settlement with everything in it."""
    unit, town = of.town.unit, of.town.municipality
    row, process = Placed(unit.pk), uuid.uuid4()
    begun = {"place": str(of.town.settlement.pk), "kind": "relocation", "begun_on": "2026-03-01"}
    taken(of, edit("settlement_process", process, begun))
    with acting_as(of.author.pk):
        shown = page(upgrading.Process.objects.get(pk=process), row, "upgrading:process")
        yield shown
        about = {"unit": unit, "process_id": process, "municipality": town}
        for model, named, more in (
            (upgrading.HousingProposal, "title", {"site": "here"}),
            (upgrading.ProcessEvent, "findings", {"kind": "inspection", "date": DAY, "result": "to_mend"}),
            (upgrading.Safeguard, "evidence", {"code": "remedy", "answer": "met", "answered_on": DAY}),
        ):
            mark = new_mark()
            yield part(made(model, **about, **more, **{named: mark}), row, shown, mark)


def taken(of: Home, *said: Any) -> None:
    applied = send(of.author, of.town, *said)
    if applied.state != "applied":
        raise ValueError([reason.message for reason in applied.reasons])


def of_unit(town: world.Town, coordinator: UUID) -> Iterator[Shown]:
    """What the unit keeps, which everybody signed in sees."""
    row = Placed(town.unit.pk)
    shown = page(town.unit, Placed(), "organisations:unit")
    yield shown
    yield page(town.municipality, Placed(), "places:place")
    with acting_as(coordinator):
        mark = new_mark()
        thing = keeping.record_equipment(
            unit=town.unit, equipment=None, what=mark, inventory_number="", since=None, until=None
        )
        yield part(thing, row, shown, mark)
        mark = new_mark()
        training = keeping.record_training(
            unit=town.unit, training=None, subject=mark, date=DAY, provider="", mandates=["health"]
        )
        yield part(training, row, shown, mark)


def of_grievance(town: world.Town) -> Shown:
    """What somebody without an account complained of about the unit."""
    return page(Grievance(pk=told(town).id), Placed(town.unit.pk), "grievances:grievance")


def of_directory(town: world.Town, coordinator: UUID) -> Shown:
    """A service of the unit's municipality."""
    facts = directory.EntryFacts("Health centre", "health_centre", "health", "Vaccination")
    with acting_as(coordinator):
        entry = directory.make_entry(entry_id=uuid.uuid4(), place=town.municipality, facts=facts)
    return page(entry, Placed(), "directory:entry")


def organisation() -> Shown:
    mark = new_mark()
    made_one = Organisation(code=mark, name=mark, kind="cso")
    made_one.save(force_insert=True)
    return Shown(
        Organisation._meta.db_table, Placed(), reverse("organisations:organisations"), mark, id=made_one.pk
    )


def made(model: type[models.Model], **values: Any) -> Any:
    """A row added without reading it back: whoever adds it need not read it."""
    [record] = model._default_manager.bulk_create([model(**values)])
    return record
