"""Keeps a preview of an import, and applies one: all of it or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.places.boundaries import problems
from khetane.places.boundaries.planning import Change, Plan, restored
from khetane.places.models import BoundaryImport, Place
from khetane.places.tree import actions
from khetane.places.tree.building import Facts

KEPT = datetime.timedelta(days=1)


@transaction.atomic
def keep(*, plan: Plan, parent: Place, file_name: str) -> BoundaryImport:
    """Keep what a file would change until a person confirms it; previews that nobody confirmed go after a day."""
    current().check("place.write")
    old = timezone.now() - KEPT
    BoundaryImport.objects.filter(applied_at=None, made_at__lt=old).delete()
    return BoundaryImport.objects.create(
        parent=parent,
        file_name=file_name[:200],
        made_by=current().account_id,
        changes=plan.stored(),
        skipped=plan.skipped,
    )


@transaction.atomic
def apply_kept(*, import_id: UUID) -> BoundaryImport:
    """Apply a preview once; Invalid when it was applied already or is gone."""
    current().check("place.write")
    kept = BoundaryImport.objects.select_for_update().filter(pk=import_id, applied_at=None).first()
    if kept is None:
        raise Invalid(problems.GONE.about())
    apply(changes=restored(kept.changes), parent=kept.parent, source=kept.file_name)
    kept.applied_at = timezone.now()
    kept.save(update_fields=["applied_at"])
    return kept


@transaction.atomic
def apply(*, changes: Sequence[Change], parent: Place, source: str) -> None:
    """Write every change or, when one is refused, none. A point that was known is kept."""
    current().check("place.write")
    for change in changes:
        if not change.place_id:
            add(change, parent, source)
    existing = {
        str(place.pk): place for place in Place.objects.filter(pk__in=ids(changes)).select_for_update()
    }
    for change in changes:
        if change.place_id:
            draw(existing[change.place_id], change)
    Place.objects.bulk_update(existing.values(), ["boundary", "latitude", "longitude"], batch_size=100)
    if existing:
        audit.record("wrote", "place", [place.pk for place in existing.values()], fields=["boundary"])


def ids(changes: Sequence[Change]) -> list[str]:
    return [change.place_id for change in changes if change.place_id]


def add(change: Change, parent: Place, source: str) -> None:
    """The place of an import that is not known yet, below `parent`, with its boundary unless it is but a point."""
    said = Facts(
        kind=change.kind,
        code=change.code,
        name=change.name,
        names={},
        latitude=change.latitude,
        longitude=change.longitude,
        source=source,
    )
    place = actions.create(parent_id=parent.pk, said=said)
    if change.geometry["type"] != "Point":
        place.boundary = dict(change.geometry)
        place.save(update_fields=["boundary"])


def draw(place: Place, change: Change) -> None:
    """A boundary replaces the boundary; a point replaces the point."""
    if change.geometry["type"] == "Point":
        place.latitude, place.longitude = change.latitude, change.longitude
        return
    place.boundary = dict(change.geometry)
    if place.latitude is None:
        place.latitude, place.longitude = change.latitude, change.longitude
