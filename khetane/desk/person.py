"""The page of one person."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
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
from khetane.people.models import Consent, Document, Person, PersonStatus, SelfIdentification
from khetane.programmes.models import Enrolment
from khetane.web.names import person_label

RECENT = 10


@requires("identity.read", under_override=True)
def person_page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """404 for a person who is not there for the viewer, whether or not she exists."""
    found = Person.objects.select_related("household__place", "unit").prefetch_related(
        "household__place__names"
    )
    person = get_object_or_404(found, pk=person_id)
    household = person.household
    if household is None:
        raise Http404
    today, questions = timezone.localdate(), questions_now()
    said = next(iter(mask(SelfIdentification.objects.filter(person=person))), None)
    mask([person, household])
    emergency = opened("person", household, [person.pk])
    papers = documents(person)
    may_write = current().can("registry.write", person.unit_id)
    context = {
        "person": person,
        "name": person_label(person),
        "household": household,
        "emergency": emergency,
        "age": age_of(person, today),
        "memberships": mask(person.memberships.select_related("household").order_by("-begins")),
        "documents": papers,
        "chain": chain_of(person, [document for _kind, document in papers if document], today),
        "may_start": may_write and bool(current().mandates.get(person.unit_id)),
        "today": today,
        "statuses": mask(person.statuses.order_by("-since")),
        "may_read_identification": sees(SelfIdentification, "answer", person.unit_id),
        "identification": said,
        "may_change_status": may_write and sees(PersonStatus, "kind", person.unit_id),
        "consents": mask(Consent.objects.in_force(today).filter(person=person).select_related("person")),
        "questions": questions,
        "answers": answers_of([person.pk], questions),
        "changes": history_of("person", person.pk, questions),
        "may_write": may_write,
        "enrolments": Enrolment.objects.filter(person=person).order_by("-applied_on"),
        "services": mask(Service.objects.filter(person=person).order_by("-date")[:RECENT]),
        "groups": mask(GroupDelivery.objects.filter(listed__person=person).order_by("-date")[:RECENT]),
    }
    return render(request, "desk/person.html", context)


def documents(person: Person) -> list[tuple[DocumentKind, Document | None]]:
    """The chain of documents in the order in which one unlocks the next, with what is known of each."""
    known = {document.kind: document for document in mask(person.documents.all())}
    return [(kind, known.get(kind.value)) for kind in DocumentKind]
