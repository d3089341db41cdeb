"""The page of one process: where it stands, what comes next and what that lacks, what is on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from khetane.core import audit
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.changes import history_of
from khetane.desk.questions import questions_now
from khetane.desk.saving import done, save_edit, save_from_form
from khetane.desk.schemes.photos import photos_of
from khetane.desk.upgrading.forms import BeginForm, DueForm, StepForm
from khetane.desk.upgrading.households import concerned_part
from khetane.desk.upgrading.naming import named, process_form_page, writable
from khetane.desk.upgrading.parts import documents, proposals, safeguards
from khetane.desk.upgrading.wording import kind_label, lacking_said, law_said, rules_for, stage_said
from khetane.forms import office
from khetane.organisations.economies import economy_of
from khetane.organisations.models import Unit
from khetane.places.models import Place, SettlementProfile
from khetane.upgrading.datasets.facts import facts_of
from khetane.upgrading.definition import ProcessRules, ProcessWay
from khetane.upgrading.enums import EventKind
from khetane.upgrading.models import Process, ProcessEvent
from khetane.upgrading.reading import shipped
from khetane.upgrading.rules import lacking
from khetane.web.names import worded

NO_UNIT_HERE = Sentence(
    "no_unit_here",
    gettext_noop("You record for no unit of this municipality. Tell its unit to begin the process."),
)


@dataclass(frozen=True, slots=True)
class Next:
    """A step that may follow, and what it waits for."""

    way: ProcessWay
    label: str
    waits_for: list[str | Promise]


@requires("settlement.read")
def process_page(request: HttpRequest, process_id: UUID) -> HttpResponse:
    """All that is on record of it; households by name only for who sees them."""
    process = named(process_id)
    rules = rules_for(process)
    events = list(ProcessEvent.objects.filter(process=process).order_by("-date", "-created_at"))
    audit.read("settlement_process", [process.pk], unit_id=process.unit_id)
    questions = questions_now()
    kind = shipped().get(process.kind)
    profile = SettlementProfile.objects.filter(place=process.place_id).order_by("-date").first()
    context: dict[str, Any] = {
        "process": process,
        "kind": kind_label(process.kind),
        "stage": stage_said(process),
        "today": timezone.localdate(),
        "following": following(process, rules) if rules else [],
        "safeguards": safeguards(process, rules) if rules else [],
        "documents": documents(rules, events) if rules else [],
        "events": [one for one in events if one.kind != EventKind.DOCUMENT],
        "proposals": proposals(process) if kind and kind.proposals else None,
        "law": law_said(rules, economy_of(process.unit_id)) if rules else None,
        "rules": rules,
        "source": worded(rules.source) if rules else "",
        "profile": profile,
        "photos": photos_of(one.pk for one in events),
        "changes": history_of("settlement_process", process.pk, questions),
        "may_write": rules is not None and current().can("registry.write", process.unit_id),
        **concerned_part(process),
    }
    return render(request, "desk/upgrading/process.html", context)


def following(process: Process, rules: ProcessRules) -> list[Next]:
    """The steps that the rules have from here; nothing for who only reads is left out."""
    facts = facts_of(process.pk)
    return [
        Next(way, worded(way.names), lacking_said(lacking(way, rules, facts), rules))
        for way in rules.following(process.stage)
    ]


@requires("registry.write")
def begin(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Begin a process of a settlement, as the unit of its municipality. Raises NotAllowed without one."""
    places = Place.objects.select_related("parent").prefetch_related("names")
    place = get_object_or_404(places, pk=place_id, kind="settlement")
    mine = Unit.objects.filter(pk__in=current().units.get("registry.write", ()), municipality=place.parent_id)
    unit = mine.order_by("code").first()
    if unit is None:
        raise NotAllowed(NO_UNIT_HERE.about())
    kinds = [(code, f"{worded(one.names)}: {worded(one.about)}") for code, one in shipped().items()]
    form = BeginForm(request.POST or None, kinds=kinds, initial={"begun_on": timezone.localdate()})
    if form.is_valid():
        process, values = UUID(form.instance_id), {**form.values(), "place": str(place.pk)}
        applied = save_from_form(
            form,
            lambda: office.create(
                "settlement_process", process, values, unit_id=unit.pk, instance_id=form.instance_id
            ),
        )
        if applied:
            return done(request, applied, reverse("upgrading:process", args=[process]))
    back = reverse("places:place", args=[place.pk])
    return process_form_page(request, form, place, title=_("Begin a process"), back=back)


@requires("registry.write")
def step(request: HttpRequest, process_id: UUID, code: str) -> HttpResponse:
    """Go a step on, as an edit of the version that was shown; refused with what it lacks."""
    process, rules = writable(process_id)
    way = next((one for one in rules.ways if one.code == code), None)
    if way is None:
        raise Http404
    initial = {"stage_on": timezone.localdate(), "base_version": process.version}
    form = StepForm(request.POST or None, way=way, rules=rules, initial=initial)
    back = reverse("upgrading:process", args=[process.pk])
    if form.is_valid():
        values = {**form.values(), "stage": way.target}
        applied = save_edit(form, "settlement_process", process.pk, values)
        if applied:
            return done(request, applied, back)
    return process_form_page(
        request, form, process.place, title=worded(way.names), back=back, process=process
    )


@requires("registry.write")
def due(request: HttpRequest, process_id: UUID) -> HttpResponse:
    """What is to be done, and by when the next step."""
    process, _rules = writable(process_id)
    initial = {"title": process.title, "due": process.due, "base_version": process.version}
    form = DueForm(request.POST or None, initial=initial)
    back = reverse("upgrading:process", args=[process.pk])
    if form.is_valid():
        applied = save_edit(form, "settlement_process", process.pk)
        if applied:
            return done(request, applied, back)
    return process_form_page(
        request, form, process.place, title=_("Next step due"), back=back, process=process
    )
