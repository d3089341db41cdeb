"""The page of one enrolment: where it stands, what comes next, why, what was reached, who was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core import audit
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.core.ways import Way
from khetane.desk.changes import history_of
from khetane.desk.editing import READ_ONLY
from khetane.desk.questions import questions_now
from khetane.desk.saving import done, save_edit, save_from_form
from khetane.desk.schemes.forms import ApplyForm, MilestoneForm, StepForm
from khetane.desk.schemes.judged import judged
from khetane.desk.schemes.overview import may_enrol
from khetane.desk.schemes.photos import photos_of
from khetane.desk.schemes.wording import milestone_label, rules_for, scheme_label, stage_said
from khetane.desk.services.delivering import currencies_of
from khetane.forms import office
from khetane.forms.models import Attachment
from khetane.history.source import Applied
from khetane.programmes.configured import in_force
from khetane.programmes.datasets.enrolment import ENDED
from khetane.programmes.definition import MilestoneKind, Phase, SchemeRules
from khetane.programmes.eligibility import YES
from khetane.programmes.enrolled import enrolled
from khetane.programmes.following import earliest, is_past
from khetane.programmes.models import Enrolment, Milestone, MilestoneState, Presence
from khetane.web.names import worded


@dataclass(frozen=True, slots=True)
class Next:
    """A step that may follow, and the milestones it waits for: each by its code and label."""

    way: Way
    label: str
    waits_for: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone of the scheme with what is on record of it."""

    kind: str
    label: str
    record: Milestone | None
    photos: list[Attachment]


@requires("scheme.read")
def enrolment_page(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """404 for an enrolment that is not there for the viewer."""
    enrolment, rules = named(enrolment_id)
    scheme = in_force().get(enrolment.scheme)
    milestones = list(Milestone.objects.filter(enrolment=enrolment).order_by("reached_on", "id"))
    audit.read("enrolment", [enrolment.pk, *(one.pk for one in milestones)], unit_id=enrolment.unit_id)
    questions = questions_now()
    context = {
        "enrolment": enrolment,
        "scheme": scheme,
        "scheme_name": scheme_label(enrolment.scheme),
        "who": enrolled([enrolment.pk]).get(enrolment.pk),
        "stage": stage_said(scheme, enrolment.stage, enrolment.applied_on),
        "verdict": judged(enrolment, scheme) if scheme else [],
        "following": list(following(enrolment, rules, milestones)) if rules else [],
        "milestones": reached(rules, milestones),
        "presences": list(presences_of(enrolment)),
        "changes": history_of("enrolment", enrolment.pk, questions),
        "questions": questions,
        "may_write": current().can("registry.write", enrolment.unit_id),
        "may_open": current().can("identity.read", enrolment.unit_id),
        "again": again(enrolment, rules),
    }
    return render(request, "desk/schemes/enrolment.html", context)


def again(enrolment: Enrolment, rules: SchemeRules | None) -> str:
    """Where to apply anew once it is over, as another enrolment; nothing for whoever may not."""
    stage = rules.stages.get(enrolment.stage) if rules else None
    over = stage is not None and stage.phase in ENDED
    if not over or not may_enrol() or not current().can("registry.write", enrolment.unit_id):
        return ""
    to = reverse("programmes:enrol", args=[enrolment.household_id, enrolment.scheme])
    return f"{to}?person={enrolment.person_id}" if enrolment.person_id else to


def named(enrolment_id: UUID) -> tuple[Enrolment, SchemeRules | None]:
    enrolment = get_object_or_404(Enrolment, pk=enrolment_id)
    return enrolment, rules_for(enrolment)


def writable(enrolment_id: UUID) -> tuple[Enrolment, SchemeRules]:
    """The enrolment and its rules, or 404. Raises NotAllowed where the viewer only reads."""
    enrolment, rules = named(enrolment_id)
    if not current().can("registry.write", enrolment.unit_id):
        raise NotAllowed(READ_ONLY.about())
    if rules is None:
        raise Http404
    return enrolment, rules


def following(enrolment: Enrolment, rules: SchemeRules, milestones: list[Milestone]) -> list[Next]:
    """The steps that the scheme has from here, those that lead on first."""
    reached_on = {one.kind: one.reached_on for one in milestones if one.state == MilestoneState.REACHED}
    there = {kind for kind, day in reached_on.items() if not over(enrolment, rules, kind, day)}
    return [
        Next(
            way,
            worded(way.names),
            tuple(
                (kind, milestone_label(rules.milestones.get(kind), kind))
                for kind in way.needs
                if kind not in there
            ),
        )
        for way in sorted(rules.following(enrolment.stage), key=lambda way: way.why)
    ]


def over(enrolment: Enrolment, rules: SchemeRules, kind: str, reached_on: date | None) -> bool:
    """Whether what was reached belongs to a former stage and is asked anew: another job was found."""
    return is_past(rules, enrolment.stage, enrolment.stage_on, kind, reached_on)


def reached(rules: SchemeRules | None, milestones: list[Milestone]) -> list[Reached]:
    """Every milestone of the scheme, in its order, with the latest record of it."""
    known, photos = {one.kind: one for one in milestones}, photos_of(one.pk for one in milestones)
    kinds = rules.milestones if rules else {}
    return [
        Reached(
            code,
            milestone_label(kinds.get(code), code),
            known.get(code),
            photos.get(known[code].pk, []) if code in known else [],
        )
        for code in dict.fromkeys([*kinds, *known])
    ]


def presences_of(enrolment: Enrolment) -> list[Presence]:
    found = Presence.objects.filter(enrolment=enrolment).select_related("session")
    return list(found.order_by("-session__date")[:20])


@requires("registry.write")
def step(request: HttpRequest, enrolment_id: UUID, code: str) -> HttpResponse:
    """Go a step on, as an edit of the version that was shown."""
    enrolment, rules = writable(enrolment_id)
    way = next((one for one in rules.ways if one.code == code), None)
    if way is None:
        raise Http404
    served = rules.stages[way.target].phase is Phase.SERVED
    form = StepForm(
        request.POST or None,
        way=way,
        exception=served and enrolment.eligible != YES,
        initial={"stage_on": timezone.localdate(), "base_version": enrolment.version},
    )
    back = reverse("programmes:enrolment", args=[enrolment.pk])
    if form.is_valid():
        values = {**form.values(), "stage": way.target}
        applied = save_edit(form, "enrolment", enrolment.pk, values)
        if applied:
            return done(request, applied, back)
    return shown(request, form, enrolment, title=worded(way.names), back=back)


@requires("registry.write")
def milestone(request: HttpRequest, enrolment_id: UUID, kind: str) -> HttpResponse:
    """Record that a milestone was reached, is planned or was missed."""
    enrolment, rules = writable(enrolment_id)
    if kind not in rules.milestones:
        raise Http404
    known = Milestone.objects.filter(enrolment=enrolment, kind=kind).order_by("-created_at").first()
    if known is not None and over(enrolment, rules, kind, known.reached_on):
        known = None
    form = MilestoneForm(
        request.POST or None,
        request.FILES or None,
        kind=rules.milestones[kind],
        currencies=currencies_of(enrolment.unit_id),
        initial=initial_of(known, first_day(enrolment, rules.milestones[kind])),
    )
    back = reverse("programmes:enrolment", args=[enrolment.pk])
    if form.is_valid():
        applied = save_from_form(form, lambda: recorded(form, enrolment, kind, known))
        if applied:
            return done(request, applied, back)
    return shown(request, form, enrolment, title=milestone_label(rules.milestones[kind], kind), back=back)


def first_day(enrolment: Enrolment, kind: MilestoneKind) -> date | None:
    """The first day on which a milestone may be reached that comes after another one; None when nothing says."""
    before = Milestone.objects.filter(enrolment=enrolment, kind=kind.after, state=MilestoneState.REACHED)
    last = before.order_by("-reached_on").values_list("reached_on", flat=True).first() if kind.after else None
    return earliest(kind, last) if last else None


def initial_of(known: Milestone | None, first: date | None) -> dict[str, object]:
    """What is on record; else reached today, or planned for the day from which it can be."""
    today = timezone.localdate()
    if known is None and first is not None and first > today:
        return {"state": MilestoneState.PLANNED, "due": first}
    if known is None:
        return {"state": MilestoneState.REACHED, "reached_on": today}
    names = ("state", "reached_on", "due", "amount", "currency", "note")
    return {name: getattr(known, name) for name in names} | {"base_version": known.version}


def recorded(form: MilestoneForm, enrolment: Enrolment, kind: str, known: Milestone | None) -> Applied:
    """A record that was there when the page was opened is changed, else one is made."""
    if form.version and known is not None:
        return office.edit("milestone", known.pk, form.version, form.values(), instance_id=form.instance_id,
                           mandate=enrolment.mandate, files=form.photos())  # fmt: skip
    values = {**form.values(), "enrolment": str(enrolment.pk), "kind": kind}
    return office.create("milestone", UUID(form.instance_id), values, unit_id=enrolment.unit_id,
                         instance_id=form.instance_id, mandate=enrolment.mandate, files=form.photos())  # fmt: skip


@requires("registry.write")
def answers(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """What was not known when somebody applied; the rules judge anew."""
    enrolment, _rules = writable(enrolment_id)
    scheme = in_force()[enrolment.scheme]
    said = dict(one.partition("=")[::2] for one in enrolment.answers)
    form = ApplyForm(
        request.POST or None,
        members=[],
        asks=scheme.asks,
        initial={**said, "applied_on": enrolment.applied_on, "base_version": enrolment.version},
    )
    back = reverse("programmes:enrolment", args=[enrolment.pk])
    if form.is_valid():
        applied = save_edit(form, "enrolment", enrolment.pk)
        if applied:
            return done(request, applied, back)
    return shown(request, form, enrolment, title=_("Answers"), back=back)


def shown(
    request: HttpRequest,
    form: StepForm | MilestoneForm | ApplyForm,
    enrolment: Enrolment,
    *,
    title: str,
    back: str,
) -> HttpResponse:
    audit.read("enrolment", [enrolment.pk], unit_id=enrolment.unit_id)
    context = {
        "form": form,
        "title": title,
        "back": back,
        "scheme": in_force().get(enrolment.scheme),
        "scheme_name": scheme_label(enrolment.scheme),
        "who": enrolled([enrolment.pk]).get(enrolment.pk),
    }
    return render(request, "desk/schemes/form.html", context, status=422 if form.errors else 200)
