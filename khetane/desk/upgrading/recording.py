"""Recording what happens in a process: decisions, documents, inspections, safeguards, housing proposals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.core.routes import requires
from khetane.desk.saving import EditForm, done, save_edit, save_from_form
from khetane.desk.upgrading.forms import EventForm, JudgedForm, ProposalForm, SafeguardForm
from khetane.desk.upgrading.naming import process_form_page, writable
from khetane.forms import office
from khetane.history.source import Applied
from khetane.upgrading.datasets.proposal import risks_here
from khetane.upgrading.definition import ProcessRules
from khetane.upgrading.enums import EventKind, ProposalState
from khetane.upgrading.models import RISKS, HousingProposal, Process, ProcessEvent, Safeguard
from khetane.web.names import worded

TITLES: dict[EventKind, str | Promise] = {
    EventKind.DECISION: gettext_lazy("Record a decision"),
    EventKind.DOCUMENT: gettext_lazy("Record a document"),
    EventKind.INSPECTION: gettext_lazy("Record an inspection"),
}
EVENT_FIELDS = ("date", "number", "body", "document", "result", "findings", "mend_by")
PROPOSAL_FIELDS = (
    "title", "site", "where", "dwellings", "looked_on", "risks", "state", *(f"answer_{risk}" for risk in RISKS),
)  # fmt: skip


def made(form: EditForm, dataset: str, process: Process, values: dict[str, str]) -> Applied | None:
    """A new record of the process, or None when it was refused: the form says why."""
    whole = {**values, "process": str(process.pk)}
    return save_from_form(
        form,
        lambda: office.create(
            dataset, UUID(form.instance_id), whole, unit_id=process.unit_id, instance_id=form.instance_id
        ),
    )


def page_of(process: Process) -> str:
    return reverse("upgrading:process", args=[process.pk])


def standing(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What a record says now, and the version of it."""
    return {name: getattr(record, name) for name in names} | {"base_version": record.version}


def document_choices(rules: ProcessRules) -> list[tuple[str, str]]:
    return [(code, worded(words)) for code, words in rules.documents.items()]


@requires("registry.write")
def new_event(request: HttpRequest, process_id: UUID, kind: str) -> HttpResponse:
    """A decision, a document or an inspection."""
    process, rules = writable(process_id)
    if kind not in EventKind.values:
        raise Http404
    initial = {"date": timezone.localdate(), "document": request.GET.get("document", "")}
    form = EventForm(
        request.POST or None, kind=EventKind(kind), documents=document_choices(rules), initial=initial
    )
    if form.is_valid():
        applied = made(form, "process_event", process, {**form.values(), "kind": kind})
        if applied:
            return done(request, applied, page_of(process))
    title = str(TITLES[EventKind(kind)])
    return process_form_page(
        request, form, process.place, title=title, back=page_of(process), process=process
    )


@requires("registry.write")
def event(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Mend what was recorded, on the version that was shown."""
    known = get_object_or_404(ProcessEvent, pk=event_id)
    process, rules = writable(known.process_id)
    form = EventForm(
        request.POST or None,
        kind=EventKind(known.kind),
        documents=document_choices(rules),
        initial=standing(known, EVENT_FIELDS),
    )
    if form.is_valid():
        applied = save_edit(form, "process_event", known.pk)
        if applied:
            return done(request, applied, page_of(process))
    title = str(TITLES[EventKind(known.kind)])
    return process_form_page(
        request, form, process.place, title=title, back=page_of(process), process=process
    )


@requires("registry.write")
def safeguard(request: HttpRequest, process_id: UUID, code: str) -> HttpResponse:
    """Answer a safeguard; one that is answered already is changed on the version that was shown."""
    process, rules = writable(process_id)
    asked = rules.safeguards.get(code)
    if asked is None:
        raise Http404
    known = Safeguard.objects.filter(process=process, code=code).first()
    initial = (
        standing(known, ("answer", "evidence", "answered_on"))
        if known
        else {"answered_on": timezone.localdate()}
    )
    form = SafeguardForm(request.POST or None, initial=initial)
    if form.is_valid():
        applied = (
            save_edit(form, "safeguard", known.pk)
            if form.version and known
            else made(form, "safeguard", process, {**form.values(), "code": code})
        )
        if applied:
            return done(request, applied, page_of(process))
    return process_form_page(
        request,
        form,
        process.place,
        title=worded(asked.names),
        back=page_of(process),
        lead=worded(asked.source),
        process=process,
    )


@requires("registry.write")
def new_proposal(request: HttpRequest, process_id: UUID) -> HttpResponse:
    """Propose homes; what the site is exposed to is asked next."""
    process, _rules = writable(process_id)
    form = ProposalForm(request.POST or None)
    if form.is_valid():
        applied = made(form, "housing_proposal", process, form.values())
        if applied:
            return done(request, applied, reverse("upgrading:proposal", args=[form.instance_id]))
    title = _("Propose homes")
    return process_form_page(
        request, form, process.place, title=title, back=page_of(process), process=process
    )


@requires("registry.write")
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The environmental criterion: each risk of the site is answered before the proposal is agreed."""
    known = get_object_or_404(HousingProposal, pk=proposal_id)
    process, _rules = writable(known.process_id)
    ticked = request.POST.getlist("risks") if request.method == "POST" else []
    asked = {*known.risks, *risks_here(process.place_id, known.site), *ticked}
    initial = standing(known, PROPOSAL_FIELDS)
    form = JudgedForm(request.POST or None, proposal=known, risks=asked, initial=initial)
    if form.is_valid():
        applied = save_edit(form, "housing_proposal", known.pk)
        if applied:
            stays = form.open_risks() and form.cleaned_data["state"] == ProposalState.PROPOSED
            return done(request, applied, request.path if stays else page_of(process))
    lead = _("Before it is agreed, somebody looks at the site, and each risk is answered.")
    return process_form_page(
        request, form, process.place, title=known.title, back=page_of(process), lead=lead, process=process
    )
