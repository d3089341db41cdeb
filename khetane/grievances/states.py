"""The states of a grievance, and the steps between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khetane.core.states import Machine, Step
from khetane.grievances.enums import State
from khetane.grievances.keeping_models import EndState

# Closing and opening again are steps of whoever wrote it too, on the page of the code.
GRIEVANCE = Machine(
    kind="grievance",
    states=tuple(State.values),
    starts=(State.RECEIVED,),
    steps=(
        Step("take_up", _("I look at it"), (State.RECEIVED,), State.IN_HAND),
        Step(
            "answer",
            pgettext_lazy("a step", "Answer"),
            (State.RECEIVED, State.IN_HAND, State.ESCALATED),
            State.ANSWERED,
            asks=("text",),
        ),
        Step(
            "escalate",
            _("Pass on"),
            (State.IN_HAND, State.ANSWERED),
            State.ESCALATED,
            asks=("body", "agreed_on"),
        ),
        Step("close", _("Close"), (State.ANSWERED, State.ESCALATED), State.CLOSED),
        Step("reopen", _("Open again"), (State.ANSWERED, State.CLOSED), State.IN_HAND),
    ),
)
# What is past its time: the program gives notice, the supervisor decides, the eraser carries it out.
GRIEVANCE_EXPIRY = Machine(
    kind="grievance_expiry",
    states=tuple(EndState.values),
    starts=(EndState.NOTICED.value,),
    steps=(
        Step("confirm", _("Confirm"), (EndState.NOTICED.value,), EndState.CONFIRMED.value),
        Step("keep", _("Must be kept"), (EndState.NOTICED.value,), EndState.KEPT.value, asks=("why",)),
        Step("carry_out", _("Remove"), (EndState.CONFIRMED.value,), EndState.DONE.value),
        Step(
            "lapse",
            _("Opened again"),
            (EndState.NOTICED.value, EndState.CONFIRMED.value),
            EndState.LAPSED.value,
        ),
    ),
)
