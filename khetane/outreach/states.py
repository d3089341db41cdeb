"""The states of visits and tasks, and the steps between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khetane.core.states import Machine, Step
from khetane.outreach.models import TaskState, VisitState

VISIT = Machine(
    kind="visit",
    states=tuple(VisitState.values),
    starts=(VisitState.PLANNED, VisitState.DONE, VisitState.CANCELLED),
    steps=(
        Step("do", _("Record that it took place"), (VisitState.PLANNED,), VisitState.DONE),
        Step(
            "cancel",
            pgettext_lazy("of a visit or task", "Cancel"),
            (VisitState.PLANNED,),
            VisitState.CANCELLED,
        ),
        Step("plan_again", _("Plan again"), (VisitState.CANCELLED,), VisitState.PLANNED),
    ),
)
TASK = Machine(
    kind="task",
    states=tuple(TaskState.values),
    starts=(TaskState.OPEN, TaskState.DONE),
    steps=(
        Step("finish", _("Done"), (TaskState.OPEN,), TaskState.DONE),
        Step(
            "cancel",
            pgettext_lazy("of a visit or task", "Cancel"),
            (TaskState.OPEN,),
            TaskState.CANCELLED,
            asks=("outcome",),
        ),
        Step("reopen", _("Reopen"), (TaskState.DONE, TaskState.CANCELLED), TaskState.OPEN),
    ),
)
MACHINES = (VISIT, TASK)
