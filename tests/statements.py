"""Statements as the application might put them, whatever it forgot."""

from __future__ import annotations

import psycopg
from django.db import ProgrammingError, connection, transaction


def touched(statement: str) -> int:
    """How many rows a statement of the current viewer touches; none where it may not be made at all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)
    except ProgrammingError as refused:
        if not isinstance(refused.__cause__, psycopg.errors.InsufficientPrivilege):
            raise
        return 0
