"""What is on record of a process, with what the same submission says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model

from khetane.history.drafts import Batch
from khetane.upgrading.enums import Answer, EventKind, ProposalState, Result
from khetane.upgrading.models import HousingProposal, ProcessEvent, Safeguard
from khetane.upgrading.rules import Facts

Values = Mapping[str, Any]


def facts_of(process: UUID, batch: Batch | None = None) -> Facts:
    """The facts by which a step is judged. The last inspection is that of the latest day."""
    events = list(said(ProcessEvent, "process_event", ("kind", "date", "document", "result"), process, batch))
    inspections = [one for one in events if one["kind"] == EventKind.INSPECTION]
    last = max(inspections, key=lambda one: str(one["date"]), default={"result": ""})
    proposals = said(HousingProposal, "housing_proposal", ("state",), process, batch)
    safeguards = said(Safeguard, "safeguard", ("code", "answer"), process, batch)
    return Facts(
        decided=any(one["kind"] == EventKind.DECISION and one["result"] == Result.GRANTED for one in events),
        documents=frozenset(one["document"] for one in events if one["kind"] == EventKind.DOCUMENT),
        inspection=last["result"],
        open_proposals=sum(one["state"] == ProposalState.PROPOSED for one in proposals),
        met=frozenset(one["code"] for one in safeguards if one["answer"] == Answer.MET),
    )


def said(
    model: type[Model], dataset: str, names: Sequence[str], process: UUID, batch: Batch | None
) -> Iterator[Values]:
    """The records of a process: as they are kept, or as the submission makes them."""
    now = {key[1]: one.values for key, one in batch.drafts.items() if key[0] == dataset} if batch else {}
    for row in model._default_manager.filter(process=process).values("pk", *names):
        if row["pk"] not in now:
            yield row
    yield from (values for values in now.values() if values["process"] == str(process))
