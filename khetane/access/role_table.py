"""Role × record × action: what each shipped role may do with each kind of record, by the rules of the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps

from khetane.access.policies import ACTIONS, Rule, kept_rules
from khetane.access.rights import shipped_roles


class Reach(StrEnum):
    """Which rows of a kind of record."""

    NONE = "none"
    OWN = "own"
    EMERGENCY = "emergency"
    MANDATE = "mandate"
    ALL = "all"


MEANING = {
    Reach.NONE: "none",
    Reach.OWN: "what is her own, or open to everybody signed in",
    Reach.EMERGENCY: "one household for three hours, with a reason",
    Reach.MANDATE: "in her units, of the mandates she reads",
    Reach.ALL: "all in her units or places (or of the installation, where rows belong to no unit)",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one role may do in one way with one kind of record."""

    role: str
    record: str
    table: str
    action: str
    reach: Reach


def cells() -> Iterator[Cell]:
    """Every cell, role by role and record by record; what no policy lets anybody do is `none`."""
    rules = {(rule.table, rule.action): rule for rule in kept_rules()}
    for code, role in shipped_roles().items():
        for table in sorted({table for table, _ in rules}):
            for action in ACTIONS.values():
                rule = rules.get((table, action))
                reach = reach_of(rule, role) if rule else Reach.NONE
                yield Cell(code, record_of(table), table, action, reach)


def reach_of(rule: Rule, role: dict[str, Any]) -> Reach:
    """How far the role's permissions lead under the rule."""
    held = set(role["permissions"])
    if all(held.intersection(group) for group in rule.needs):
        if not rule.needs:
            return Reach.OWN if rule.own else Reach.ALL
        if rule.mandate:
            return Reach.MANDATE if role["mandates"] else Reach.NONE
        return Reach.ALL
    if rule.emergency and "override.use" in held:
        return Reach.EMERGENCY
    return Reach.OWN if rule.own else Reach.NONE


def record_of(table: str) -> str:
    """What a row of the table is called."""
    names = {
        model._meta.db_table: str(model._meta.verbose_name)
        for model in apps.get_models(include_auto_created=True)
    }
    return names.get(table, table)
