"""What stands on the page of a process beside its steps: safeguards, documents, housing proposals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from khetane.places.enums import Risk
from khetane.upgrading.definition import ProcessRules
from khetane.upgrading.enums import EventKind
from khetane.upgrading.models import HousingProposal, Process, ProcessEvent, Safeguard
from khetane.upgrading.rules import unanswered
from khetane.web.names import worded


@dataclass(frozen=True, slots=True)
class SafeguardSaid:
    """A safeguard of the rules, with its answer where there is one."""

    code: str
    label: str
    answer: Safeguard | None


@dataclass(frozen=True, slots=True)
class DocumentSaid:
    """A document of the rules, with the record that it is there."""

    code: str
    label: str
    event: ProcessEvent | None


@dataclass(frozen=True, slots=True)
class ProposalSaid:
    """A proposal, each risk of its site with what answers it, and how many nobody has answered."""

    proposal: HousingProposal
    risks: list[tuple[Any, str]]
    open: int


def safeguards(process: Process, rules: ProcessRules) -> list[SafeguardSaid]:
    """Those that are not met come first."""
    known = {one.code: one for one in Safeguard.objects.filter(process=process)}
    said = [SafeguardSaid(code, worded(one.names), known.get(code)) for code, one in rules.safeguards.items()]
    return sorted(said, key=lambda one: one.answer is not None and one.answer.answer == "met")


def documents(rules: ProcessRules, events: Iterable[ProcessEvent]) -> list[DocumentSaid]:
    """Each document of the rules; of several records of one, the latest."""
    known = {one.document: one for one in reversed(list(events)) if one.kind == EventKind.DOCUMENT}
    return [DocumentSaid(code, worded(words), known.get(code)) for code, words in rules.documents.items()]


def proposals(process: Process) -> list[ProposalSaid]:
    found = HousingProposal.objects.filter(process=process).order_by("created_at", "id")
    return [
        ProposalSaid(
            one,
            [(Risk(risk).label, one.answers.get(risk, "")) for risk in one.risks],
            len(unanswered(one.risks, one.answers)),
        )
        for one in found
    ]
