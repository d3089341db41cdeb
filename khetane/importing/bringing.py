"""Households of a table brought into the register, each by one submission of its own, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction

from khetane.core.problems import Problem
from khetane.core.refusals import NotAllowed, Refusal
from khetane.forms import office
from khetane.history.source import Applied, State
from khetane.importing import problems
from khetane.importing.preparing import Prepared
from khetane.importing.rows import Fault, Group


class Left(StrEnum):
    """Why a row was left out."""

    WRONG = "error"
    ALIKE = "duplicate"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was not taken in: whoever mends the table reads this."""

    why: Left
    group: int
    fault: Fault

    def to_json(self) -> dict[str, Any]:
        problem = self.fault.problem
        said = {"code": problem.code, "sentence": problem.sentence, "values": dict(problem.values)}
        return {
            "why": self.why.value,
            "group": self.group,
            "row": self.fault.row,
            "column": self.fault.column,
        } | said

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> LeftOut:
        problem = Problem(told["code"], told["sentence"], told["values"])
        return cls(Left(told["why"]), told["group"], Fault(told["row"], told["column"], problem))


@dataclass(slots=True)
class Brought:
    """What became of some households: how many records of each kind were made, how many were here, what was left out."""

    made: Counter[str] = field(default_factory=Counter)
    here: int = 0
    left_out: list[LeftOut] = field(default_factory=list)


def bring(prepared: Prepared, groups: Iterable[Group], taken: Collection[int]) -> Brought:
    """Bring these households. Who looks like somebody known is left out unless the group is among `taken`.

    Safe to repeat: what is here already is counted as here. Raises NotAllowed.
    """
    brought = Brought()
    for group in groups:
        found = prepared.alike.get(group.number, [])
        if group.faults:
            brought.left_out += [LeftOut(Left.WRONG, group.number, fault) for fault in group.faults]
        elif found and group.number not in taken:
            brought.left_out += [LeftOut(Left.ALIKE, group.number, fault) for fault in found]
        else:
            _bring_one(prepared, group, brought)
    return brought


def tried(prepared: Prepared, groups: Iterable[Group], taken: Collection[int]) -> Brought:
    """What `bring` would make of them: it is done, and taken back."""
    with transaction.atomic():
        brought = bring(prepared, groups, taken)
        transaction.set_rollback(True)
    return brought


class _Refused(Exception):
    """The submission would not be applied as it is."""

    def __init__(self, reasons: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(reason.message for reason in reasons))
        self.reasons = reasons


def _bring_one(prepared: Prepared, group: Group, brought: Brought) -> None:
    edits = prepared.edits(group)
    if not edits:
        brought.here += 1
        return
    try:
        with transaction.atomic():
            applied = office.submit(edits, unit_id=prepared.unit_id, instance_id=prepared.instance_id(group))
            _check(applied)
    except _Refused as refused:
        reasons = refused.reasons
    except NotAllowed:
        raise
    except Refusal as refusal:
        reasons = (refusal.problem,)
    else:
        brought.here += not applied.changes
        brought.made += Counter(change.dataset for change in applied.changes)
        return
    brought.left_out += [LeftOut(Left.WRONG, group.number, _fault(prepared, group, one)) for one in reasons]


def _check(applied: Applied) -> None:
    """A table brings records and contests none: whatever is not applied at once is left out."""
    if applied.state is not State.APPLIED:
        raise _Refused(applied.reasons or (problems.NOT_APPLIED.about(),))


def _fault(prepared: Prepared, group: Group, problem: Problem) -> Fault:
    """The row and column that a reason of the register is about, as far as it says."""
    dataset, name = problem.values.get("where"), problem.values.get("property")
    parts = [part for part in (group.home, *group.persons, *group.work) if part and part.dataset == dataset]
    column = next(
        (head for head, code in prepared.mapping.columns.items() if code == f"{dataset}.{name}"), ""
    )
    return Fault(parts[0].row if parts else group.rows[0], column, problem)
