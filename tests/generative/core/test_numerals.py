"""No length and no script of digits breaks what reads a number that somebody sent."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khetane.cases.datasets.legal import clock
from khetane.core.collation import sort_key
from khetane.core.numerals import LARGEST_ID, LARGEST_INTEGER, whole_number
from khetane.history.properties import Unreadable
from khetane.importing.spelling import Misspelt, day_of
from tests.generative.importing.test_spelling import TODAY

ENDLESS = "9" * 5000
DIGITS = st.text("0123456789", min_size=1, max_size=25)
ODD = st.one_of(
    DIGITS,
    st.text(max_size=20),
    st.sampled_from((ENDLESS, "0" * 5000, "²", "٣", "-1", "+1", "1_0", " 1", "")),
)


@given(number=st.integers(0, LARGEST_ID), zeros=st.integers(0, 5000))
def test_a_number_is_read_however_many_zeros_stand_before_it(number: int, zeros: int) -> None:
    assert whole_number("0" * zeros + str(number), LARGEST_ID) == number


@given(text=ODD, most=st.integers(0, LARGEST_ID))
@example(text=ENDLESS, most=LARGEST_INTEGER)
def test_anything_else_is_none(text: str, most: int) -> None:
    read = whole_number(text, most)
    fits = (
        text.isascii()
        and text.isdecimal()
        and len(text.lstrip("0")) < 30
        and int(text.lstrip("0") or "0") <= most
    )
    assert (read is not None) == fits


@given(hours=ODD, minutes=ODD)
@example(hours=ENDLESS, minutes="00")
@example(hours="9", minutes=ENDLESS)
def test_a_time_of_day_is_read_or_refused(hours: str, minutes: str) -> None:
    try:
        read = str(clock(f"{hours}:{minutes}"))
    except Unreadable:
        return
    assert len(read) == 5
    assert "00:00" <= read <= "23:59"


@pytest.mark.parametrize(
    "cell", [ENDLESS, f"1.1.{ENDLESS}", f"{ENDLESS}.2020", f"{ENDLESS}/1/2020", f"2020-{ENDLESS}"]
)
def test_a_day_of_endless_digits_is_misspelt(cell: str) -> None:
    with pytest.raises(Misspelt):
        day_of(cell, today=TODAY)


def test_endless_digits_in_a_name_have_a_place_in_the_order() -> None:
    assert sort_key("Block 9") < sort_key(f"Block {ENDLESS}")
    assert sort_key("Block 007") == sort_key("Block 7") == sort_key("Block ٧")
