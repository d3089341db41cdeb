"""Role × record × action: what each shipped role may do with each kind of record, by the rules of the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps

from khetane.access.policies import ACTIONS, Rule, kept_rules
from khetane.access.rights import shipped_roles
from khetane.core.viewer import CLIENTS_ONLY

SYSTEM = "system"


class Reach(StrEnum):
    """Which rows of a kind of record."""

    NONE = "none"
    OWN = "own"
    EMERGENCY = "emergency"
    CLIENTS = "clients"
    SCHEMES = "schemes"
    MANDATE = "mandate"
    ALL = "all"


MEANING = {
    Reach.NONE: "none",
    Reach.OWN: "what is her own",
    Reach.EMERGENCY: "one household for three hours, with a reason",
    Reach.CLIENTS: "of her clients, what her mandate holds; who they are",
    Reach.SCHEMES: "of the schemes in which she works, as the unit's coordinator says",
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
    names = record_names()
    for code, role in shipped_roles().items():
        for table in sorted({table for table, _ in rules}):
            for action in ACTIONS.values():
                rule = rules.get((table, action))
                reach = reach_of(rule, code, role) if rule else Reach.NONE
                followed = rules.get((rule.follows, "read")) if rule else None
                if followed:
                    reach = min(reach, reach_of(followed, code, role), key=list(Reach).index)
                yield Cell(code, names.get(table, table), table, action, reach)


def reach_of(rule: Rule, code: str, role: dict[str, Any]) -> Reach:
    """How far the role's permissions lead under the rule."""
    held = set(role["permissions"])
    if rule.never or (rule.program and code != SYSTEM):
        return Reach.NONE
    own = False
    for clause in rule.clauses:
        if held.isdisjoint(clause.permissions):
            if not clause.own:
                return Reach.EMERGENCY if rule.emergency and "override.use" in held else Reach.NONE
            own = True
    if own:
        return Reach.OWN
    return _narrowed(rule, _within(rule, role), held)


def _within(rule: Rule, role: dict[str, Any]) -> Reach:
    """All of it, or what is of her mandates and schemes."""
    if not rule.mandate:
        return Reach.ALL
    read = role["mandates"] and "content.read" in role["permissions"]
    if read and rule.of_mandate in ("", *role["mandates"]):
        return Reach.MANDATE
    return Reach.SCHEMES if rule.schemes else Reach.NONE


def _narrowed(rule: Rule, reach: Reach, held: set[str]) -> Reach:
    """What is left of it where the role sees clients only."""
    if CLIENTS_ONLY not in held or not rule.limited or reach is Reach.NONE:
        return reach
    return Reach(rule.limited)


def record_names() -> dict[str, str]:
    """What a row of a table is called, in the language of the moment."""
    return {
        model._meta.db_table: str(model._meta.verbose_name)
        for model in apps.get_models(include_auto_created=True)
    }
