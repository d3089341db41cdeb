"""Dates, ages and numbers as the reader's language writes them (CLDR through Babel)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.web.languages import SOURCE, current, locale
from khetane.web.scripts import serbian_latin

# A day's month stands in the genitive in Serbian; CLDR knows the nominative only ("22. новембар").
SERBIAN_MONTHS = (
    "јануара", "фебруара", "марта", "априла", "маја", "јуна", "јула", "августа", "септембра", "октобра",
    "новембра", "децембра",
)  # fmt: skip

NO_BREAK = "\N{NO-BREAK SPACE}"


def day(value: date | None) -> str:
    """`15 November 2026`; nothing for nothing."""
    if value is None:
        return ""
    on, code = local(value), current().code
    if code in ("sr", "sr-latn"):
        written = f"{on.day}. {SERBIAN_MONTHS[on.month - 1]} {on.year}."
        return serbian_latin(written) if code == "sr-latn" else written
    return format_date(on, "d MMMM y" if code == SOURCE.code else "long", locale())


def short_day(value: date | None) -> str:
    """`15 Nov 2026`, for table cells: no line ends within it."""
    if value is None:
        return ""
    return format_date(local(value), "medium", locale()).replace(" ", NO_BREAK)


def moment(value: date | None) -> str:
    """A day with its time where it has one, in the reader's time zone."""
    if isinstance(value, datetime):
        return f"{short_day(value)}, {format_time(clock(value), 'short', locale=locale())}"
    return day(value)


def month(value: date) -> str:
    return format_skeleton("yMMMM", value, locale=locale())


def local(value: date) -> date:
    return clock(value) if isinstance(value, datetime) else value


def clock(value: datetime) -> datetime:
    """The same moment on the clocks of the reader's place."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def number(value: float | Decimal | None) -> str:
    return "" if value is None else format_decimal(value, locale=locale())


def percent(value: float | Decimal | None) -> str:
    """A share between 0 and 1 as a percentage with one decimal."""
    return "" if value is None else format_percent(value, "#,##0.#%", locale=locale())


def birth(value: date | None, precision: str) -> str:
    """A birth date no more exactly than it is known (day, month, year or estimated)."""
    if value is None:
        return _("birth date unknown")
    if precision == "month":
        return month(value)
    if precision == "year":
        return str(value.year)
    if precision == "estimated":
        return _("about %(year)s") % {"year": value.year}
    return day(value)
