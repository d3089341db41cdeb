"""Pages of a list that continue after the last row shown, however long the list is.

The address of the next page holds the last row's id and nothing else of it: names stay out of
addresses and logs. A row that is not there (any more) for the viewer begins the list anew.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any, Generic, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import DecimalField, F, FloatField, IntegerField, Model, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

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


def text_after(text: str) -> str:
    """Where a page begins, by a text; nothing, which is the beginning, for what no database holds."""
    return "" if "\0" in text else text


def moment_before(text: str) -> datetime | None:
    """Where a page begins, by a moment with its zone; None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    # Beside the ends of the calendar another zone, or the next day, cannot be told.
    fits = found is not None and is_aware(found) and MINYEAR < found.year < MAXYEAR
    return found if fits else None


def page(
    rows: QuerySet[M],
    order: Sequence[str],
    after: str,
    *,
    size: int = PAGE,
    units: Collection[uuid.UUID] | None = None,
) -> Page[M]:
    """One page of `rows` by `order` (field names, `-` before a falling one, the id last); empty ones last.

    `units` are those whose rows alone are listed. A list of records of units names the viewer's, although the
    database refuses others anyway: only a unit that the question names can be read in an index's order.
    """
    anchor = _anchor(rows, order, after)
    found = rows.order_by(*(_ordering(rows, name) for name in order))
    if anchor is not None:
        found = found.filter(_beyond(rows, order, anchor))
    if units is not None:
        found = _of_units(found, order, units, size + 1)
    shown = list(found[: size + 1])
    more = len(shown) > size
    return Page(shown[:size], str(shown[size - 1].pk) if more else "", anchor is None)


def _anchor(rows: QuerySet[M], order: Sequence[str], after: str) -> dict[str, Any] | None:
    try:
        wanted = uuid.UUID(after)
    except ValueError:
        return None
    return rows.model._default_manager.filter(pk=wanted).values(*(name.lstrip("-") for name in order)).first()


def _of_units(
    found: QuerySet[M], order: Sequence[str], units: Collection[uuid.UUID], most: int
) -> QuerySet[M]:
    """Rows of these units. Of several, the first rows of each by its index, and of those the first of all."""
    if len(units) < 2:
        return found.filter(unit__in=units)
    unit: Any = found.model._meta.get_field("unit").related_model
    # One array of whole rows: an array for each column would ask the policy of every row as often.
    told = JSONObject(**{f"c{place}": name.lstrip("-") for place, name in enumerate(order)})
    first = found.filter(unit=OuterRef("pk")).annotate(_told=told).values("_told")[:most]
    by_unit = unit._default_manager.filter(pk__in=units).order_by().values_list(ArraySubquery(first))
    return found.filter(pk__in=_merged(by_unit, [_rank(found, *one) for one in enumerate(order)], most))


def _merged(by_unit: QuerySet[Any], ranks: Sequence[str], most: int) -> list[str]:
    """The ids of the first rows of all, in PostgreSQL: of 150 units Python took a tenth of a second to read and sort them."""
    first, parameters = by_unit.query.sql_with_params()
    statement = (
        f"select told ->> 'c{len(ranks) - 1}' from ({first}) asked (first), unnest(first::jsonb[]) told "  # noqa: S608  # Django's own SQL
        f"order by {', '.join(ranks)} limit %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, most])
        return [row[0] for row in cursor.fetchall()]


def _rank(rows: QuerySet[M], column: int, name: str) -> str:
    """Sorts what JSON tells as PostgreSQL sorts the field, what is missing last either way. JSON tells days, moments (all
    in one zone) and ids as texts that order as they do; texts in an order are keys and codes, which every collation
    orders alike (`khetane.core.collation`)."""
    field = rows.model._meta.get_field(name.lstrip("-"))
    is_number = isinstance(field, (FloatField, IntegerField, DecimalField))
    told = f"(told ->> 'c{column}')::numeric" if is_number else f"(told ->> 'c{column}') collate \"C\""
    return f"{told} {'desc' if name.startswith('-') else 'asc'} nulls last"


def _ordering(rows: QuerySet[M], name: str) -> Any:
    """Where nothing can be missing, "nulls last" is left out: it would keep an index from giving the order."""
    field = F(name.lstrip("-"))
    last = True if _may_miss(rows, name) else None
    return field.desc(nulls_last=last) if name.startswith("-") else field.asc(nulls_last=last)


def _may_miss(rows: QuerySet[M], name: str) -> bool:
    return bool(getattr(rows.model._meta.get_field(name.lstrip("-")), "null", False))


def _beyond(rows: QuerySet[M], order: Sequence[str], anchor: dict[str, Any]) -> Q:
    """Rows that stand after `anchor`: equal in the first fields, beyond it in the next one."""
    found, same = Q(pk__in=[]), Q()
    for name in order:
        field, value = name.lstrip("-"), anchor[name.lstrip("-")]
        if value is not None:
            beyond = Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
            found |= same & (beyond | Q(**{f"{field}__isnull": True}))
        same &= Q(**{f"{field}__isnull": True}) if value is None else Q(**{field: value})
    return _bound(rows, order[0], anchor) & found


def _bound(rows: QuerySet[M], name: str, anchor: dict[str, Any]) -> Q:
    """What follows from `_beyond` for the first field: where an index begins to read."""
    if _may_miss(rows, name):
        return Q()
    field = name.lstrip("-")
    return Q(**{f"{field}__{'lte' if name.startswith('-') else 'gte'}": anchor[field]})
