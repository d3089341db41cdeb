"""The dataset `milestone`: something an enrolment is to reach, and whether it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from khetane.core.problems import Problem
from khetane.history.bulk import ask
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.properties import Property, choice, day, decimal, record_id, text
from khetane.organisations.economies import CURRENCIES, currency_of
from khetane.programmes import problems
from khetane.programmes.configured import in_force
from khetane.programmes.definition import MilestoneKind
from khetane.programmes.following import earliest, is_past
from khetane.programmes.models import Enrolment, Milestone, MilestoneState
from khetane.programmes.states import MILESTONE

MONEY = 1_000_000_000
_SAME = """
    select m.id, m.enrolment_id, m.kind, m.reached_on, e.scheme, e.applied_on, e.stage, e.stage_on
    from programmes_milestone m join programmes_enrolment e on e.id = m.enrolment_id
    where m.enrolment_id = any(%s) order by m.created_at, m.id
"""


class MilestoneDataset(Dataset):
    """Something to be reached. Another edit about the same milestone of an enrolment is about the same record."""

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

    def find_same(self, wanted: Sequence[Wanted], batch: Batch) -> None:
        """What was planned in the office and is reached outside is one milestone; what is asked anew is another."""
        named = {str(one.given.get("enrolment") or "") for one in wanted if one.action != "update"}
        asked = [UUID(id) for id in named if id and ("enrolment", UUID(id)) not in batch.creating]
        known = {}
        for id, enrolment, kind, reached_on, scheme, applied, stage, since in (
            ask(_SAME, [asked]) if asked else ()
        ):
            rules = in_force()[scheme].rules_on(applied) if scheme in in_force() else None
            past = rules is not None and is_past(rules, stage, since, kind, reached_on)
            known[str(enrolment), kind] = None if past else id
        for one in wanted:
            same = known.get((str(one.given.get("enrolment")), str(one.given.get("kind"))))
            if same is not None and one.action != "update" and one.id != same:
                one.id, one.action, one.base_version = same, "upsert", None

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
        scheme, (applied, stage) = in_force().get(draft.values["scheme"]), self.standing(draft, batch)
        if scheme is None or applied is None:
            return
        kinds = scheme.rules_on(applied).milestones
        kind = kinds.get(draft.values["kind"] or "")
        if kind is None:
            known = ", ".join(kinds)
            yield problems.UNKNOWN_MILESTONE.about(
                where=draft.where, scheme=scheme.code, kind=draft.values["kind"] or "", known=known
            )
        elif reached_now(draft) and kind.stages and stage not in kind.stages:
            known = ", ".join(kind.stages)
            yield problems.NOT_IN_STAGE.about(where=draft.where, kind=kind.code, stage=stage, known=known)
        elif kind.after and draft.values["state"] == MilestoneState.REACHED and draft.values["reached_on"]:
            yield from follows(draft, batch, kind)

    def standing(self, draft: Draft, batch: Batch) -> tuple[date | None, str]:
        """The day whose rules hold for the enrolment, and its stage."""
        enrolment = batch.record("enrolment", draft.values["enrolment"])
        if enrolment is not None:
            applied = enrolment.values["applied_on"]
            return date.fromisoformat(applied) if applied else None, enrolment.values["stage"]
        found = Enrolment.objects.filter(pk=draft.values["enrolment"]).values_list("applied_on", "stage")
        return found.first() or (None, "")


def reached_now(draft: Draft) -> bool:
    """Whether it is this edit that says so."""
    return draft.values["state"] == MilestoneState.REACHED and draft.changed("state", "reached_on")


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
