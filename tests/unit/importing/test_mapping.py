"""What is known of a table under a mapping before anything of it is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from khetane.importing.mapping import ColumnMap

UNIT, OTHER = UUID(int=1), UUID(int=2)
TABLE = b"\x01" * 32


def test_ids_follow_from_unit_table_and_the_installations_secret(settings: Any) -> None:
    """Who holds the same list as another unit must not be able to work out what that unit's records are called."""
    mapping = ColumnMap({"Name": "person.given_name"})
    here = mapping.key(UNIT, TABLE)
    assert here == mapping.key(UNIT, TABLE)
    assert len({here, mapping.key(OTHER, TABLE), mapping.key(UNIT, b"\x02" * 32)}) == 3
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, lookup_key=b"another" * 5)
    assert mapping.key(UNIT, TABLE) != here
