"""What may be done with grants, devices and overrides."""

from __future__ import annotations

import datetime as dt

import pytest

from khetane.access import rules
from khetane.access.enums import DeviceState
from khetane.core.refusals import Invalid


@pytest.mark.parametrize("reason", ["", "fire", "            ", "emergencyemergencyemergency", "a b c d"])
def test_less_than_a_sentence_is_no_reason(reason: str) -> None:
    with pytest.raises(Invalid, match="at least a sentence"):
        rules.check_reason(reason)


def test_a_sentence_is_a_reason_without_the_blanks_around_it() -> None:
    assert rules.check_reason("  Fire in the\n settlement. ") == "Fire in the settlement."


@pytest.mark.parametrize(
    ("now", "then", "allowed"),
    [
        ("active", "retired", True),
        ("active", "stolen", True),
        ("retired", "stolen", True),
        ("retired", "active", False),
        ("stolen", "active", False),
        ("stolen", "retired", False),
        ("active", "active", False),
    ],
)
def test_a_device_never_comes_back(now: str, then: str, allowed: bool) -> None:
    if allowed:
        rules.check_device_state(DeviceState(now), DeviceState(then))
        return
    with pytest.raises(Invalid, match="already"):
        rules.check_device_state(DeviceState(now), DeviceState(then))


def test_a_role_ends_at_once_and_never_before_it_begins() -> None:
    today, tomorrow = dt.date(2026, 5, 2), dt.date(2026, 5, 3)
    assert rules.last_day(dt.date(2020, 1, 1), today) == today
    assert rules.last_day(tomorrow, today) == tomorrow
    with pytest.raises(Invalid):
        rules.check_dates(tomorrow, today)
