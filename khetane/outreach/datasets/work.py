"""The datasets `visit_note` and `task`: what a mandate noted, and what it is to do."""

from __future__ import annotations

from collections.abc import Iterator

from khetane.core.mandates import Mandate
from khetane.core.problems import Problem
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, day, record_id, text
from khetane.outreach.models import Task, TaskState, VisitNote
from khetane.people.datasets.belonging import Belonging


class VisitNoteDataset(Belonging):
    """A note on a household, read by its mandate only."""

    name = "visit_note"
    model = VisitNote
    mandated = True
    declared = (
        Property("household", record_id, "household_id", empty=None, required=True, refers="household"),
        Property("visit", record_id, "visit_id", empty=None, refers="visit"),
        Property("mandate", choice(Mandate.values), "mandate"),
        Property("text", text(), "text"),
    )

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        draft.values["mandate"] = draft.mandate = mandate_said(draft, batch)
        yield from super().settle(draft, batch)


class TaskDataset(Belonging):
    """Something a mandate is to do by a day; about a household, or about none."""

    name = "task"
    model = Task
    needs_owner = False
    declared = (
        Property("household", record_id, "household_id", empty=None, refers="household"),
        Property("person", record_id, "person_id", empty=None, refers="person"),
        Property("visit", record_id, "visit_id", empty=None, refers="visit"),
        Property("mandate", choice(Mandate.values), "mandate"),
        Property("title", text(300), "title", required=True),
        Property("due", day, "due", empty=None),
        Property("state", choice(TaskState.values), "state", empty="open"),
    )

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        draft.values["mandate"] = mandate_said(draft, batch)
        yield from super().settle(draft, batch)


def mandate_said(draft: Draft, batch: Batch) -> str:
    """The mandate of a new record: as said, or the form's, or the coordinator's."""
    form = batch.source.mandate if batch.source.mandate in Mandate.values else ""
    return str(draft.values.get("mandate") or form or Mandate.COORDINATION)
