"""Editing what is on record of a person beside her name: documents, status, what she says of herself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core.birth import birth_known
from khetane.core.masking import sees, shown
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import NO_ROLE
from khetane.desk.editing import edit_page, person_named
from khetane.desk.opened import opened
from khetane.desk.papers_forms import DocumentForm, SelfIdentificationForm, StatusForm
from khetane.desk.saving import EditForm, done, save_from_form
from khetane.desk.withheld import withhold
from khetane.forms import office
from khetane.history.source import Applied
from khetane.organisations.economies import economy_of
from khetane.people.enums import DocumentKind
from khetane.people.lists import GROUPS
from khetane.people.models import Document, Household, Person, PersonStatus, SelfIdentification
from khetane.people.numbers import open_number
from khetane.people.rules import may_answer
from khetane.web.names import code_label, person_label

Paper = Document | PersonStatus | SelfIdentification


@requires("registry.write")
def edit_document(request: HttpRequest, person_id: UUID, kind: str) -> HttpResponse:
    """Whether the person has a document of this kind, its number, until when it is valid."""
    person, household = person_named(person_id)
    if kind not in DocumentKind.values:
        raise Http404
    known = person.documents.filter(kind=kind).first()
    form = DocumentForm(request.POST or None, initial=document_initial(known))
    if known:
        withhold(form, "document", person.unit_id)
    title = f"{str(DocumentKind(kind).label).capitalize()}: {person_label(shown(person))}"
    return edited(request, form, person, household, "document", known, {"kind": kind}, title=title)


def document_initial(known: Document | None) -> dict[str, Any]:
    if known is None:
        return {"state": "unknown"}
    number = open_number(bytes(known.number_sealed), known.pk) if known.number_sealed else ""
    standing = {"state": known.state, "number": number, "valid_until": known.valid_until}
    return {**standing, "base_version": known.version}


@requires("registry.write")
def add_status(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A status that is not on record yet."""
    person, household = person_named(person_id)
    title = _("Status of %(name)s") % {"name": person_label(shown(person))}
    return edited(request, StatusForm(request.POST or None), person, household, "status", None, title=title)


@requires("registry.write")
def edit_status(request: HttpRequest, status_id: UUID) -> HttpResponse:
    """Change a status, or say when it ended; only for whoever may see it."""
    known = get_object_or_404(PersonStatus, pk=status_id)
    person, household = person_named(known.person_id)
    standing = {name: getattr(known, name) for name in ("kind", "since", "until")}
    form = StatusForm(request.POST or None, initial={**standing, "base_version": known.version})
    withhold(form, "status", known.unit_id)
    title = _("Status of %(name)s") % {"name": person_label(shown(person))}
    return edited(request, form, person, household, "status", known, title=title)


@requires("registry.write")
def edit_self_identification(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What the person says of her ethnicity; only for whoever may read it."""
    person, household = person_named(person_id)
    if not sees(SelfIdentification, "answer", person.unit_id):
        raise NotAllowed(NO_ROLE.about())
    known = SelfIdentification.objects.filter(person=person).first()
    said = list(known.groups) if known else []
    offered = dict.fromkeys([*GROUPS.of(economy_of(person.unit_id)), *said])
    initial: dict[str, Any] = {"answer": "not_asked"}
    if known:
        initial = {"answer": known.answer, "groups": said, "base_version": known.version}
    form = SelfIdentificationForm(
        request.POST or None, groups=[(code, code_label(GROUPS, code)) for code in offered], initial=initial
    )
    title = _("What %(name)s says of her- or himself") % {"name": person_label(shown(person))}
    lead = _("Voluntary. Ask only if it suits the moment; nothing depends on the answer.")
    if not may_answer(birth_known(person.birth_date, person.birth_precision), timezone.localdate()):
        lead = _("This is asked from the age of 16: what a parent says is not the child's own answer.")
    return edited(request, form, person, household, "self_identification", known, title=title, lead=lead)


def edited(
    request: HttpRequest,
    form: EditForm,
    person: Person,
    household: Household,
    dataset: str,
    known: Paper | None,
    fixed: Mapping[str, str] | None = None,
    *,
    title: str,
    lead: str = "",
) -> HttpResponse:
    """Show the form, or make the record or its change; `fixed` are the properties that the form does not ask."""
    back = reverse("people:person", args=[person.pk])
    if form.is_valid():
        applied = save_from_form(form, writing(form, person, dataset, known, fixed or {}))
        if applied:
            return done(request, applied, back)
    opened(dataset, household, [person.pk, *([known.pk] if known else [])])
    return edit_page(request, form, title=title, household=household, back=back, lead=lead)


def writing(
    form: EditForm, person: Person, dataset: str, known: Paper | None, fixed: Mapping[str, str]
) -> Callable[[], Applied]:
    """A record that was there when the page was opened is changed on the version shown, else one is made."""
    if form.version and known is not None:
        return lambda: office.edit(
            dataset, known.pk, form.version, form.values(), instance_id=form.instance_id
        )
    values = {**form.values(), **fixed, "person": str(person.pk)}
    return lambda: office.create(
        dataset, UUID(form.instance_id), values, unit_id=person.unit_id, instance_id=form.instance_id
    )
