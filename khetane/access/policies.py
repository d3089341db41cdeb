"""Who may do what with which table, read from the policies that PostgreSQL itself holds.

A condition of a policy is clauses joined by "and"; of the permissions that one clause names, any is enough.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

ACTIONS = {"SELECT": "read", "INSERT": "add", "UPDATE": "change", "DELETE": "delete"}
KEPT = Path(__file__).with_name("policies.json")
_POLICIES = """
    select p.tablename, p.cmd, coalesce(p.qual, p.with_check, 'true')
    from pg_policies p where p.schemaname = 'public' and 'khetane_app' = any(p.roles) order by 1, 2
"""
_RIGHT = "select has_table_privilege('khetane_app', %s, %s)"
_COLUMN_RIGHT = "select has_any_column_privilege('khetane_app', %s, %s)"
PERMISSION = re.compile(r"khetane_(?:units|reach|holds|opens)\('([a-z_]+\.[a-z_]+)'")
OWN = ("khetane_viewer()", "current_setting('khetane.viewer'")
MANDATE, EMERGENCY = "khetane_readers()", "khetane_opens("


@dataclass(frozen=True, slots=True)
class Rule:
    """What lets somebody do one thing with the rows of a table.

    `needs`: of each group of permissions she must hold one, in the unit of the row (or anywhere, where the row has none).
    `mandate`: only rows of mandates she reads. `emergency`: also a household that she opened. `own`: what is hers is
    enough by itself, or everybody signed in may where nothing is needed.
    """

    table: str
    action: str
    needs: tuple[tuple[str, ...], ...] = ()
    mandate: bool = False
    emergency: bool = False
    own: bool = False

    @classmethod
    def of(cls, table: str, action: str, condition: str) -> Rule:
        """The rule in a condition as PostgreSQL writes it."""
        needs = dict.fromkeys(tuple(sorted(set(PERMISSION.findall(clause)))) for clause in clauses(condition))
        return cls(
            table=table,
            action=action,
            needs=tuple(group for group in needs if group),
            mandate=MANDATE in condition,
            emergency=EMERGENCY in condition,
            own=any(mark in condition for mark in OWN),
        )


def clauses(condition: str) -> Iterator[str]:
    """The parts of a condition that must all hold."""
    condition = _bare(condition.strip())
    depth, start = 0, 0
    for match in re.finditer(r"[()]| AND ", condition):
        if match[0] == " AND ":
            if depth == 0:
                yield from clauses(condition[start : match.start()])
                start = match.end()
        else:
            depth += 1 if match[0] == "(" else -1
    if start:
        yield from clauses(condition[start:])
    else:
        yield condition


def _bare(condition: str) -> str:
    """Without brackets around the whole of it."""
    while condition.startswith("(") and condition.endswith(")"):
        depth = 0
        for place, letter in enumerate(condition):
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if depth == 0 and place < len(condition) - 1:
                return condition
        condition = condition[1:-1].strip()
    return condition


def rules_in_database() -> list[Rule]:
    """The rules of the application's role, from the database."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_POLICIES)
        for table, command, condition in cursor.fetchall():
            # A right on some columns is one too; there is none of deletion.
            cursor.execute(_RIGHT if command == "DELETE" else _COLUMN_RIGHT, [table, command])
            if cursor.fetchone()[0]:
                found.append(Rule.of(table, ACTIONS[command], condition))
    return found


def as_text(rules: Sequence[Rule]) -> str:
    """The rules as they are kept in a file beside the code."""
    lines = [json.dumps(asdict(rule), sort_keys=True) for rule in rules]
    return "[\n" + ",\n".join(lines) + "\n]\n"


@cache
def kept_rules() -> tuple[Rule, ...]:
    """The rules as they were read when the code was made; a test holds the file against the database."""
    return tuple(_rule(told) for told in json.loads(KEPT.read_text(encoding="utf-8")))


def _rule(told: Mapping[str, Any]) -> Rule:
    return Rule(**{**told, "needs": tuple(tuple(group) for group in told["needs"])})
