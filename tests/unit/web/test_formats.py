from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from khetane.web import formats

DAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "5 November 2026"),
        ("sr", "5. новембра 2026."),
        ("sr-latn", "5. novembra 2026."),
        ("mk", "5 ноември 2026\u202fг."),
    ],
)
def test_a_day_is_written_as_the_language_does(language: str, written: str) -> None:
    with translation.override(language):
        assert formats.day(DAY) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "5 Nov 2026"),
        ("sr", "5. 11. 2026."),
        ("sr-latn", "5. 11. 2026."),
        ("mk", "5.11.2026\u202fг."),
    ],
)
def test_a_short_day_is_never_broken_over_two_lines(language: str, written: str) -> None:
    with translation.override(language):
        assert formats.short_day(DAY) == written.replace(" ", "\N{NO-BREAK SPACE}")
        assert formats.moment(datetime(2026, 11, 5, 9, 30, tzinfo=UTC)).startswith(formats.short_day(DAY))


def test_numbers_and_shares_follow_the_language() -> None:
    with translation.override("sr"):
        assert formats.number(1234567.5) == "1.234.567,5"
        assert formats.percent(0.1234) == "12,3%"
    with translation.override("en"):
        assert formats.number(1234567.5) == "1,234,567.5"
        assert formats.percent(0.1234) == "12.3%"


def test_a_moment_is_told_in_the_readers_time_zone() -> None:
    with translation.override("sr"):
        assert "10:30" in formats.moment(datetime(2026, 11, 5, 9, 30, tzinfo=UTC))
        assert ":" not in formats.moment(DAY)


@pytest.mark.parametrize(
    ("precision", "written"),
    [("day", "15 March 1987"), ("month", "March 1987"), ("year", "1987"), ("estimated", "about 1987")],
)
def test_a_birth_date_is_never_more_exact_than_it_is_known(precision: str, written: str) -> None:
    with translation.override("en"):
        assert formats.birth(date(1987, 3, 15), precision) == written
        assert formats.birth(None, precision) == "birth date unknown"
