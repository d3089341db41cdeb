"""The steps of a grievance officer, each a form or a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.desk.grievances.forms import AnswerForm, AssignForm, ConcernForm, EscalateForm
from khetane.desk.grievances.handling import crumbs
from khetane.grievances import handling
from khetane.grievances.handling import HANDLE, SORT
from khetane.grievances.models import Grievance
from khetane.organisations.models import Unit
from khetane.web.languages import BY_CODE, SOURCE

AT_ONCE: dict[str, Callable[[UUID], None]] = {
    "take_up": handling.take_up,
    "close": handling.close,
    "reopen": handling.reopen,
}


def named(grievance_id: UUID) -> Grievance:
    return get_object_or_404(Grievance.objects.listed(), pk=grievance_id)


@requires(HANDLE)
def answer(request: HttpRequest, grievance_id: UUID) -> HttpResponse:
    """Write the answer, in the language of whoever wrote."""
    found = named(grievance_id)
    lead = _("Write in this language: %(language)s. Whoever wrote reads it with the code.") % {
        "language": BY_CODE.get(found.language, SOURCE).name
    }
    form = AnswerForm(request.POST or None)
    return taken(
        request,
        found,
        form,
        lambda given: handling.answer(found.pk, given["text"]),
        _("Answer"),
        lead,
        button=pgettext("a step", "Answer"),
    )


@requires(HANDLE)
def ask(request: HttpRequest, grievance_id: UUID) -> HttpResponse:
    """Ask whoever wrote something."""
    found = named(grievance_id)
    lead = _("Write in this language: %(language)s. Whoever wrote reads it with the code, if she looks.") % {
        "language": BY_CODE.get(found.language, SOURCE).name
    }
    form = AnswerForm(request.POST or None)
    return taken(request, found, form, lambda given: handling.ask(found.pk, given["text"]), _("Ask"), lead)


@requires(HANDLE)
def escalate(request: HttpRequest, grievance_id: UUID) -> HttpResponse:
    """Pass it on to a body outside, under consent."""
    found = named(grievance_id)
    form = EscalateForm(request.POST or None)
    lead = _("Then print the letter. What was written goes with it, and name and contact if they were given.")
    return taken(request, found, form, lambda given: handling.escalate(found.pk, **given), _("Pass on"), lead)


@requires(HANDLE)
def concern(request: HttpRequest, grievance_id: UUID) -> HttpResponse:
    """Say that somebody is concerned, and reads it no more."""
    found = named(grievance_id)
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            left = handling.concern(found.pk, **form.cleaned_data)
        except Invalid as refused:
            form.add_error(None, refused.problem.translated(_))
        else:
            noted(request, left)
            return redirect("grievances:listing")
    lead = _(
        "Related, a friend, a rival, or named in it: whoever is concerned does not read it, and this is not undone."
    )
    return shown(request, found, form, _("Conflict of interest"), lead, button=_("Declare it"))


def noted(request: HttpRequest, left: int) -> None:
    """The same words whether an address was somebody's or not: who handles grievances reads no accounts."""
    if left:
        messages.success(request, _("Noted. Others who can read it: %(number)s.") % {"number": left})
    else:
        messages.warning(
            request,
            _("Noted. Nobody else can read it now: ask the administrator for another officer at once."),
        )


@requires(SORT)
def assign(request: HttpRequest, grievance_id: UUID) -> HttpResponse:
    """Say which unit it is about, and whether it stays with supervisors."""
    found, units = named(grievance_id), list(Unit.objects.listed())
    initial = {"unit": str(found.unit_id or ""), "apart": found.apart}
    form = AssignForm(request.POST if request.method == "POST" else None, units=units, initial=initial)
    lead = _("The grievance officers of that unit's place read it then, unless it is only for supervisors.")

    def act(given: dict[str, Any]) -> None:
        handling.assign(found.pk, UUID(given["unit"]) if given["unit"] else None, apart=given["apart"])

    return taken(request, found, form, act, _("Whose it is"), lead, button=_("Save"))


@requires(HANDLE)
@require_POST
def step(request: HttpRequest, grievance_id: UUID) -> HttpResponse:
    """A step that needs no more than a button."""
    found, act = named(grievance_id), AT_ONCE.get(request.POST.get("step", ""))
    if act is None:
        raise Http404
    try:
        act(found.pk)
    except Invalid as refused:
        messages.error(request, refused.problem.translated(_))
    return redirect("grievances:grievance", found.pk)


def taken(
    request: HttpRequest,
    found: Grievance,
    form: forms.Form,
    act: Callable[[dict[str, Any]], None],
    title: str,
    lead: str,
    *,
    button: str = "",
) -> HttpResponse:
    """The form, and what it says done by a button that is called as the page unless it is said."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Invalid as refused:
            form.add_error(None, refused.problem.translated(_))
        else:
            messages.success(request, _("Saved."))
            return redirect("grievances:grievance", found.pk)
    return shown(request, found, form, title, lead, button=button)


def shown(
    request: HttpRequest, found: Grievance, form: forms.Form, title: str, lead: str, *, button: str = ""
) -> HttpResponse:
    audit.read("grievance", [found.pk])
    context = {"form": form, "title": title, "lead": lead, "button": button or title, **crumbs(found)}
    return render(request, "desk/grievances/step.html", context, status=422 if form.errors else 200)
