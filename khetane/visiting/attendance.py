"""Who came along, month by month. Plain values in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from khetane.visiting.months import Month, month_of


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the visits."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Row:
    """One mandate: month by month, and all in all."""

    mandate: str
    by_month: tuple[Share, ...]
    total: Share


def last_months(today: dt.date, number: int) -> list[Month]:
    """The month of `today` and those before it, the earliest first."""
    return [month_of(today).moved(-back) for back in range(number - 1, -1, -1)]


def attendance(
    visits: Iterable[tuple[dt.date, Sequence[str]]], months: Sequence[Month], mandates: Iterable[str]
) -> list[Row]:
    """Of the visits made in each month (day, who took part), those at which each mandate was."""
    made: dict[Month, list[Sequence[str]]] = {month: [] for month in months}
    for day, participants in visits:
        made.get(month_of(day), []).append(participants)
    return [row(mandate, list(made.values())) for mandate in mandates]


def row(mandate: str, made: Sequence[Sequence[Sequence[str]]]) -> Row:
    by_month = tuple(Share(sum(mandate in one for one in visits), len(visits)) for visits in made)
    total = Share(sum(one.part for one in by_month), sum(one.whole for one in by_month))
    return Row(mandate, by_month, total)
