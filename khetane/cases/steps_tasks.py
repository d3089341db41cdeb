"""What became of the tasks that the steps of a plan made: told by the database to who reads the plan, and no more."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from khetane.history.bulk import ask

_TASKS = "select step, state, due, closed_on from cases_tasks_of_steps(%s)"


@dataclass(frozen=True, slots=True)
class TaskOfStep:
    """A task as far as its plan tells: open or not, until when, since when."""

    state: str
    due: datetime.date | None
    closed_on: datetime.date | None


def tasks_of(plan_id: UUID) -> dict[UUID, TaskOfStep]:
    """By the step that made each."""
    return {step: TaskOfStep(*told) for step, *told in ask(_TASKS, [plan_id])}
