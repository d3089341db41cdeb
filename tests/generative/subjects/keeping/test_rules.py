"""Periods of keeping, with days of all kinds: leap years, months of all lengths, several events."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from khetane.subjects.catalogue.reading import EVENTS, Counted, KeepingRule, keeping
from khetane.subjects.keeping.rules import Known, clocks, decided_from, in_months, is_near

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(0, 600)
KINDS = sorted({kind for rule in keeping().rules.values() for kind in rule.kinds})
SHIPPED = tuple(keeping().rules.values())


@st.composite
def known(draw: st.DrawFn) -> Known:
    return Known(
        kinds=frozenset(draw(st.sets(st.sampled_from(KINDS), min_size=1))) | {"household"},
        last_contact=draw(DAYS),
        case_closed=draw(st.none() | DAYS),
        consent_ended=draw(st.none() | DAYS),
        under_way=draw(st.booleans()),
    )


@st.composite
def rule_sets(draw: st.DrawFn) -> tuple[KeepingRule, ...]:
    """The shipped rules with other periods."""
    return tuple(
        replace(
            rule,
            periods=tuple(
                Counted(event, draw(st.integers(1, 300)))
                for event in draw(st.lists(st.sampled_from(EVENTS), min_size=1, unique=True))
            ),
        )
        for rule in SHIPPED
    )


@given(DAYS, MONTHS)
def test_so_many_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = in_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    last = monthrange(later.year, later.month)[1]
    assert later.day == day.day or (later.day == last and day.day > last)


@given(DAYS, DAYS, MONTHS)
def test_who_was_met_later_is_kept_no_shorter(one: date, other: date, months: int) -> None:
    assert (one <= other) <= (in_months(one, months) <= in_months(other, months))


@given(st.integers(1, 40))
def test_the_29_of_february_ends_on_the_28_except_in_leap_years(years: int) -> None:
    later = in_months(date(2024, 2, 29), 12 * years)
    assert later == date(2024 + years, 2, 29 if years % 4 == 0 else 28)


@given(known(), rule_sets())
def test_a_household_is_kept_until_the_last_of_its_rules_is_over(
    one: Known, rules: tuple[KeepingRule, ...]
) -> None:
    found = clocks(one, rules)
    assume(found)
    applying = [rule for rule in rules if not one.kinds.isdisjoint(rule.kinds)]
    assert found is not None
    assert {clock.rule for clock in found} == {rule.code for rule in applying}
    assert all(clock.over_on <= found[0].over_on for clock in found)
    for clock in found:
        months = {
            period.event: period.months
            for rule in applying
            if rule.code == clock.rule
            for period in rule.periods
        }
        assert clock.over_on == in_months(clock.since, months[clock.event])


@given(known(), rule_sets(), st.sampled_from(KINDS))
def test_more_records_never_end_sooner(one: Known, rules: tuple[KeepingRule, ...], kind: str) -> None:
    before = clocks(one, rules)
    after = clocks(replace(one, kinds=one.kinds | {kind}), rules)
    assert after is None or (before is not None and before[0].over_on <= after[0].over_on)


@given(known(), rule_sets(), st.integers(1, 4000))
def test_whoever_is_met_again_is_never_over_sooner(
    one: Known, rules: tuple[KeepingRule, ...], days: int
) -> None:
    before = clocks(one, rules)
    after = clocks(replace(one, last_contact=one.last_contact + timedelta(days)), rules)
    assert (before is None) == (after is None)
    if before and after:
        assert before[0].over_on <= after[0].over_on


@given(known())
def test_nothing_ends_while_a_case_is_under_way(one: Known) -> None:
    pending = replace(one, kinds=one.kinds | {"procedure"}, under_way=True)
    assert clocks(pending, SHIPPED) is None


@given(known(), DAYS)
def test_a_consent_that_ended_never_keeps_longer(one: Known, ended: date) -> None:
    without, with_ = (
        clocks(replace(one, consent_ended=None), SHIPPED),
        clocks(replace(one, consent_ended=ended), SHIPPED),
    )
    assert (without is None) == (with_ is None)
    if without and with_:
        assert with_[0].over_on <= without[0].over_on


@given(DAYS, DAYS, st.integers(1, 400))
def test_nothing_is_decided_before_its_time_nor_without_notice(over: date, noticed: date, days: int) -> None:
    first = decided_from(over, noticed, days)
    assert first > over
    assert first >= noticed + timedelta(days=days)
    assert is_near(over, max(over, noticed), days)
