"""Pages of a list that continue after the last row shown, however long the list is.

The address of the next page holds the last row's id and nothing else of it: names stay out of
addresses and logs. A row that is not there (any more) for the viewer begins the list anew.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet

PAGE = 50
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Rows of one page. `after` is the id to continue after, empty at the end."""

    rows: list[M]
    after: str
    first: bool

    def addresses(self, parameters: Any) -> dict[str, str]:
        """`next_url` and `first_url` of the list, keeping its other parameters (a QueryDict)."""
        kept = parameters.copy()
        kept.pop("after", None)
        beginning = f"?{kept.urlencode()}"
        kept["after"] = self.after
        return {
            "next_url": f"?{kept.urlencode()}" if self.after else "",
            "first_url": "" if self.first else beginning,
        }


def page(rows: QuerySet[M], order: Sequence[str], after: str, *, size: int = PAGE) -> Page[M]:
    """One page of `rows` by `order` (field names, `-` before a falling one, the id last); empty ones last."""
    anchor = _anchor(rows, order, after)
    found = rows.order_by(*map(_ordering, order))
    if anchor is not None:
        found = found.filter(_beyond(order, anchor))
    shown = list(found[: size + 1])
    more = len(shown) > size
    return Page(shown[:size], str(shown[size - 1].pk) if more else "", anchor is None)


def _anchor(rows: QuerySet[M], order: Sequence[str], after: str) -> dict[str, Any] | None:
    try:
        wanted = uuid.UUID(after)
    except ValueError:
        return None
    return rows.model._default_manager.filter(pk=wanted).values(*(name.lstrip("-") for name in order)).first()


def _ordering(name: str) -> Any:
    field = F(name.lstrip("-"))
    return field.desc(nulls_last=True) if name.startswith("-") else field.asc(nulls_last=True)


def _beyond(order: Sequence[str], anchor: dict[str, Any]) -> Q:
    """Rows that stand after `anchor`: equal in the first fields, beyond it in the next one."""
    found, same = Q(pk__in=[]), Q()
    for name in order:
        field, value = name.lstrip("-"), anchor[name.lstrip("-")]
        if value is not None:
            beyond = Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
            found |= same & (beyond | Q(**{f"{field}__isnull": True}))
        same &= Q(**{f"{field}__isnull": True}) if value is None else Q(**{field: value})
    return found
