"""Days, numbers and words in the spellings that tables hold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khetane.core.birth import Precision
from khetane.importing.spelling import EXCEL_EPOCH, Misspelt, day_of, folded, names_of, number_of
from khetane.web.scripts import serbian_cyrillic

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1905, 1, 1), TODAY)
MONTHS = {
    "sr": "januar februar mart april maj jun jul avgust septembar oktobar novembar decembar",
    "cyrl": "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
    "mk": "јануари февруари март април мај јуни јули август септември октомври ноември декември",
    "en": "January February March April May June July August September October November December",
}
ENDS = ("", ".", ". god.", " g.", ". године", " г.")


@given(
    day=DAYS, mark=st.sampled_from([".", "/", "-", ". ", " "]), end=st.sampled_from(ENDS), zeros=st.booleans()
)
def test_a_day_of_three_numbers_is_read_back(day: date, mark: str, end: str, zeros: bool) -> None:
    parts = [f"{day.day:02}", f"{day.month:02}"] if zeros else [str(day.day), str(day.month)]
    found = day_of(mark.join([*parts, f"{day.year:04}"]) + end, today=TODAY)
    assert (found.day, found.precision) == (day, Precision.DAY)


@given(day=DAYS, words=st.sampled_from(sorted(MONTHS)), end=st.sampled_from(ENDS))
def test_a_month_in_words_is_read_in_every_language_and_script(day: date, words: str, end: str) -> None:
    month = MONTHS[words].split()[day.month - 1]
    assert day_of(f"{day.day}. {month} {day.year}{end}", today=TODAY).day == day


@given(day=DAYS)
def test_excels_own_numbers_and_iso_are_days(day: date) -> None:
    serial = (day - EXCEL_EPOCH).days
    if not 1880 <= serial <= 2100:
        assert day_of(serial, today=TODAY).day == day
        assert day_of(float(serial), today=TODAY).day == day
    assert day_of(f"{day.isoformat()} 00:00:00", today=TODAY).day == day


@given(day=DAYS)
def test_american_order_is_read_when_said_and_never_guessed(day: date) -> None:
    text = f"{day.month}/{day.day}/{day.year}"
    assert day_of(text, order="mdy", today=TODAY).day == day
    if day.day > 12:
        with pytest.raises(Misspelt):
            day_of(text, today=TODAY)


@given(year=st.integers(1920, 2026))
def test_a_year_alone_and_about_a_year_say_how_sure_they_are(year: int) -> None:
    assert day_of(year, today=TODAY).precision is Precision.YEAR
    assert day_of(f"{year}.", today=TODAY).precision is Precision.YEAR
    for about in ("oko", "око", "cca", "~", "about"):
        assert day_of(f"{about} {year}", today=TODAY).precision is Precision.ESTIMATED


@given(days=st.integers(0, 36000))
def test_a_year_of_two_digits_is_the_last_that_is_past(days: int) -> None:
    day = TODAY - timedelta(days=days)
    found = day_of(f"{day.day}.{day.month}.{day.year % 100:02}", today=TODAY).day
    assert found.year % 100 == day.year % 100
    assert TODAY.year - 100 < found.year <= TODAY.year


@given(amount=st.decimals(0, 10**9, places=2))
def test_an_amount_is_read_as_it_is_written_here_and_elsewhere(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    here = english.replace(",", " ").replace(".", ",").replace(" ", ".")
    assert Decimal(number_of(here)) == amount
    assert Decimal(number_of(english, decimal=".")) == amount
    assert Decimal(number_of(here.replace(".", " "))) == amount
    assert Decimal(number_of(float(amount))) == Decimal(repr(float(amount)))


@given(text=st.text())
def test_whatever_stands_in_a_cell_is_read_or_refused(text: str) -> None:
    for read in (lambda: day_of(text, today=TODAY), lambda: number_of(text), lambda: names_of(text)):
        try:
            read()
        except Misspelt:
            continue


@pytest.mark.parametrize("word", ["Ženski", "Đorđe", "Bračni drug", "Lična karta"])
def test_a_word_is_one_in_both_scripts_without_marks_and_in_capitals(word: str) -> None:
    assert folded(word) == folded(serbian_cyrillic(word)) == folded(word.upper() + ":")


@pytest.mark.parametrize(
    ("text", "order", "given", "family", "parent"),
    [
        ("Ana Marija Jovanović", "given_first", "Ana Marija", "Jovanović", ""),
        ("Jovanović Ana", "family_first", "Ana", "Jovanović", ""),
        ("Jovanović, Ana", "given_first", "Ana", "Jovanović", ""),
        ("Ana (Marko) Jovanović", "given_first", "Ana", "Jovanović", "Marko"),
    ],
)
def test_a_name_in_one_cell_is_divided(text: str, order: str, given: str, family: str, parent: str) -> None:
    said = {"given_name": given, "family_name": family, "parent_name": parent}
    assert names_of(text, order=order) == {name: value for name, value in said.items() if value}
