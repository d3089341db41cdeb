"""A table of states: what it refuses when written wrongly, and what it says of steps."""

from __future__ import annotations

import pytest

from khetane.core.states import Machine, Step

LAMP = Machine(
    kind="lamp",
    states=("off", "on", "broken"),
    starts=("off",),
    steps=(
        Step("light", "Light", ("off",), "on"),
        Step("put_out", "Put out", ("on",), "off"),
        Step("break", "Break", ("off", "on"), "broken", asks=("reason",)),
    ),
)


def codes(before: str, after: str, **values: str) -> list[str]:
    return [problem.code for problem in LAMP.check(before, after, values, "lamp")]


def test_steps_of_the_table_are_taken_and_staying_is_none() -> None:
    assert codes("", "off") == codes("off", "on") == codes("on", "off") == codes("on", "on") == []


def test_any_other_step_is_refused_with_what_may_follow() -> None:
    (problem,) = LAMP.check("broken", "on", {}, "lamp")
    assert problem.code == "no_step_left"
    assert "“broken”" in problem.message
    (problem,) = LAMP.check("", "on", {}, "lamp")
    assert (problem.code, problem.values["possible"]) == ("no_such_beginning", "off")


def test_a_step_asks_for_what_it_needs() -> None:
    assert codes("on", "broken") == ["step_asks"]
    assert codes("on", "broken", reason="dropped") == []


def test_the_steps_from_a_state_are_what_a_screen_offers() -> None:
    assert [step.name for step in LAMP.following("on")] == ["put_out", "break"]
    assert LAMP.following("broken") == ()


@pytest.mark.parametrize(
    ("states", "starts", "steps", "fault"),
    [
        (("a",), ("b",), (), "unknown states"),
        (("a", "b"), ("a",), (), "nothing leads to"),
        (
            ("a", "b"),
            ("a",),
            (Step("x", "", ("a",), "b"), Step("x", "", ("b",), "a")),
            "two steps of one name",
        ),
        (
            ("a", "b"),
            ("a",),
            (Step("x", "", ("a",), "b"), Step("y", "", ("a",), "b")),
            "two steps between the same states",
        ),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(
    states: tuple[str, ...], starts: tuple[str, ...], steps: tuple[Step, ...], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Machine("thing", states, starts, steps)
