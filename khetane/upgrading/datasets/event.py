"""The dataset `process_event`: a decision, a document that is there, an inspection."""

from __future__ import annotations

from collections.abc import Iterator

from khetane.core.problems import Problem
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, day, text
from khetane.upgrading import problems
from khetane.upgrading.datasets.belonging import PROCESS, OfProcessDataset, Owner
from khetane.upgrading.enums import RESULTS_OF, EventKind, Result
from khetane.upgrading.models import ProcessEvent


class ProcessEventDataset(OfProcessDataset):
    """Something that happened in a process."""

    name = "process_event"
    model = ProcessEvent
    declared = (
        PROCESS,
        Property("kind", choice(EventKind.values), "kind", required=True),
        Property("date", day, "date", empty=None, required=True, past=True),
        Property("number", text(60), "number"),
        Property("body", text(200), "body"),
        Property("document", text(40), "document"),
        Property("result", choice(Result.values), "result"),
        Property("findings", text(), "findings"),
        Property("mend_by", day, "mend_by", empty=None),
    )
    together = (("kind", "document"), ("date", "number", "body"), ("result", "mend_by"))

    def check_in(self, owner: Owner, draft: Draft, batch: Batch) -> Iterator[Problem]:
        values = draft.values
        if values["kind"] not in EventKind.values:
            return
        kind = EventKind(values["kind"])
        possible = RESULTS_OF[kind]
        if values["result"] and values["result"] not in possible:
            yield problems.UNKNOWN_RESULT.about(
                where=draft.where, result=values["result"], possible=", ".join(possible) or "–"
            )
        documents = owner.rules.documents
        if kind is EventKind.DECISION and not (values["number"] and values["body"] and values["result"]):
            yield problems.DECISION_ASKS.about(where=draft.where)
        elif kind is EventKind.INSPECTION and not (values["findings"] and values["result"]):
            yield problems.INSPECTION_ASKS.about(where=draft.where)
        elif kind is EventKind.DOCUMENT and values["document"] not in documents:
            yield problems.UNKNOWN_DOCUMENT.about(
                where=draft.where, document=values["document"] or "–", known=", ".join(documents)
            )
