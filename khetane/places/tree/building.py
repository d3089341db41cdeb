"""A new place and its names, made from what is said of it; nothing is written."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from khetane.core.refusals import Invalid
from khetane.places.models import Place, PlaceName
from khetane.places.tree import problems, rules

# The identity of a shipped or imported place follows from its code, so that every installation agrees.
NAMESPACE = uuid.UUID("6b1f5ac2-54a0-5d09-9d2b-0f3a55a8c0de")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is said of a new place. `name` is what lists show, else the first of its names."""

    kind: str
    code: str
    names: rules.Names
    name: str = ""
    valid_from: datetime.date | None = None
    latitude: float | None = None
    longitude: float | None = None
    source: str = ""


def id_of(code: str) -> UUID:
    return uuid.uuid5(NAMESPACE, code)


def new_place(
    parent: Place, said: Facts, *, notes: Mapping[str, str] | None = None, place_id: UUID | None = None
) -> Place:
    """A place below `parent`, whose designation note it has unless `notes` are given.

    Raises Invalid for a misshapen code, a kind that cannot lie there, or no name.
    """
    complete = rules.complete(said.names)
    shown = shown_name(said.name, complete)
    rules.check_code(said.code)
    rules.check_kind(shown, said.kind, parent.kind)
    return Place(
        id=place_id or id_of(said.code),
        kind=said.kind,
        code=said.code,
        name=shown,
        sort_key=rules.sort_key(shown),
        search_text=rules.search_text(said.code, [shown, *complete.values()]),
        parent=parent,
        path=rules.path(parent.path, said.code),
        valid_from=said.valid_from,
        latitude=said.latitude,
        longitude=said.longitude,
        designation_note=parent.designation_note if notes is None else notes.get("en", ""),
        designation_notes=parent.designation_notes if notes is None else dict(notes),
        source=said.source,
    )


def names_of(place: Place, names: rules.Names) -> list[PlaceName]:
    """The names of a place per language, those that follow from others marked."""
    derived = rules.derived(names)
    return [
        PlaceName(place=place, language=language, name=name, derived=language in derived)
        for language, name in rules.complete(names).items()
    ]


def shown_name(said: str, complete: rules.Names) -> str:
    """What lists show: what is said, else the first name there is. Raises Invalid when there is none."""
    first = next((complete[tag] for tag in rules.LANGUAGES if tag in complete), "")
    shown = said.strip() or first or next(iter(complete.values()), "")
    if not shown:
        raise Invalid(problems.NO_NAME.about())
    return shown
