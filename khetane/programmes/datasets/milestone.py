"""The dataset `milestone`: something an enrolment is to reach, and whether it did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from khetane.core.problems import Problem
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, day, decimal, record_id, text
from khetane.organisations.economies import CURRENCIES, currency_of
from khetane.programmes import problems
from khetane.programmes.configured import in_force
from khetane.programmes.definition import MilestoneKind
from khetane.programmes.following import earliest
from khetane.programmes.models import Enrolment, Milestone, MilestoneState
from khetane.programmes.states import MILESTONE

MONEY = 1_000_000_000


class MilestoneDataset(Dataset):
    """Something to be reached."""

    name = "milestone"
    model = Milestone
    mandated = True
    machines = {"state": MILESTONE}
    declared = (
        Property("enrolment", record_id, "enrolment_id", empty=None, required=True, refers="enrolment"),
        Property("scheme", text(40), "scheme"),
        Property("kind", text(40), "kind", required=True),
        Property("state", choice(MilestoneState.values), "state", empty=MilestoneState.PLANNED.value),
        Property("due", day, "due", empty=None),
        Property("reached_on", day, "reached_on", empty=None, past=True),
        Property("amount", decimal(MONEY), "amount", empty=None),
        Property("currency", choice(CURRENCIES), "currency"),
        Property("note", text(), "note"),
    )
    together = (("state", "reached_on"), ("amount", "currency"))

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().settle(draft, batch)
        enrolment, values = batch.record("enrolment", draft.values["enrolment"]), draft.values
        if enrolment is None:
            return
        draft.unit_id, draft.household_id = enrolment.unit_id, enrolment.household_id
        draft.more = enrolment.values["person"]
        draft.mandate, values["scheme"] = enrolment.mandate, enrolment.values["scheme"]
        if values["state"] == MilestoneState.REACHED and not values["reached_on"]:
            values["reached_on"] = batch.source.day.isoformat()
        if values["amount"] and not values["currency"] and draft.unit_id:
            values["currency"] = currency_of(draft.unit_id)

    def columns(self, draft: Draft) -> dict[str, Any]:
        """Whose the enrolment is stands in the row too, so that it goes with her."""
        return super().columns(draft) | {"person_id": draft.more if draft.is_new else draft.row["person_id"]}

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        if not draft.is_new and draft.changed("scheme", "enrolment"):
            yield problems.STAYS.about(where=draft.where)
            return
        scheme, applied = in_force().get(draft.values["scheme"]), self.applied_on(draft, batch)
        if scheme is None or applied is None:
            return
        kinds = scheme.rules_on(applied).milestones
        kind = kinds.get(draft.values["kind"] or "")
        if kind is None:
            known = ", ".join(kinds)
            yield problems.UNKNOWN_MILESTONE.about(
                where=draft.where, scheme=scheme.code, kind=draft.values["kind"] or "", known=known
            )
        elif kind.after and draft.values["state"] == MilestoneState.REACHED and draft.values["reached_on"]:
            yield from follows(draft, batch, kind)

    def applied_on(self, draft: Draft, batch: Batch) -> date | None:
        """The day whose rules hold for the enrolment."""
        enrolment = batch.record("enrolment", draft.values["enrolment"])
        if enrolment is not None:
            applied = enrolment.values["applied_on"]
            return date.fromisoformat(applied) if applied else None
        found = Enrolment.objects.filter(pk=draft.values["enrolment"]).values_list("applied_on", flat=True)
        return found.first()


def follows(draft: Draft, batch: Batch, kind: MilestoneKind) -> Iterator[Problem]:
    """What comes months after something else is not reached before."""
    enrolment, on = draft.values["enrolment"], date.fromisoformat(draft.values["reached_on"])
    kept = Milestone.objects.filter(
        enrolment=enrolment, kind=kind.after, state=MilestoneState.REACHED
    ).values_list("reached_on", flat=True)
    now = [
        date.fromisoformat(one.values["reached_on"])
        for one in batch.of(draft.dataset)
        if one.values["enrolment"] == enrolment
        and one.values["kind"] == kind.after
        and one.values["reached_on"]
    ]
    before = [*(day for day in kept if day is not None), *now]
    if not before:
        yield problems.AFTER_ANOTHER.about(where=draft.where, kind=kind.code, before=kind.after)
    elif on < (first := earliest(kind, max(before))):
        yield problems.TOO_EARLY.about(where=draft.where, kind=kind.code, day=first.isoformat())
