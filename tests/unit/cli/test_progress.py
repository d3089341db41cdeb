"""Where there is no terminal, long work says how far it is in plain lines, and not too many of them."""

from __future__ import annotations

import io
import sys

import pytest

from khetane.cli.progress import OFTEN, SELDOM, Lines, progress


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def lines(clock: Clock) -> tuple[Lines, io.StringIO]:
    out = io.StringIO()
    return Lines("Records", out, clock), out


def test_each_tenth_is_said_once(clock: Clock) -> None:
    reached, out = lines(clock)
    for done in range(0, 2001):
        clock.now = done * OFTEN / 50
        reached(done, 2000)
    assert out.getvalue().splitlines() == [f"Records: {tenth}0 %" for tenth in range(1, 11)]


def test_work_that_is_over_at_once_says_nothing(clock: Clock) -> None:
    reached, out = lines(clock)
    for done in range(101):
        clock.now = done * OFTEN / 200
        reached(done, 100)
    assert out.getvalue() == ""


def test_slow_work_says_every_now_and_then_that_it_goes_on(clock: Clock) -> None:
    reached, out = lines(clock)
    for done in range(4):
        clock.now = done * (SELDOM + 1)
        reached(done, 1000, "people_person")
    assert out.getvalue().splitlines() == ["Records: 0 %, people_person"] * 3


def test_work_of_unknown_length_says_how_much_is_done(clock: Clock) -> None:
    reached, out = lines(clock)
    reached(0, 0)
    clock.now = SELDOM
    reached(70, 0)
    assert out.getvalue() == "Records: 70\n"


def test_the_lines_go_to_the_error_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert not sys.stderr.isatty()
    with progress("Places") as reached:
        assert isinstance(reached, Lines)
        reached.said_at = 0.0
        reached(5, 10)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Places: 50 %\n")
