"""The dataset `safeguard`: one safeguard of a relocation, answered with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from khetane.core.problems import Problem
from khetane.history.bulk import ask
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.properties import Property, choice, day, text
from khetane.upgrading import problems
from khetane.upgrading.datasets.belonging import PROCESS, OfProcessDataset, Owner
from khetane.upgrading.enums import Answer
from khetane.upgrading.models import Safeguard

_SAME = "select id, process_id, code from upgrading_safeguard where process_id = any(%s)"


class SafeguardDataset(OfProcessDataset):
    """A safeguard. Another edit about the same one of a process is about the same record."""

    name = "safeguard"
    model = Safeguard
    declared = (
        PROCESS,
        Property("code", text(40), "code", required=True),
        Property("answer", choice(Answer.values), "answer", required=True),
        Property("evidence", text(), "evidence", required=True),
        Property("answered_on", day, "answered_on", empty=None, past=True),
    )
    together = (("answer", "evidence", "answered_on"),)

    def find_same(self, wanted: Sequence[Wanted], batch: Batch) -> None:
        named = {str(one.given.get("process") or "") for one in wanted if one.action != "update"}
        asked = [UUID(id) for id in named if id and ("settlement_process", UUID(id)) not in batch.creating]
        known = {(str(owner), code): id for id, owner, code in ask(_SAME, [asked])} if asked else {}
        for one in wanted:
            same = known.get((str(one.given.get("process")), str(one.given.get("code"))))
            if same is not None and one.action != "update" and one.id != same:
                one.id, one.action, one.base_version = same, "upsert", None

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().settle(draft, batch)
        draft.values["answered_on"] = draft.values["answered_on"] or batch.source.day.isoformat()

    def check_in(self, owner: Owner, draft: Draft, batch: Batch) -> Iterator[Problem]:
        known = owner.rules.safeguards
        if draft.values["code"] not in known:
            yield problems.UNKNOWN_SAFEGUARD.about(
                where=draft.where, code=draft.values["code"] or "–", known=", ".join(known) or "–"
            )
