"""The day on which something was said: the tablet's own, and the same when the record is taken up again."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from khetane.history.source import Source

BELGRADE, ISTANBUL = dt.timezone(dt.timedelta(hours=1)), dt.timezone(dt.timedelta(hours=3))
CAME = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


def said(moment: dt.datetime | None) -> dt.date:
    keys: Any = None  # no content is sealed here
    source = Source(
        id=uuid.uuid4(),
        key=b"",
        keys=keys,
        unit_id=uuid.uuid4(),
        account_id=uuid.uuid4(),
        received_at=CAME,
        said_at=moment,
    )
    return source.day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2026, 11, 23, 0, 30, tzinfo=BELGRADE), dt.date(2026, 11, 23)),
        (
            dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC),
            dt.date(2026, 11, 23),
        ),  # as the database gives it back
        (dt.datetime(2026, 11, 23, 0, 30, tzinfo=ISTANBUL), dt.date(2026, 11, 23)),
        (dt.datetime(2026, 11, 25, 8, tzinfo=BELGRADE), dt.date(2026, 11, 24)),  # a clock that runs ahead
        (None, dt.date(2026, 11, 24)),
    ],
)
def test_the_day_is_that_of_where_it_was_said(moment: dt.datetime | None, day: dt.date) -> None:
    assert said(moment) == day
