"""The states of what a person asks for, and the steps between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khetane.core.states import Machine, Step
from khetane.subjects.models import ExpiryState, RequestKind, RequestState

OPEN, DONE, REFUSED, WITHDRAWN = (
    RequestState.OPEN,
    RequestState.DONE,
    RequestState.REFUSED,
    RequestState.WITHDRAWN,
)
_REFUSE = Step("refuse", _("Refuse"), (OPEN,), REFUSED, asks=("refusal",))
# A copy is made, an erasure is carried out: what was done says itself.
GIVEN = Machine(
    kind="request",
    states=tuple(RequestState.values),
    starts=(OPEN,),
    steps=(
        Step("finish", _("Done"), (OPEN,), DONE),
        _REFUSE,
        Step("take_back", _("Taken back"), (OPEN,), WITHDRAWN),
    ),
)
# A correction or objection is answered in words. An objection that was heeded stands until she takes it back.
ANSWERED = Machine(
    kind="request_answered",
    states=tuple(RequestState.values),
    starts=(OPEN,),
    steps=(
        Step("heed", _("Heed and answer"), (OPEN,), DONE, asks=("answer",)),
        _REFUSE,
        Step("take_back", _("Taken back"), (OPEN, DONE), WITHDRAWN),
    ),
)
# What is past its time: the unit says once that it is still needed, the officer confirms, the eraser carries it out.
_WAITS = (ExpiryState.NOTICED.value, ExpiryState.PROLONGED.value)
EXPIRY = Machine(
    kind="expiry",
    states=tuple(ExpiryState.values),
    starts=(ExpiryState.NOTICED.value,),
    steps=(
        Step("prolong", _("Still needed"), _WAITS[:1], ExpiryState.PROLONGED.value, asks=("because",)),
        Step("confirm", _("Confirm"), _WAITS, ExpiryState.CONFIRMED.value),
        Step("keep", _("Must be kept"), _WAITS, ExpiryState.KEPT.value, asks=("why",)),
        Step("carry_out", _("Pseudonymise"), (ExpiryState.CONFIRMED.value,), ExpiryState.DONE.value),
        Step("lapse", _("Met again"), (*_WAITS, ExpiryState.CONFIRMED.value), ExpiryState.LAPSED.value),
    ),
)
MACHINES = (GIVEN, ANSWERED, EXPIRY)


def machine_of(kind: str) -> Machine:
    """The states that a request of this kind goes through."""
    return ANSWERED if kind in (RequestKind.CORRECTION, RequestKind.OBJECTION) else GIVEN
