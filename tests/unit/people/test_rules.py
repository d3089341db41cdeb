"""Whose word stands for a household."""

from __future__ import annotations

import pytest

from khetane.core.birth import AgeRange
from khetane.people.rules import speaks_for_household


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
