"""The day of an event is the reader's, not UTC's."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.test import override_settings

from khetane.desk.timeline import Event

BELGRADE = ZoneInfo("Europe/Belgrade")


@override_settings(TIME_ZONE="Europe/Belgrade")
def test_what_is_said_of_the_day_it_is_sent_was_recorded_that_day() -> None:
    said = datetime.datetime(2026, 11, 22, 0, 0, tzinfo=BELGRADE).astimezone(datetime.UTC)
    came = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=BELGRADE).astimezone(datetime.UTC)
    event = Event(when=came, kind="submission", said_at=said)
    assert event.said_on == event.on == datetime.date(2026, 11, 22)
