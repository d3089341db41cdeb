"""Recording a step of a procedure: its day, what it says, and whether the procedure is over with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.cases.legal import Outcome, Procedure, ProcedureEvent, Result
from khetane.cases.procedures.definition import Rules, Step
from khetane.cases.procedures.standing import definition_of, stand
from khetane.core.routes import requires
from khetane.desk.editing import edit_page
from khetane.desk.legal.forms import StepForm
from khetane.desk.legal.page import case_of, procedure_named
from khetane.desk.legal.starting import check_writes
from khetane.desk.legal.words import gives_name, type_name
from khetane.desk.opened import opened
from khetane.desk.saving import as_text, done, save_from_form
from khetane.forms import office
from khetane.history.source import Applied, OfficeEdit
from khetane.people.enums import DocumentKind, DocumentState
from khetane.people.models import Document
from khetane.web.names import person_label, worded

OF_STEP = ("date", "result", "note")


@requires("registry.write")
def procedure_step(request: HttpRequest, procedure_id: UUID, event: str) -> HttpResponse:
    """One step of the procedure, recorded or corrected. 404 for a step that its rules do not know."""
    procedure = procedure_named(procedure_id)
    check_writes(procedure)
    events = list(procedure.procedureevents.all())
    rules = stand(case_of(procedure, events), timezone.localdate()).rules
    step, known = rules.step(event), next((one for one in events if one.event == event), None)
    if step is None:
        raise Http404
    back = reverse("cases:procedure", args=[procedure.pk])
    if known is not None and request.POST.get("instance") == str(known.pk):
        return redirect(back)  # the page that recorded it, sent again
    form = step_form(request, procedure, rules, step, known)
    if form.is_valid():
        applied = save_from_form(form, lambda: record(form, procedure, step, known))
        if applied:
            return done(request, applied, back)
    opened("procedure", procedure.household, [procedure.pk])
    lead = asked_of(procedure, step)
    return edit_page(
        request, form, title=worded(step.names), household=procedure.household, back=back, lead=lead
    )


def asked_of(procedure: Procedure, step: Step) -> str:
    """What the step is of, and from which day its terms are counted."""
    whose = person_label(procedure.person) if procedure.person else procedure.household.code
    about = f"{type_name(procedure.type)} · {whose}."
    if not step.decides:
        return about
    return f"{about} {_('A date counts from the day it was received, not from the day on the paper.')}"


def step_form(
    request: HttpRequest, procedure: Procedure, rules: Rules, step: Step, known: ProcedureEvent | None
) -> StepForm:
    ends = procedure.outcome == Outcome.PENDING and (step.decides or step.event == rules.solves)
    gives = definition_of(procedure.type).gives
    document = gives if ends and procedure.person_id and gives in DocumentKind.values else ""
    dropped = {"result": step.decides, "outcome": ends, "has_document": bool(document)}
    initial: dict[str, Any] = {
        "date": timezone.localdate(),
        "procedure_version": procedure.version,
        "has_document": True,
    }
    if step.event == rules.solves:
        initial["outcome"] = Outcome.GRANTED
    if known is not None:
        shown = {name: getattr(known, name) for name in OF_STEP}
        initial |= {**shown, "base_version": known.version}
    return StepForm(
        request.POST or None,
        drop=[name for name, asked in dropped.items() if not asked],
        document=gives_name(document) if document else "",
        initial=initial,
    )


def record(form: StepForm, procedure: Procedure, step: Step, known: ProcedureEvent | None) -> Applied:
    """The step, and what follows from it, as one submission."""
    said_of = {name: as_text(form.cleaned_data.get(name)) for name in OF_STEP}
    edits = [step_edit(form, procedure, step, known, said_of)]
    edits += procedure_edit(form, procedure)
    edits += document_edit(form, procedure)
    return office.submit(
        edits, unit_id=procedure.unit_id, instance_id=form.instance_id, mandate=procedure.mandate
    )


def step_edit(
    form: StepForm, procedure: Procedure, step: Step, known: ProcedureEvent | None, values: dict[str, str]
) -> OfficeEdit:
    if known is not None:
        return OfficeEdit("procedure_event", known.pk, "update", values, base_version=form.version)
    made = UUID(form.instance_id)
    new = {"procedure": str(procedure.pk), "event": step.event, **values}
    return OfficeEdit("procedure_event", made, "create", new)


def procedure_edit(form: StepForm, procedure: Procedure) -> list[OfficeEdit]:
    """The procedure is over where the form says it is; that a step initiates it follows from the step."""
    on, outcome = as_text(form.cleaned_data["date"]), form.cleaned_data.get("outcome")
    if not outcome:
        return []
    base, values = form.cleaned_data["procedure_version"], {"outcome": outcome, "solved_on": on}
    return [OfficeEdit("procedure", procedure.pk, "update", values, base_version=base)]


def document_edit(form: StepForm, procedure: Procedure) -> list[OfficeEdit]:
    """The document that the procedure gives is on record as had."""
    kind = definition_of(procedure.type).gives
    if form.cleaned_data.get("outcome") != Result.GRANTED or not form.cleaned_data.get("has_document"):
        return []
    known = Document.objects.filter(person=procedure.person_id, kind=kind).first()
    if known is not None and known.state == DocumentState.HAS and not known.ran_out(timezone.localdate()):
        return []
    if known is not None:
        has = {"state": DocumentState.HAS.value}
        if known.valid_until:
            has["valid_until"] = ""  # of the one before; until when this one is valid, nobody has said
        return [OfficeEdit("document", known.pk, "update", has, base_version=known.version)]
    made = uuid5(UUID(form.instance_id), kind)
    new = {"person": str(procedure.person_id), "kind": kind, "state": DocumentState.HAS.value}
    return [OfficeEdit("document", made, "create", new)]
