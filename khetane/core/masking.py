"""What of a record its viewer may see, field by field: it follows from the declared sensitivity alone.

The database says which records are there. Of one that is there, a field that is more sensitive than the viewer's
permissions is hidden: special fields from who reads no content in the unit, or not that of the record's mandate.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Field, JSONField, Model, TextField
from django.utils.translation import gettext

from khetane.core.sensitivity import Sensitivity, level_of, permissions_for
from khetane.core.viewer import SYSTEM_ACCOUNT, current

M = TypeVar("M", bound=Model)
Hidden = dict[
    tuple[type[Model], Any, str, str], "list[Field[Any, Any]]"
]  # per model, unit, mandate and addressee


def hidden() -> str:
    """What stands in place of a hidden value."""
    return gettext("hidden")


def sees(model: type[Model], name: str, unit_id: UUID | None, mandate: str = "", addressee: str = "") -> bool:
    """Whether the viewer sees this field of the model's records in a unit; a name that is not declared is public.

    `addressee` is another mandate to which the record is told, besides its own.
    """
    level = level_of(model, name) or Sensitivity.PUBLIC
    return sees_level(model, level, unit_id, mandate) or (
        addressee != "" and sees_level(model, level, unit_id, addressee)
    )


def sees_level(model: type[Model], level: Sensitivity, unit_id: UUID | None, mandate: str = "") -> bool:
    """As `sees`, of a field of this level."""
    viewer, needed = current(), permissions_for(model, level)
    if viewer.account_id == SYSTEM_ACCOUNT:
        return True  # the program itself, and the operator at the server: what is there, the database alone decides
    if needed and not any(viewer.can(one, _asked_where(one, unit_id)) for one in needed):
        return False
    own = bool(getattr(model, "special_permission", ""))
    if level is not Sensitivity.SPECIAL or own or unit_id is None:
        return True
    if mandate in ("", getattr(model, "read_by_all", "")):
        return True
    if getattr(model, "also_read_by", "") in viewer.mandates.get(unit_id, ()):
        return True
    # What persons said of their ethnicity is kept like a mandate's, with a permission called after it.
    return mandate in viewer.mandates.get(unit_id, ()) or viewer.can(f"{mandate}.read", unit_id)


def _asked_where(permission: str, unit_id: UUID | None) -> UUID | None:
    """An override is held nowhere in particular: the database lets it open one household."""
    return None if permission == "override.use" else unit_id


def mask(rows: Iterable[M]) -> list[M]:
    """The records with what the viewer may not see hidden; they are for showing and must not be saved.

    So are the records that were read with them (whose need it is, who is the head). Texts read "hidden", lists are
    empty, other values null. What names other records stays: the database decides about those.
    """
    known: Hidden = {}
    masked = list(rows)
    waiting: list[Model] = list(masked)
    done: set[int] = set()
    while waiting:
        row = waiting.pop()
        if id(row) not in done:
            done.add(id(row))
            _hide(row, known)
            waiting += _beside(row)
    return masked


def shown(row: M) -> M:
    """A copy of one record as the viewer may see it; the record itself stays as it is, to be changed."""
    twin = copy.copy(row)
    _hide(twin, {})
    return twin


def _hide(row: Model, known: Hidden) -> None:
    addressee = getattr(row, getattr(row, "addressed_in", ""), "")
    about = (type(row), getattr(row, "unit_id", None), getattr(row, "mandate", ""), addressee)
    if about not in known:
        known[about] = [
            field
            for field in row._meta.local_fields
            if not (field.primary_key or field.is_relation) and not sees(about[0], field.name, *about[1:])
        ]
    for field in known[about]:
        setattr(row, field.attname, _instead(field))


def _beside(row: Model) -> Iterator[Model]:
    """The records read together with this one, as `select_related` and `prefetch_related` keep them."""
    several = [*getattr(row, "_prefetched_objects_cache", {}).values()]
    several += [value for value in vars(row).values() if isinstance(value, list)]
    for one in (*row._state.fields_cache.values(), *(one for rows in several for one in rows)):
        if isinstance(one, Model) and hasattr(one, "sensitivity"):
            yield one


def _instead(field: Field[Any, Any]) -> Any:
    if isinstance(field, CharField | TextField):
        return hidden()
    return [] if isinstance(field, ArrayField) else {} if isinstance(field, JSONField) else None
