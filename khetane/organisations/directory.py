"""Keeping the service directory: the only writers of its entries."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from khetane.core import audit
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import NO_ROLE, current
from khetane.organisations.models import DirectoryEntry, Unit
from khetane.places.models import Place

KEEP, KEEP_ALL = "directory.write", "unit.write"
CHANGED_MEANWHILE = Sentence(
    "directory_changed_meanwhile",
    gettext_noop(
        "Somebody else changed this entry since you opened the page. Nothing was saved: open it again and compare."
    ),
)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What the directory says of a service."""

    provider: str
    kind: str
    area: str
    what: str
    for_whom: str = ""
    hours: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None
    checked_on: datetime.date | None = None
    ended_on: datetime.date | None = None


def keeps_in() -> set[UUID]:
    """The municipalities whose directory the viewer keeps by her units."""
    units = current().units.get(KEEP, frozenset())
    return set(Unit.objects.filter(pk__in=units).values_list("municipality", flat=True))


def may_keep(place_id: UUID) -> bool:
    """Whether the viewer writes the entries of a place; the database holds the same."""
    return current().can(KEEP_ALL) or place_id in keeps_in()


@transaction.atomic
def make_entry(*, entry_id: UUID, place: Place, facts: EntryFacts) -> DirectoryEntry:
    """Add a service; sent twice, it is added once. Raises NotAllowed."""
    _check(place.pk)
    known = DirectoryEntry.objects.filter(pk=entry_id).first()
    if known is not None:
        return known
    entry = DirectoryEntry(pk=entry_id, place=place, **asdict(facts))
    entry.save(force_insert=True)
    audit.record("wrote", "directory_entry", [entry.pk], fields=["place", *asdict(facts)])
    return entry


@transaction.atomic
def change_entry(*, entry_id: UUID, version: int, facts: EntryFacts) -> DirectoryEntry:
    """Change what the directory says of a service, as it stood at `version`. Raises NotAllowed, Invalid."""
    entry = DirectoryEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    _check(entry.place_id)
    if entry.version != version:
        raise Invalid(CHANGED_MEANWHILE.about())
    changed = [name for name, value in asdict(facts).items() if getattr(entry, name) != value]
    if changed:
        for name in changed:
            setattr(entry, name, getattr(facts, name))
        entry.version += 1
        entry.save()
        audit.record("wrote", "directory_entry", [entry.pk], fields=changed)
    return entry


def _check(place_id: UUID) -> None:
    if not may_keep(place_id):
        raise NotAllowed(NO_ROLE.about())
