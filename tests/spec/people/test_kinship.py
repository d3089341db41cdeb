"""What members are to a new head: the guesses that the screen offers."""

from __future__ import annotations

import pytest

from khetane.people.enums import HouseholdRole
from khetane.people.kinship import BECOMES, role_to


@pytest.mark.parametrize(
    ("new_head", "member", "becomes"),
    [
        ("spouse", "head", "spouse"),
        ("spouse", "child", "child"),
        ("spouse", "parent", "in_law"),
        ("child", "head", "parent"),
        ("child", "spouse", "parent"),
        ("child", "child", "sibling"),
        ("child", "grandchild", "child"),
        ("child", "sibling", "other"),
        ("parent", "head", "child"),
        ("parent", "child", "grandchild"),
        ("parent", "sibling", "child"),
        ("sibling", "head", "sibling"),
        ("sibling", "parent", "parent"),
        ("grandchild", "child", "parent"),
        ("grandparent", "head", "grandchild"),
        ("in_law", "child", "spouse"),
        ("other", "child", "other"),
        ("head", "child", "child"),
    ],
)
def test_each_guess(new_head: str, member: str, becomes: str) -> None:
    assert role_to(new_head, member) == becomes


def test_every_guess_is_a_role_that_is_not_the_heads() -> None:
    roles = set(HouseholdRole.values)
    assert set(BECOMES) <= roles - {"head", "other"}
    for table in BECOMES.values():
        assert set(table) <= roles
        assert set(table.values()) <= roles - {"head"}
        assert "head" in table
