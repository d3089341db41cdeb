"""Entity lists as CSV: what forms on a device look up, limited to what its owner may see in its unit.

ODK Collect stores clear text, so the lists carry household codes and opaque ids; names, birth dates and
the answers of other entity lists only where the unit's use of names was signed (DESIGN, "Collect").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from khetane.cases.lists import PROCEDURES
from khetane.cases.models import CasePlan, Need, Outcome, PlanStep, Procedure, Referral, ReferralState
from khetane.core.masking import mask
from khetane.core.viewer import current
from khetane.forms.models import Entity
from khetane.outreach.models import Task, TaskState, Visit
from khetane.people.models import Consent, Document, Household, Membership, Person
from khetane.places.enums import Kind
from khetane.places.models import Place, SettlementProfile
from khetane.programmes.configured import in_force
from khetane.programmes.definition import Phase
from khetane.programmes.models import Enrolment
from khetane.upgrading.lists import KINDS
from khetane.upgrading.models import Process
from khetane.web.names import code_label, place_label

FIRST = ("name", "label", "__version", "__trunkVersion", "__branchId")
VISITS_OF = timedelta(days=365)
CLOSED_TASKS_OF = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list: `values` in the order of the list's columns."""

    id: UUID
    label: str
    version: int
    values: Sequence[object]


@dataclass(frozen=True, slots=True)
class EntityList:
    """A list as it is sent."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def csv(self) -> bytes:
        """The list as ODK clients read it. Cells are as they are: a device compares them with answers."""
        text = io.StringIO(newline="")
        out = csv.writer(text, lineterminator="\n")
        out.writerow([*FIRST, *self.columns])
        for row in self.rows:
            out.writerow(
                [row.id, row.label, row.version, "", "", *("" if v is None else v for v in row.values)]
            )
        return text.getvalue().encode()


@dataclass(frozen=True, slots=True)
class Wanted:
    """For which unit a list is made, and whether names may stand in it."""

    unit_id: UUID
    names: bool


def entity_list(dataset: str, wanted: Wanted) -> EntityList | None:
    """The list of a dataset as the viewer may see it; None when there is no such list."""
    if dataset in LISTS:
        columns, rows = LISTS[dataset]
        return EntityList(columns, tuple(rows(wanted)))
    return _others(dataset, wanted)


def listed(datasets: Iterable[str]) -> frozenset[str]:
    """Which of these datasets a device is given as a list: ours, and others that hold something."""
    asked = frozenset(datasets)
    others = Entity.objects.filter(dataset__in=asked - LISTS.keys()).values_list("dataset", flat=True)
    return asked & LISTS.keys() | frozenset(others.distinct())


def still_there(dataset: str, ids: Iterable[UUID], wanted: Wanted) -> frozenset[UUID]:
    """Which of these records the list holds today."""
    found = entity_list(dataset, wanted)
    return frozenset(ids) & {row.id for row in found.rows} if found else frozenset()


def _settlements(wanted: Wanted) -> Iterable[Row]:
    unit_place = Place.objects.filter(units=wanted.unit_id)
    top = unit_place.values_list("path", flat=True).first()
    if top is None:
        return
    country = Place.objects.above(top).filter(kind=Kind.COUNTRY).values_list("code", flat=True).first() or ""
    below = Place.objects.below(top).filter(kind=Kind.SETTLEMENT).valid_on(timezone.localdate())
    profiles = SettlementProfile.objects.filter(place__in=below.values("pk")).order_by("version")
    versions = dict(profiles.values_list("place_id", "version"))
    for place in below.order_by("sort_key", "pk").without_boundary().prefetch_related("names"):
        yield Row(place.pk, place_label(place), versions.get(place.pk, 1), [country])


def _processes(wanted: Wanted) -> Iterable[Row]:
    """Those of settlements under way: of others nothing is recorded in the field."""
    found = (
        Process.objects.filter(unit=wanted.unit_id, is_open=True)
        .select_related("place")
        .prefetch_related("place__names")
    )
    for one in mask(found.order_by("place__sort_key", "begun_on", "pk")):
        said = [place_label(one.place), code_label(KINDS, one.kind), one.title]
        yield Row(one.pk, " · ".join(filter(None, said)), one.version, [one.place_id, one.kind])


def _households(wanted: Wanted) -> Iterable[Row]:
    families = _family_names(wanted) if wanted.names else {}
    for household in mask(Household.objects.filter(unit=wanted.unit_id).order_by("code")):
        label = " · ".join(filter(None, [household.code, families.get(household.pk, "")]))
        yield Row(household.pk, label, household.version, [household.place_id])


def _family_names(wanted: Wanted) -> dict[UUID, str]:
    """The family name of each household's head, or else of whoever was recorded first."""
    persons = Person.objects.filter(unit=wanted.unit_id, household__isnull=False).order_by("-created_at")
    names = dict(persons.values_list("household_id", "family_name"))
    heads = Membership.objects.filter(unit=wanted.unit_id, role="head", ends__isnull=True)
    return names | dict(heads.values_list("household_id", "person__family_name"))


def _persons(wanted: Wanted) -> Iterable[Row]:
    persons = Person.objects.filter(unit=wanted.unit_id).select_related("household")
    numbers: dict[UUID | None, int] = {}
    for person in mask(persons.order_by("household__code", "created_at", "pk")):
        code = person.household.code if person.household else ""
        numbers[person.household_id] = number = numbers.get(person.household_id, 0) + 1
        opaque = f"{code} · {number}" if code else str(person.pk)[:8]
        label = str(person) if wanted.names else opaque
        birth = person.birth_date if wanted.names else None
        yield Row(person.pk, label, person.version, [person.household_id, birth])


def _visits(wanted: Wanted) -> Iterable[Row]:
    since = timezone.localdate() - VISITS_OF
    visits = Visit.objects.filter(unit=wanted.unit_id, date__gte=since)
    for visit in mask(visits.select_related("place").prefetch_related("place__names")):
        label = f"{visit.date} · {place_label(visit.place)} · {visit.get_state_display()}"
        yield Row(visit.pk, label, visit.version, [visit.place_id, visit.state, visit.date])


def _needs(wanted: Wanted) -> Iterable[Row]:
    needs = Need.objects.filter(unit=wanted.unit_id).select_related("household")
    for need in mask(needs.order_by("household__code", "-found_on", "pk")):
        label = " · ".join(
            filter(None, [need.household.code, need.get_area_display(), str(need.found_on or "")])
        )
        yield Row(need.pk, label, need.version, [need.household_id, need.state])


def _referrals(wanted: Wanted) -> Iterable[Row]:
    """Those that wait for an answer of the owner's own mandates; what is asked for is special and stays in the office."""
    own = current().mandates.get(wanted.unit_id, frozenset())
    over = Q(state=ReferralState.SENT, expires_on__lt=timezone.localdate())
    awaited = Referral.objects.filter(
        ~over, unit=wanted.unit_id, to_mandate__in=own, state__in=(ReferralState.SENT, ReferralState.ACCEPTED)
    ).select_related("household")
    for one in mask(awaited.order_by("household__code", "sent_on", "pk")):
        said = [one.household.code, one.get_mandate_display(), str(one.sent_on or "")]
        yield Row(one.pk, " · ".join(filter(None, said)), one.version, [one.household_id, one.state])


def _procedures(wanted: Wanted) -> Iterable[Row]:
    """Those under way: of others nothing is recorded in the field."""
    under_way = Procedure.objects.filter(unit=wanted.unit_id, outcome=Outcome.PENDING).select_related(
        "household"
    )
    for one in mask(under_way.order_by("household__code", "-initiated_on", "pk")):
        said = [one.household.code, code_label(PROCEDURES, one.type), str(one.initiated_on or "")]
        yield Row(one.pk, " · ".join(filter(None, said)), one.version, [one.household_id, one.type])


def _tasks(wanted: Wanted) -> Iterable[Row]:
    """Open ones, and those closed lately. What a task says is special: on a device it stands only where names may."""
    lately = Q(state=TaskState.OPEN) | Q(closed_on__gte=timezone.localdate() - CLOSED_TASKS_OF)
    tasks = Task.objects.filter(lately, unit=wanted.unit_id).select_related("household")
    for task in mask(tasks.order_by("household__code", "due", "pk")):
        code = task.household.code if task.household else ""
        label = " · ".join(filter(None, [code, task.title if wanted.names else "", str(task.due or "")]))
        yield Row(task.pk, label or str(task.pk)[:8], task.version, [task.household_id, task.state, task.due])


def _plans(wanted: Wanted) -> Iterable[Row]:
    plans = CasePlan.objects.filter(unit=wanted.unit_id).select_related("household")
    for plan in mask(plans.order_by("household__code", "created_at", "pk")):
        label = " · ".join(filter(None, [plan.household.code, str(plan.review_on or "")]))
        yield Row(plan.pk, label, plan.version, [plan.household_id, plan.state])


def _steps(wanted: Wanted) -> Iterable[Row]:
    steps = PlanStep.objects.filter(unit=wanted.unit_id).select_related("household")
    for step in mask(steps.order_by("household__code", "until", "pk")):
        who = step.get_mandate_display()
        parts = [step.household.code, step.what if wanted.names else who, str(step.until or "")]
        yield Row(step.pk, " · ".join(filter(None, parts)), step.version, [step.plan_id, step.state])


def _documents(wanted: Wanted) -> Iterable[Row]:
    for document in mask(Document.objects.filter(unit=wanted.unit_id).order_by("person_id", "kind")):
        yield Row(
            document.pk, document.get_kind_display(), document.version, [document.person_id, document.kind]
        )


def _consents(wanted: Wanted) -> Iterable[Row]:
    consents = Consent.objects.filter(unit=wanted.unit_id).select_related("person")
    for consent in mask(consents.order_by("-given_on", "pk")):
        label = f"{consent.get_purpose_display()} · {consent.given_on}"
        household = consent.household_id or (consent.person.household_id if consent.person else None)
        yield Row(consent.pk, label, consent.version, [household, consent.withdrawn_on])


def _enrolments(wanted: Wanted) -> Iterable[Row]:
    persons = {row.id: row.label for row in _persons(wanted)}
    found = Enrolment.objects.filter(unit=wanted.unit_id).select_related("household")
    for one in mask(found.order_by("scheme", "household__code", "pk")):
        scheme = in_force().get(one.scheme)
        stage = scheme.rules_on(one.applied_on).stages.get(one.stage) if scheme else None
        served = "yes" if stage is not None and stage.phase is Phase.SERVED else "no"
        label = persons.get(one.person_id, one.household.code) if one.person_id else one.household.code
        yield Row(one.pk, label, one.version, [one.household_id, one.scheme, one.stage, served])


def _others(dataset: str, wanted: Wanted) -> EntityList | None:
    """A dataset that is none of ours: its values stand in the list only where names may."""
    found = mask(Entity.objects.filter(Q(dataset=dataset) & Q(unit=wanted.unit_id)).order_by("label", "id"))
    columns = tuple(sorted({name for entity in found for name in entity.values}))
    rows = (
        Row(
            entity.id,
            entity.label if wanted.names else str(entity.id)[:8],
            entity.version,
            [entity.values.get(name, "") if wanted.names else "" for name in columns],
        )
        for entity in found
    )
    return EntityList(columns, tuple(rows))


LISTS: dict[str, tuple[tuple[str, ...], Callable[[Wanted], Iterable[Row]]]] = {
    "settlement": (("economy",), _settlements),
    "settlement_process": (("place", "kind"), _processes),
    "household": (("place",), _households),
    "person": (("household", "birth_date"), _persons),
    "visit": (("place", "state", "date"), _visits),
    "need": (("household", "state"), _needs),
    "referral": (("household", "state"), _referrals),
    "enrolment": (("household", "scheme", "stage", "served"), _enrolments),
    "task": (("household", "state", "due"), _tasks),
    "case_plan": (("household", "state"), _plans),
    "plan_step": (("plan", "state"), _steps),
    "document": (("person", "kind"), _documents),
    "procedure": (("household", "type"), _procedures),
    "consent": (("household", "withdrawn_on"), _consents),
}
