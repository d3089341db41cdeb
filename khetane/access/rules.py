"""What may be done with grants, devices and overrides: plain values in, a refusal out. No database."""

from __future__ import annotations

import datetime as dt

from khetane.access.enums import DeviceState
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid

OVERRIDE_LASTS = dt.timedelta(hours=3)
INVITATION_LASTS = dt.timedelta(days=7)
REASON_CHARACTERS = 20
REASON_WORDS = 4

REASON_TOO_SHORT = Sentence(
    "override_reason",
    gettext_noop(
        "The reason is too short. Write at least a sentence: what happened, and why you need this household now."
    ),
)
DEVICE_STATE = Sentence(
    "device_state",
    gettext_noop(
        "This device is already {state}. A device is retired or stolen once; make a new one instead."
    ),
)
GRANT_ENDS_BEFORE = Sentence(
    "grant_dates", gettext_noop("The role would end before it begins. Choose a later day for its end.")
)
GRANT_HAS_ENDED = Sentence(
    "grant_has_ended",
    gettext_noop(
        "This role has ended already, and stays so. Go back to the account, which shows since when."
    ),
)

# From a state of a device to those it may pass into. A new phone is a new device, with a new secret.
DEVICE_STATES: dict[DeviceState, frozenset[DeviceState]] = {
    DeviceState.WAITING: frozenset({DeviceState.ACTIVE, DeviceState.RETIRED, DeviceState.STOLEN}),
    DeviceState.ACTIVE: frozenset({DeviceState.RETIRED, DeviceState.STOLEN}),
    DeviceState.RETIRED: frozenset({DeviceState.STOLEN}),
    DeviceState.STOLEN: frozenset(),
}


def check_reason(reason: str) -> str:
    """The reason without blanks around it; Invalid when it is less than a sentence."""
    said = " ".join(reason.split())
    if len(said) < REASON_CHARACTERS or len(said.split()) < REASON_WORDS:
        raise Invalid(REASON_TOO_SHORT.about())
    return said


def check_device_state(now: DeviceState, then: DeviceState) -> None:
    """Raise Invalid when a device in state `now` may not pass into `then`."""
    if then not in DEVICE_STATES[now]:
        raise Invalid(DEVICE_STATE.about(state=str(now.label)))


def check_dates(begins: dt.date, ends: dt.date | None) -> None:
    """Raise Invalid when a grant would end before it begins."""
    if ends is not None and ends < begins:
        raise Invalid(GRANT_ENDS_BEFORE.about())


def check_not_ended(ends: dt.date | None, today: dt.date) -> None:
    """Raise Invalid when a grant has ended: until when somebody held it is not written over."""
    if ends is not None and ends <= today:
        raise Invalid(GRANT_HAS_ENDED.about())


def last_day(begins: dt.date, today: dt.date) -> dt.date:
    """The `ends` of a grant that is ended today: at once, and never before it began."""
    return max(begins, today)
