"""The datasets `visit_note` and `task`: what a mandate noted, and what it is to do."""

from __future__ import annotations

from collections.abc import Iterator

from khetane.core.mandates import Mandate
from khetane.core.problems import Problem
from khetane.history.bulk import Row
from khetane.history.closing import settle_closing
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, day, record_id, text
from khetane.outreach import problems
from khetane.outreach.models import Task, TaskState, VisitNote
from khetane.outreach.states import TASK
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
    """Something a mandate is to do by a day; about a household, or about none. Read by its mandate only, unless
    that is the coordination (docs/adr/0511)."""

    name = "task"
    model = Task
    machines = {"state": TASK}
    needs_owner = False
    declared = (
        Property("household", record_id, "household_id", empty=None, refers="household"),
        Property("person", record_id, "person_id", empty=None, refers="person"),
        Property("visit", record_id, "visit_id", empty=None, refers="visit"),
        Property("mandate", choice(Mandate.values), "mandate"),
        Property("title", text(300), "title", required=True),
        Property("due", day, "due", empty=None),
        Property("state", choice(TaskState.values), "state", empty="open"),
        Property("closed_on", day, "closed_on", empty=None, past=True),
        Property("outcome", text(), "outcome"),
    )
    together = (("state", "closed_on", "outcome"),)

    def draft(self, row: Row) -> Draft:
        found = super().draft(row)
        found.mandate = read_by(str(row["mandate"]))
        return found

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        draft.values["mandate"] = mandate_said(draft, batch)
        draft.mandate = read_by(draft.values["mandate"])
        yield from super().settle(draft, batch)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        if not draft.is_new and draft.changed("mandate"):
            yield problems.NOT_HANDED_ON.about(where=draft.where)
        settle_closing(draft, batch, open_states=(TaskState.OPEN,), outcome="outcome")


def mandate_said(draft: Draft, batch: Batch) -> str:
    """The mandate of a new record: the form's, so that nobody else reads it; else as said, else the coordinator's."""
    return str(batch.source.mandate or draft.values.get("mandate") or Mandate.COORDINATION)


def read_by(mandate: str) -> str:
    """Which mandate alone reads a task and its history; blank for a coordination's, which the whole unit reads."""
    return "" if mandate == Mandate.COORDINATION else mandate
