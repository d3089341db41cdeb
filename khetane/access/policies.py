"""Who may do what with which table, read from the policies that PostgreSQL itself holds.

A condition of a policy is clauses that must all hold. Of the permissions that one clause names any is enough; where it also names
the viewer herself, what is her own is enough too.
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
    select p.tablename, p.cmd, coalesce(p.qual, p.with_check, 'true'), p.permissive = 'PERMISSIVE'
    from pg_policies p where p.schemaname = 'public' and 'khetane_app' = any(p.roles) order by 1, 2
"""
_RIGHT = "select has_table_privilege('khetane_app', %s, %s)"
_COLUMN_RIGHT = "select has_any_column_privilege('khetane_app', %s, %s)"
PERMISSION = re.compile(
    r"(?:khetane_(?:units|reach|holds|municipalities)|access_reaches)\('([a-z_]+\.[a-z_]+)'"
)
VIEWER = r"(?:khetane_viewer\(\)|\( SELECT \(NULLIF\(current_setting\('khetane\.viewer'[^=]*?AS \"nullif\"\))"
OWN = re.compile(rf" = {VIEWER}")
PROGRAM = re.compile(rf"^{VIEWER} = '00000000-0000-4000-8000-000000000001'::uuid$")
OF_ONE_MANDATE = re.compile(r"khetane_readers\(\) AS khetane_readers\) -> \(unit_id\)::text\) \? '(\w+)'")
OF_ITS_MANDATE = re.compile(r"khetane_readers\(\) AS khetane_readers\) -> \(unit_id\)::text\) \? \((\w+)\)")
FOLLOWS = re.compile(r"EXISTS \( SELECT 1 FROM (\w+)")
COLUMNS_OF_CLIENTS = re.compile(r"khetane_(?:clients|narrowed)\(\)(.*?), true\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Clause:
    """Something that must hold: one of the permissions, or, with `own`, that the row is the viewer's."""

    permissions: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What lets somebody do one thing with the rows of a table.

    `mandate`: only rows of mandates she reads (`of_mandate`: of that one). `schemes`: also of schemes in which she works.
    `emergency`: also a household that she opened. `program`: the program itself alone. `never`: nobody. `limited`: what of it
    is there for who sees clients only: "clients", "own", "none", or "" for all. `follows`: only with a row of that table.
    """

    table: str
    action: str
    clauses: tuple[Clause, ...] = ()
    mandate: bool = False
    of_mandate: str = ""
    schemes: bool = False
    emergency: bool = False
    program: bool = False
    never: bool = False
    limited: str = ""
    follows: str = ""


def rule(table: str, action: str, condition: str, narrowing: str = "") -> Rule:
    """The rule in a condition as PostgreSQL writes it, and in the one that narrows it to clients."""
    parts = [_bare(part) for part in clauses(condition)]
    needed = dict.fromkeys(_clause(part) for part in parts)
    its_mandate, one_mandate = OF_ITS_MANDATE.search(condition), OF_ONE_MANDATE.search(condition)
    return Rule(
        table=table,
        action=action,
        clauses=tuple(one for one in needed if one != Clause()),
        mandate=bool(its_mandate or one_mandate),
        of_mandate=one_mandate[1] if one_mandate and not its_mandate else "",
        schemes="programmes_own_schemes()" in condition,
        emergency="khetane_narrowed()" in condition,
        program=any(PROGRAM.match(part) for part in parts),
        never=condition == "false",
        limited=_limited(narrowing),
        follows=(FOLLOWS.findall(condition) or [""])[0],
    )


def _clause(part: str) -> Clause:
    own = bool(OWN.search(part)) and not PROGRAM.match(part)
    permissions = tuple(sorted(set(PERMISSION.findall(part))))
    others = [one for one in part.split(" OR ") if not re.search(VIEWER, one)]
    # A choice that has to do with more than who looks narrows nothing that a table could say.
    return Clause() if own and not permissions and others else Clause(permissions, own)


def _narrowing(condition: str) -> str:
    """A condition that asks for clients itself narrows to them."""
    return condition if COLUMNS_OF_CLIENTS.search(condition) else ""


def _limited(narrowing: str) -> str:
    if not narrowing or narrowing == "true":
        return ""
    named = " ".join(COLUMNS_OF_CLIENTS.findall(narrowing))
    if re.search(r"household|person|\bid\b|kept_id", named) or "EXISTS" in narrowing:
        return "clients"
    return "own" if OWN.search(narrowing) else "none"


def clauses(condition: str) -> Iterator[str]:
    """The parts of a condition that must all hold."""
    condition = _bare(condition.strip())
    depth, start, case = 0, 0, 0
    for match in re.finditer(r"[()]|\bCASE\b|\bEND\b| AND ", condition):
        if match[0] in "()":
            depth += 1 if match[0] == "(" else -1
        elif match[0] in ("CASE", "END"):
            case += 1 if match[0] == "CASE" else -1
        elif depth == 0 and case == 0:
            yield from clauses(condition[start : match.start()])
            start = match.end()
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
    found: dict[tuple[str, str], dict[bool, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_POLICIES)
        for table, command, condition, permissive in cursor.fetchall():
            # A right on some columns is one too; there is none of deletion.
            cursor.execute(_RIGHT if command == "DELETE" else _COLUMN_RIGHT, [table, command])
            if cursor.fetchone()[0]:
                found.setdefault((table, ACTIONS[command]), {})[permissive] = " ".join(condition.split())
    return [
        rule(table, action, conditions[True], conditions.get(False) or _narrowing(conditions[True]))
        for (table, action), conditions in found.items()
    ]


def as_text(rules: Sequence[Rule]) -> str:
    """The rules as they are kept in a file beside the code."""
    lines = [json.dumps(_told(one), sort_keys=True) for one in rules]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _told(one: Rule) -> dict[str, Any]:
    """Without what is as usual."""
    return {name: value for name, value in asdict(one).items() if value}


@cache
def kept_rules() -> tuple[Rule, ...]:
    """The rules as they were read when the code was made; a test holds the file against the database."""
    return tuple(_rule(told) for told in json.loads(KEPT.read_text(encoding="utf-8")))


def _rule(told: Mapping[str, Any]) -> Rule:
    needed = (Clause(tuple(one["permissions"]), one.get("own", False)) for one in told.get("clauses", ()))
    return Rule(**{**told, "clauses": tuple(needed)})
