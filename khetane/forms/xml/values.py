"""The text of an answer as a typed value, and only when nothing of the text is lost by it.

What is not in the canonical form of its type ("007", "12,5", a date that does not exist) stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

Value = str | int | Decimal | date | datetime

_INTEGER = re.compile(r"-?[1-9][0-9]{0,17}|0")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}.*")


def integer(text: str) -> Value:
    return int(text) if _INTEGER.fullmatch(text) else text


def decimal(text: str) -> Value:
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


def day(text: str) -> Value:
    if not _DATE.fullmatch(text):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:  # 2024-02-31: what the device sent is kept
        return text


def moment(text: str) -> Value:
    if not _MOMENT.fullmatch(text):
        return text
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # as above
        return text


READERS: dict[str, Callable[[str], Value]] = {
    "int": integer,
    "integer": integer,
    "decimal": decimal,
    "date": day,
    "dateTime": moment,
}
