"""Whose word stands for a household, and which names can be seen."""

from __future__ import annotations

import pytest

from khetane.core.birth import AgeRange
from khetane.people.rules import legible, speaks_for_household


@pytest.mark.parametrize(
    ("role", "age", "given_by", "stands"),
    [
        ("head", None, "self", True),
        ("head", AgeRange(16, 16), "self", True),  # a child may be the head of a household; nobody else is
        ("child", AgeRange(18, 18), "self", True),
        ("child", AgeRange(17, 17), "self", False),
        ("child", AgeRange(17, 19), "self", False),  # she may be a child
        ("child", None, "self", False),
        ("child", AgeRange(6, 6), "guardian", True),
    ],
)
def test_a_childs_own_word_does_not_stand_for_the_household(
    role: str, age: AgeRange | None, given_by: str, stands: bool
) -> None:
    assert speaks_for_household(role, age, given_by) is stands


@pytest.mark.parametrize("name", ["Ana", "Ђ", "Џемиле", "3", "O’", "\u202eana", "é"])
def test_a_name_that_can_be_seen(name: str) -> None:
    assert legible(name)


@pytest.mark.parametrize(
    "name", ["\u200b", "\u200d\ufeff", " \u00a0", "\u202e", "\u3164", "\u2800", "\u0301"]
)
def test_a_name_that_cannot_be_seen(name: str) -> None:
    assert not legible(name)
