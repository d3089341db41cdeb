"""Steps of records on screens: their buttons, and the page that takes one. What is possible, the machine says."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core.states import Machine, Step
from khetane.core.viewer import current
from khetane.desk.cases.pages import Crumb, show_form
from khetane.desk.saving import EditForm, done, save_from_form
from khetane.forms import office
from khetane.history.source import OfficeEdit

Text = Any  # str or a text that waits to be translated


class Stepping(Protocol):
    """A record that goes through states."""

    pk: uuid.UUID
    unit_id: uuid.UUID
    state: str
    version: int
    mandate: str

    def get_state_display(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Steps:
    """How the steps of one kind of record are taken: `forms` by name of step; other steps ask nothing.

    `initial` is what a form proposes, by name of step.
    """

    dataset: str
    machine: Machine
    route: str
    forms: Mapping[str, type[EditForm]]
    said_under: str = ""  # the mandate that reads what is said, where it is not the record's


@dataclass(frozen=True, slots=True)
class Button:
    """A step that may be taken now; one that `asks` leads to a page, another is taken at once."""

    name: str
    label: Text
    url: str
    asks: bool
    instance: uuid.UUID = field(default_factory=uuid.uuid4)


def buttons(steps: Steps, row: Stepping) -> list[Button]:
    """The steps from here for who may write in the record's unit."""
    if not current().can("registry.write", row.unit_id):
        return []
    return [
        Button(one.name, one.label, reverse(steps.route, args=[row.pk, one.name]), one.name in steps.forms)
        for one in steps.machine.following(row.state)
    ]


def named(machine: Machine, name: str) -> Step:
    """The step of this name, or 404."""
    for step in machine.steps:
        if step.name == name:
            return step
    raise Http404


def step_page(
    request: HttpRequest,
    steps: Steps,
    row: Stepping,
    name: str,
    *,
    title: str,
    back: str,
    crumbs: Sequence[Crumb],
    initial: Mapping[str, Any] | None = None,
    lead: str = "",
    also: Callable[[EditForm], list[OfficeEdit]] = lambda form: [],
) -> HttpResponse:
    """The page of one step: what it asks, and taking it on the version that was shown; with it `also` what follows."""
    step = named(steps.machine, name)
    if request.method != "POST" and row.state not in step.sources:
        messages.info(request, _("It is “%(state)s” now.") % {"state": row.get_state_display()})
        return redirect(back)
    proposed = {"closed_on": timezone.localdate(), **(initial or {}), "base_version": row.version}
    form = steps.forms.get(name, EditForm)(request.POST or None, initial=proposed)
    if form.is_valid():
        values, mandate = {**form.values(), "state": step.target}, steps.said_under or row.mandate
        own = OfficeEdit(steps.dataset, row.pk, "update", values, base_version=form.version)
        applied = save_from_form(
            form,
            lambda: office.submit(
                [own, *also(form)], unit_id=row.unit_id, instance_id=form.instance_id, mandate=mandate
            ),
        )
        if applied:
            return done(request, applied, back)
    heading = f"{title}: {step.label}"
    return show_form(request, form, title=heading, back=back, crumbs=crumbs, lead=lead, action=step.label)
