"""The dataset `visit`, with the households it is to call on and those met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from khetane.core.mandates import Mandate
from khetane.core.problems import Problem
from khetane.history.bulk import ask
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, choices, day, ids, ids_in_order, text, whole
from khetane.outreach import problems
from khetane.outreach.models import PlannedHousehold, Visit, VisitHousehold, VisitState
from khetane.outreach.states import VISIT
from khetane.places.resolving import place_ids

MOST = 1000
_MET = "select visit_id, household_id from outreach_visithousehold where visit_id = any(%s)"
_PLANNED = """
    select visit_id, household_id from outreach_plannedhousehold where visit_id = any(%s) order by visit_id, position
"""
_PLANNED_ANEW = "delete from outreach_plannedhousehold where visit_id = %s"
_NOT_MET = "delete from outreach_visithousehold where visit_id = %s and household_id = any(%s)"


class VisitDataset(Dataset):
    """One joint visit to a settlement."""

    name = "visit"
    model = Visit
    machines = {"state": VISIT}
    declared = (
        Property("place", text(), "place_id", required=True, look_up=place_ids),
        Property("date", day, "date", empty=None, required=True),
        Property("state", choice(VisitState.values), "state", empty="done"),
        Property("participants", choices(Mandate.values), "participants", empty=[]),
        Property("households", ids, empty=[], refers="household"),
        Property("planned", ids_in_order, empty=[], refers="household"),
        Property("refused_count", whole(0, MOST), "refused_count", empty=0),
        Property("absent_count", whole(0, MOST), "absent_count", empty=0),
        Property("purpose", text(), "purpose"),
        Property("cancel_reason", text(), "cancel_reason"),
    )
    together = (("place", "date"), ("refused_count", "absent_count"))

    def read_more(self, drafts: Sequence[Draft], batch: Batch) -> None:
        visits = [draft.id for draft in drafts]
        met, planned = by_visit(_MET, visits), by_visit(_PLANNED, visits)
        for draft in drafts:
            for values in (draft.standing, draft.values):
                values["households"] = sorted(met.get(draft.id, ()))
                values["planned"] = list(planned.get(draft.id, ()))

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        date = draft.values["date"]
        done = draft.values["state"] == VisitState.DONE and draft.changed("state", "date")
        if date and done and date > batch.source.today.isoformat():
            yield problems.DONE_IN_THE_FUTURE.about(where=draft.where, date=date)

    def write(self, draft: Draft, batch: Batch) -> None:
        super().write(draft, batch)
        before, after = set(draft.standing["households"]), set(draft.values["households"])
        if before - after:
            batch.writes.first(_NOT_MET, [draft.id, [UUID(one) for one in before - after]])
        for household in sorted(after - before):
            row = {"visit_id": draft.id, "household_id": household, "unit_id": draft.unit_id}
            batch.writes.insert(VisitHousehold, row)
        if draft.changed("planned"):
            self.write_round(draft, batch)

    def write_round(self, draft: Draft, batch: Batch) -> None:
        """The round anew, each household at its place in it."""
        if draft.standing.get("planned"):
            batch.writes.first(_PLANNED_ANEW, [draft.id])
        for position, household in enumerate(draft.values["planned"]):
            row = {"visit_id": draft.id, "household_id": household, "unit_id": draft.unit_id}
            batch.writes.insert(PlannedHousehold, row | {"position": position})


def by_visit(statement: str, visits: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The households of each visit, as `statement` orders them."""
    found: dict[UUID, list[str]] = {}
    for visit, household in ask(statement, [list(visits)]):
        found.setdefault(visit, []).append(str(household))
    return found
