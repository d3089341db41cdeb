"""What the table of roles says of one row: whether a role reaches it. The table is read, never copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from khetane.access.policies import Rule, kept_rules
from khetane.access.rights import shipped_roles
from khetane.access.role_table import Reach, cells

# Nobody signs in as the program itself.
ROLES: dict[str, dict[str, Any]] = {code: role for code, role in shipped_roles().items() if code != "system"}
RULES: dict[tuple[str, str], Rule] = {(rule.table, rule.action): rule for rule in kept_rules()}
TABLES = sorted({table for table, _ in RULES})
REACH = {(cell.role, cell.table, cell.action): cell.reach for cell in cells()}
# Rows of these mandates are read, and changed, beyond the reader's own.
SHARED = {("outreach_task", action): {"coordination"} for action in ("read", "change", "delete")}


@dataclass(frozen=True, slots=True)
class Placed:
    """What of a row decides who may do what with it."""

    unit: UUID | None = None
    mandate: str | None = None
    household: UUID | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """The unit in which every role is given here, and the household that is the lawyer's client."""

    unit: UUID
    client: UUID


def reached(role: str, table: str, action: str, row: Placed, here: Where) -> bool:
    """Whether the row lies within the reach that the cell of this role, table and action says."""
    reach, rule = REACH[role, table, action], RULES.get((table, action))
    if rule is None or reach is Reach.NONE:
        return False
    if not rule.clauses and reach is Reach.ALL:
        return True  # shown to everybody signed in, wherever it is
    if row.unit not in (None, here.unit):
        return False
    match reach:
        case Reach.ALL:
            return True
        case Reach.MANDATE:
            return of_her_mandate(role, rule, row)
        case Reach.CLIENTS:
            return row.household in (None, here.client) and of_her_mandate(role, rule, row)
        case _:
            return False  # nothing here is her own, of her schemes, or opened in an emergency


def of_her_mandate(role: str, rule: Rule, row: Placed) -> bool:
    """Whether she reads the row's mandate, or its table asks for none."""
    read = {*ROLES[role]["mandates"], *SHARED.get((rule.table, rule.action), ())}
    if row.mandate is None or not rule.mandate or rule.of_mandate or row.mandate in read:
        return True
    return rule.table == "cases_planstep" and "coordination" in read
