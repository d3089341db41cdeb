"""What a step of a process still lacks, and which risks of a site nobody has answered. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from khetane.upgrading.definition import Needed, ProcessRules, ProcessWay

IN_ORDER = "in_order"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record of a process: `inspection` is what the last one found, `open_proposals` how many wait."""

    decided: bool = False
    documents: frozenset[str] = frozenset()
    inspection: str = ""
    open_proposals: int = 0
    met: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a step waits for; empty when it may be taken."""

    needs: tuple[Needed, ...] = ()
    documents: tuple[str, ...] = ()
    safeguards: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.needs or self.documents or self.safeguards)


def lacking(way: ProcessWay, rules: ProcessRules, facts: Facts) -> Lacking:
    """What must be recorded before the step, in the order of the rules."""
    documents = tuple(one for one in rules.documents if one not in facts.documents)
    there = {
        Needed.DECISION: facts.decided,
        Needed.DOCUMENTS: not documents,
        Needed.INSPECTION: facts.inspection == IN_ORDER,
        Needed.PROPOSALS: not facts.open_proposals,
    }
    return Lacking(
        needs=tuple(one for one in way.needs if not there[one]),
        documents=documents if Needed.DOCUMENTS in way.needs else (),
        safeguards=tuple(one for one in way.safeguards if one not in facts.met),
    )


def unanswered(risks: Collection[str], answers: Mapping[str, str]) -> tuple[str, ...]:
    """The environmental criterion: each risk of the site must have an answer before a proposal is agreed."""
    return tuple(sorted(risk for risk in set(risks) if not answers.get(risk, "").strip()))
