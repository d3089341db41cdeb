"""The page of roles says what the roles are."""

from __future__ import annotations

from pathlib import Path

from khetane.access.reference import page

PAGE = Path(__file__).parents[2] / "docs/reference/roles.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "docs/reference/roles.md is stale. Run: python -m khetane.access.reference > docs/reference/roles.md"
    )
