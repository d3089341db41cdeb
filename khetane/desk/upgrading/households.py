"""The households that a process concerns: by name for who sees them, as protected counts for everybody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from khetane.access.seen import seen
from khetane.core.masking import mask
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.editing import READ_ONLY
from khetane.desk.saving import done, save_edit
from khetane.desk.upgrading.forms import ConcernForm
from khetane.desk.upgrading.naming import process_form_page, writable
from khetane.forms import office
from khetane.history.bulk import ask
from khetane.history.source import OfficeEdit
from khetane.people.models import Consent, Household, Restriction
from khetane.upgrading.enums import View
from khetane.upgrading.models import ConcernedHousehold, Process

SHOWN = 100
ALL = "all"
PURPOSE = "sharing"  # without it nothing of a household is told to who decides
_COUNTED = "select view, number from upgrading_concerned(array[%s]::uuid[])"
LABELS: dict[str, str | Promise] = {ALL: gettext_lazy("households concerned"), **dict(View.choices)}


@dataclass(frozen=True, slots=True)
class Concerned:
    """A household, what it said, whether it agreed that this is told to others, and whether somebody of it objected."""

    record: ConcernedHousehold
    consents: bool
    restricted: bool


def concerned_part(process: Process) -> dict[str, Any]:
    """What the page of a process shows of them."""
    if not current().can("identity.read", process.unit_id):
        return {"counts": counted(process)}
    listed = list(in_order(process)[: SHOWN + 1])
    seen("concerned_household", listed[:SHOWN])
    mask(listed)
    return {
        "concerned": with_consents(listed[:SHOWN]),
        "more_concerned": len(listed) > SHOWN,
        "missing": missing(process).count() if current().can("registry.write", process.unit_id) else 0,
    }


def in_order(process: Process) -> Any:
    """Who has not agreed comes first."""
    rows = ConcernedHousehold.objects.filter(process=process).select_related("household")
    return rows.order_by("-view", "household__code")


def with_consents(rows: Iterable[ConcernedHousehold]) -> list[Concerned]:
    """While an objection stands no consent opens anything (docs/adr/0651)."""
    several = list(rows)
    homes = [one.household_id for one in several]
    given = Consent.objects.in_force(timezone.localdate()).filter(household__in=homes, purpose=PURPOSE)
    agreed = set(given.values_list("household_id", flat=True))
    objected = set(restricted_households().filter(household__in=homes))
    return [
        Concerned(one, one.household_id in agreed - objected, one.household_id in objected) for one in several
    ]


def restricted_households() -> QuerySet[Restriction, UUID]:
    """Households of which somebody objected: they are used for nothing new."""
    return Restriction.objects.in_force().values_list("household_id", flat=True)


def counted(process: Process) -> list[tuple[str | Promise, int | None]]:
    """How many are concerned and what they said, rounded; None: under five."""
    found = dict(ask(_COUNTED, [process.pk]))
    return [(LABELS[view], found[view]) for view in (ALL, *View.values) if view in found]


def missing(process: Process) -> Any:
    """Households of the settlement, in the unit's care, that are not on the list yet and did not object."""
    listed = ConcernedHousehold.objects.filter(process=process).values("household")
    homes = Household.objects.filter(place=process.place_id, unit=process.unit_id)
    return homes.exclude(pk__in=listed).exclude(pk__in=restricted_households()).order_by("code")


@requires("registry.write")
@require_POST
def list_all(request: HttpRequest, process_id: UUID) -> HttpResponse:
    """Put every household of the settlement on the list, not asked yet; pressed twice, each stands once."""
    process, _rules = writable(process_id)
    if not current().can("identity.read", process.unit_id):
        raise NotAllowed(READ_ONLY.about())
    edits = [
        OfficeEdit(
            dataset="concerned_household",
            id=uuid5(process.pk, str(home)),
            action="create",
            values={"process": str(process.pk), "household": str(home)},
        )
        for home in missing(process).values_list("pk", flat=True)
    ]
    if edits:
        office.submit(edits, unit_id=process.unit_id)
    return redirect(reverse("upgrading:process", args=[process.pk]))


@requires("registry.write")
def concerned(request: HttpRequest, concerned_id: UUID) -> HttpResponse:
    """What a household said, as an edit of the version that was shown."""
    known = get_object_or_404(
        ConcernedHousehold.objects.select_related("household", "process__place__parent"), pk=concerned_id
    )
    if not current().can("registry.write", known.unit_id):
        raise NotAllowed(READ_ONLY.about())
    if known.household is None:
        raise Http404
    initial = {name: getattr(known, name) for name in ("view", "told_on", "said_on")}
    form = ConcernForm(request.POST or None, initial={**initial, "base_version": known.version})
    back = reverse("upgrading:process", args=[known.process_id])
    if form.is_valid():
        applied = save_edit(form, "concerned_household", known.pk)
        if applied:
            return done(request, applied, back)
    seen("concerned_household", [known])
    title = _("What household %(code)s said") % {"code": known.household.code}
    return process_form_page(
        request, form, known.process.place, title=title, back=back, process=known.process
    )
