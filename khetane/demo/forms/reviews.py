"""What became of tasks and plans, told at a visit: the forms that close, prolong or review them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from khetane.demo.forms.notes import TaskMade
from khetane.demo.forms.talk import Talk
from khetane.demo.instances import Answers, Entity, Filled, Page

WHY = ("not_wanted", "solved", "not_possible", "unreachable")
RESULTS = {"done": "Obavljeno zajedno sa porodicom.", "dropped": "Više nije potrebno."}


def task_told(talk: Talk, task: TaskMade, decision: str) -> tuple[Filled, dt.date]:
    """What became of a task; the day until which it is to be done now."""
    page: Page = {"decision": decision}
    due = task.due
    if decision == "later":
        due = max(task.due, talk.day) + dt.timedelta(days=talk.chance.between(10, 40))
        page["due"] = due.isoformat()
    else:
        page["state"] = decision
        if decision == "cancelled":
            page["why"] = talk.chance.pick(WHY)
        page["closed_on"] = talk.on()
    answers = talk.head(task=str(task.id)) | {"result_page": page}
    entity = Entity("task", task.id, base=talk.ledger.base("task", task.id))
    return Filled("task_followup", talk.chance.id(), f"task · {talk.on()}", answers, entity), due


def plan_reviewed(talk: Talk, plan: UUID, steps: Sequence[tuple[UUID, str]]) -> Filled:
    """A plan looked at again together, and how some of its steps stand: (step, state)."""
    review = talk.day + dt.timedelta(days=90)
    answers: Page = talk.head(plan=str(plan)) | {
        "plan_page": {
            "decision": "goes_on",
            "plan_state": "reviewed",
            "reviewed_on": talk.on(),
            "review_on": review.isoformat(),
            "meta": Entity("case_plan", plan, base=talk.ledger.base("case_plan", plan)),
        },
        "step_number": str(len(steps)),
        "step": [step_told(talk, step, state) for step, state in steps],
    }
    return Filled("plan_review", talk.chance.id(), f"plan · {talk.on()}", answers)


def step_told(talk: Talk, step: UUID, state: str) -> Answers:
    return {
        "step_closed_on": talk.on(),
        "step_page": {
            "step_known": str(step),
            "step_state": state,
            "step_result": talk.typed(RESULTS[state]),
        },
        "meta": Entity("plan_step", step, base=talk.ledger.base("plan_step", step)),
    }
