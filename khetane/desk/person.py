"""The page of one person."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from khetane.cases.models import GroupDelivery, Service
from khetane.core.masking import mask, sees
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.ages import age_of
from khetane.desk.answers import answers_of
from khetane.desk.changes import history_of
from khetane.desk.legal.chain import chain_of
from khetane.desk.opened import opened
from khetane.desk.questions import questions_now
from khetane.people.enums import DocumentKind
from khetane.people.models import (
    Consent,
    Document,
    Household,
    MatchCandidate,
    Person,
    PersonStatus,
    Proposal,
    Restriction,
    SelfIdentification,
)
from khetane.people.same.actions import PERMISSION, kept_instead
from khetane.people.same.looking import likely_same
from khetane.programmes.models import Enrolment
from khetane.web.names import person_label

RECENT = 10


@requires("identity.read", under_override=True)
def person_page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """404 for a person who is not there for the viewer, whether or not she exists."""
    person = person_there(person_id)
    if person is None:
        return elsewhere(person_id)
    household = person.household
    if household is None:
        raise Http404
    today, questions = timezone.localdate(), questions_now()
    said = next(iter(mask(SelfIdentification.objects.filter(person=person))), None)
    mask([person, household])
    emergency = opened("person", household, [person.pk])
    papers = documents(person, today)
    may_write = current().can("registry.write", person.unit_id)
    context = {
        "person": person,
        "name": person_label(person),
        **at_home(person, household),
        "emergency": emergency,
        "age": age_of(person, today),
        "memberships": mask(person.memberships.select_related("household").order_by("-begins")),
        "documents": papers,
        "chain": chain_of(person, [document for _kind, document, _over in papers if document], today),
        "may_start": may_write and bool(current().mandates.get(person.unit_id)),
        "today": today,
        **statuses_of(person, may_write=may_write),
        "may_read_identification": sees(SelfIdentification, "answer", person.unit_id),
        "identification": said,
        "consents": mask(consents_for(person, today)),
        "questions": questions,
        "answers": answers_of([person.pk], questions),
        "changes": history_of("person", person.pk, questions),
        **twice(person),
        "may_write": may_write,
        "enrolments": Enrolment.objects.filter(person=person).order_by("-applied_on"),
        "services": mask(Service.objects.filter(person=person).order_by("-date")[:RECENT]),
        "groups": mask(GroupDelivery.objects.filter(listed__person=person).order_by("-date")[:RECENT]),
    }
    return render(request, "desk/person.html", context)


def consents_for(person: Person, day: date) -> QuerySet[Consent]:
    """What was agreed to for the person that day: her own, and those of the household she lives in."""
    hers = Q(person=person)
    if person.household_id is not None:
        hers |= Q(household=person.household_id, person=None)
    return Consent.objects.in_force(day).filter(hers).select_related("person")


def person_there(person_id: UUID) -> Person | None:
    """The person with what her page names, as far as she is there for the viewer."""
    found = Person.objects.select_related("household__place", "unit").prefetch_related(
        "household__place__names"
    )
    return found.filter(pk=person_id).first()


def elsewhere(person_id: UUID) -> HttpResponse:
    """To the person into whom this one was merged; 404 where there is none."""
    kept = kept_instead(person_id)
    if kept is None:
        raise Http404
    return redirect("people:person", kept)


def statuses_of(person: Person, *, may_write: bool) -> dict[str, Any]:
    """Her statuses. Whether there is any is what is special: nothing is shown of it to whom the kind is hidden from."""
    may_read = sees(PersonStatus, "kind", person.unit_id)
    return {
        "may_read_status": may_read,
        "statuses": mask(person.statuses.order_by("-since")) if may_read else [],
        "may_change_status": may_write and may_read,
    }


def at_home(person: Person, household: Household) -> dict[str, Any]:
    """Where she lives, and whether an objection keeps her record from being used."""
    restrictions = Restriction.objects.in_force().touching(household.pk, person.pk)
    return {"household": household, "restricted": restrictions.order_by("since").first()}


def twice(person: Person) -> dict[str, Any]:
    """For who may merge: what was merged into this person, and who else may be the same."""
    if not current().can(PERMISSION, person.unit_id):
        return {}
    proposed = MatchCandidate.objects.filter(Q(person=person) | Q(other=person), state=Proposal.OPEN)
    return {
        "merges": person.merges.filter(undone_at=None).order_by("-merged_at"),
        "proposed": proposed.select_related("person__household", "other__household"),
        "alike": likely_same(person),
    }


def documents(person: Person, today: date) -> list[tuple[DocumentKind, Document | None, bool]]:
    """The chain of documents in the order in which one unlocks the next, with what is known of each, and whether it ran out."""
    known = {document.kind: document for document in mask(person.documents.all())}
    found = [(kind, known.get(kind.value)) for kind in DocumentKind]
    return [(kind, one, one is not None and one.ran_out(today)) for kind, one in found]
