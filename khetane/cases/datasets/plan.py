"""The datasets `case_plan` and `plan_step`: written by who reads the coordination's content."""

from __future__ import annotations

from collections.abc import Iterator

from khetane.cases import problems
from khetane.cases.datasets.casework import HOUSEHOLD
from khetane.cases.models import CasePlan, PlanStep
from khetane.cases.plans import PlanOutcome, PlanState, StepState
from khetane.cases.states import PLAN, PLAN_STEP
from khetane.core.mandates import Mandate
from khetane.core.problems import Problem
from khetane.history.bulk import Row
from khetane.history.closing import settle_closing
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, day, record_id, text
from khetane.people.datasets.belonging import Belonging

STILL_OPEN = (PlanState.DRAFT, PlanState.AGREED, PlanState.REVIEWED)


def coordinators_own(draft: Draft, batch: Batch) -> Iterator[Problem]:
    """A plan is drawn up and changed by who reads it; the database says so too."""
    if draft.unit_id and Mandate.COORDINATION not in batch.viewer.mandates.get(draft.unit_id, ()):
        yield problems.PLAN_IS_THE_COORDINATORS.about(where=draft.where)


class CasePlanDataset(Belonging):
    """What a household and its unit agreed to reach."""

    name = "case_plan"
    model = CasePlan
    mandated = True
    machines = {"state": PLAN}
    clashes = {"plan_one_open_per_household": problems.PLAN_IS_OPEN}
    declared = (
        HOUSEHOLD,
        Property("goals", text(), "goals", required=True),
        Property("state", choice(PlanState.values), "state", empty="draft"),
        Property("agreed_on", day, "agreed_on", empty=None, past=True),
        Property("reviewed_on", day, "reviewed_on", empty=None, past=True),
        Property("review_on", day, "review_on", empty=None),
        Property("closed_on", day, "closed_on", empty=None, past=True),
        Property("outcome", choice(PlanOutcome.values), "outcome"),
        Property("result", text(), "result"),
    )
    together = (("state", "closed_on", "outcome", "result"), ("reviewed_on", "review_on"))

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        draft.mandate = Mandate.COORDINATION
        yield from super().settle(draft, batch)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        yield from coordinators_own(draft, batch)
        if not draft.is_new and draft.changed("household"):
            yield problems.STAYS_WHERE_IT_IS.about(where=draft.where)
        settle_closing(draft, batch, open_states=STILL_OPEN, outcome="result")
        if draft.values["state"] in STILL_OPEN:
            draft.values["outcome"] = ""
        else:
            draft.values["review_on"] = None
        said = batch.source.day.isoformat()
        if draft.values["state"] in (PlanState.AGREED, PlanState.REVIEWED):
            draft.values["agreed_on"] = draft.values["agreed_on"] or said
        if draft.values["state"] == PlanState.REVIEWED:
            draft.values["reviewed_on"] = draft.values["reviewed_on"] or said


class PlanStepDataset(Dataset):
    """One step of a plan: its mandate reads the row, the coordination its history, and alone changes it."""

    name = "plan_step"
    model = PlanStep
    mandated = True
    machines = {"state": PLAN_STEP}
    declared = (
        Property("plan", record_id, "plan_id", empty=None, required=True, refers="case_plan"),
        Property("mandate", choice(Mandate.values), "mandate", empty=Mandate.COORDINATION.value),
        Property("account", record_id, "account", empty=None),
        Property("need", record_id, "need_id", empty=None, refers="need"),
        Property("task", record_id, "task", empty=None),
        Property("what", text(300), "what", required=True),
        Property("until", day, "until", empty=None),
        Property("state", choice(StepState.values), "state", empty="open"),
        Property("closed_on", day, "closed_on", empty=None, past=True),
        Property("result", text(), "result"),
    )
    together = (("state", "closed_on", "result"), ("mandate", "account"))

    def draft(self, row: Row) -> Draft:
        found = super().draft(row)
        found.mandate = Mandate.COORDINATION
        return found

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        plan = batch.record("case_plan", draft.values["plan"])
        draft.unit_id = plan.unit_id if plan else batch.source.unit_id
        draft.household_id = plan.household_id if plan else None
        draft.mandate = Mandate.COORDINATION
        yield from ()

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from coordinators_own(draft, batch)
        if not draft.is_new and draft.changed("plan"):
            yield problems.STAYS_WHERE_IT_IS.about(where=draft.where)
        need = batch.record("need", draft.values["need"])
        if need is not None and draft.changed("need") and need.household_id != draft.household_id:
            yield problems.OF_ANOTHER_HOUSEHOLD.about(where=draft.where, property="need")
        settle_closing(draft, batch, open_states=(StepState.OPEN,), outcome="result")
