"""Who came along, month by month."""

from __future__ import annotations

import datetime as dt

from khetane.visiting.attendance import Share, attendance, last_months
from khetane.visiting.months import Month

TODAY = dt.date(2026, 2, 10)


def test_the_last_months_end_with_this_one() -> None:
    assert last_months(TODAY, 3) == [Month(2025, 12), Month(2026, 1), Month(2026, 2)]


def test_visits_are_counted_by_month_and_mandate() -> None:
    visits = [
        (dt.date(2026, 1, 5), ["health", "coordination"]),
        (dt.date(2026, 1, 20), ["coordination"]),
        (dt.date(2026, 2, 1), ["health"]),
        (dt.date(2025, 11, 30), ["health"]),  # before the first month
    ]
    health, legal = attendance(visits, last_months(TODAY, 3), ["health", "legal"])
    assert health.by_month == (Share(0, 0), Share(1, 2), Share(1, 1))
    assert health.total == Share(2, 3)
    assert legal.total == Share(0, 3)
    assert Share(0, 0).share is None
    assert Share(1, 4).share == 0.25
