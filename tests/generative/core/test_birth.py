from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from khetane.core.birth import Birth, Precision, age_on

births = st.builds(Birth, st.dates(), st.sampled_from(Precision))


@given(birth=births, day=st.dates())
def test_every_day_the_birth_allows_gives_an_age_in_the_range(birth: Birth, day: date) -> None:
    assume(day >= birth.latest)
    age = age_on(birth, day)
    for born in (birth.earliest, birth.latest):
        exact = age_on(Birth(born, Precision.DAY), day).exact
        assert exact is not None
        assert age.low <= exact <= age.high


@given(birth=births, day=st.dates(max_value=date(9998, 12, 31)))
def test_nobody_grows_younger(birth: Birth, day: date) -> None:
    assume(day >= birth.earliest)
    now, later = age_on(birth, day), age_on(birth, date(day.year + 1, day.month, min(day.day, 28)))
    assert now.low <= later.low
    assert now.high <= later.high


@given(birth=births, day=st.dates())
def test_less_is_known_the_less_precise_the_birth(birth: Birth, day: date) -> None:
    assume(day >= birth.latest)
    known, month, year, estimated = (age_on(Birth(birth.day, precision), day) for precision in Precision)
    assert known.exact is not None
    widths = [age.high - age.low for age in (known, month, year, estimated)]
    assert widths == sorted(widths)
