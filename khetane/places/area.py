"""Where the viewer holds a permission, as the database itself knows it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def municipalities_with(permission: str) -> list[UUID]:
    """The municipalities in which the viewer of this transaction holds `permission`."""
    with connection.cursor() as cursor:
        cursor.execute("select khetane_municipalities(%s)", [permission])
        found: list[UUID] = cursor.fetchone()[0]
    return found
