from __future__ import annotations

from datetime import date

import pytest

from khetane.core.birth import AgeRange, Birth, NotYetBorn, Precision, age_on

BORN = date(2000, 6, 15)


@pytest.mark.parametrize(
    ("precision", "earliest", "latest"),
    [
        ("day", date(2000, 6, 15), date(2000, 6, 15)),
        ("month", date(2000, 6, 1), date(2000, 6, 30)),
        ("year", date(2000, 1, 1), date(2000, 12, 31)),
        ("estimated", date(1998, 1, 1), date(2002, 12, 31)),
    ],
)
def test_a_birth_lies_between_two_days(precision: str, earliest: date, latest: date) -> None:
    birth = Birth(BORN, Precision(precision))
    assert (birth.earliest, birth.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("precision", "day", "age"),
    [
        ("day", date(2018, 6, 14), AgeRange(17, 17)),
        ("day", date(2018, 6, 15), AgeRange(18, 18)),
        ("day", BORN, AgeRange(0, 0)),
        ("month", date(2018, 6, 15), AgeRange(17, 18)),
        ("month", date(2018, 7, 1), AgeRange(18, 18)),
        ("year", date(2018, 6, 15), AgeRange(17, 18)),
        ("year", date(2018, 12, 31), AgeRange(18, 18)),
        ("year", date(2000, 6, 14), AgeRange(0, 0)),
        ("estimated", date(2018, 6, 15), AgeRange(15, 20)),
    ],
)
def test_age_on_a_day(precision: str, day: date, age: AgeRange) -> None:
    assert age_on(Birth(BORN, Precision(precision)), day) == age


def test_a_leap_day_birthday_comes_on_the_first_of_march() -> None:
    birth = Birth(date(2000, 2, 29), Precision.DAY)
    assert age_on(birth, date(2018, 2, 28)).exact == 17
    assert age_on(birth, date(2018, 3, 1)).exact == 18
    assert age_on(birth, date(2020, 2, 29)).exact == 20


def test_no_age_before_birth() -> None:
    with pytest.raises(NotYetBorn, match=r"2000-06-14.*2000-06-15 \(day\)"):
        age_on(Birth(BORN, Precision.DAY), date(2000, 6, 14))


@pytest.mark.parametrize(
    ("age", "answer"),
    [(AgeRange(6, 14), True), (AgeRange(5, 6), None), (AgeRange(15, 20), False), (AgeRange(0, 5), False)],
)
def test_within_says_when_it_is_not_certain(age: AgeRange, answer: bool | None) -> None:
    assert age.within(6, 14) is answer
