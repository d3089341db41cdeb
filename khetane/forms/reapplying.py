"""Applying a stored submission again, after what it waited for arrived or its cause was mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from khetane.core.problems import Problem, Sentence, gettext_noop
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as
from khetane.forms import problems, reasons
from khetane.forms.contents import edits_in, open_content
from khetane.forms.keys import content_keys, unwrapped
from khetane.forms.models import SubmissionState
from khetane.forms.redaction.late import erased_among, without
from khetane.history.apply import Beside, apply, apply_with
from khetane.history.bulk import ask
from khetane.history.source import Applied, Edit, Source, State, instance_arrival

NO_SUBMISSION = Sentence(
    "no_submission",
    gettext_noop("This submission is not here, or its content was erased. Nothing can be applied."),
)
_WAITING = "select id, account, device from forms_waiting(%s)"
_NOBODY_WAITS = "select forms_nobody_waits(%s)"
_TO_APPLY = """
    select id, instance_id, form_version_id, source, unit_id, account, device, mandate, said_at, received_at, replaces, content, key,
           key_id, state
    from forms_to_apply(%s)
"""
_SETTLE = "select forms_settle(%s, %s, %s, %s)"
_FORMER = "select id from forms_own_instance(%s, %s) where state <> 'held'"
_FORMERS = "select id from forms_formers(%s)"
OPEN = (SubmissionState.HELD, SubmissionState.NEEDS_CORRECTION)


@dataclass(frozen=True, slots=True)
class Stored:
    """A submission as it was stored."""

    id: UUID
    instance_id: str
    form_version_id: UUID | None
    source: str
    unit_id: UUID
    account_id: UUID
    device_id: UUID | None
    mandate: str
    said_at: datetime | None
    received_at: datetime
    replaces: str
    content: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)
    key_id: str
    state: str


@transaction.atomic
def reapply(submission_id: UUID) -> Applied:
    """Apply a stored submission again as the viewer; one that was applied stays as it is.

    The viewer is whoever sent it or may read it. Raises Invalid when it is not there for her.
    """
    stored = _stored(submission_id)
    if stored.state not in OPEN:
        return Applied(State.CONFLICT if stored.state == SubmissionState.CONFLICT else State.APPLIED)
    former = former_of(stored.replaces, stored.unit_id)
    if stored.replaces and former is None:
        return Applied(State.HELD, waits_for=instance_arrival(stored.replaces))
    key = unwrapped(submission_id, stored.wrapped, stored.key_id)
    content = open_content(submission_id, key, stored.content)
    edits, wrong = edits_in(stored.source, content, stored.form_version_id)
    erased = erased_among(content, stored.unit_id)
    if erased:
        left = without(stored.source, content, stored.form_version_id, erased, edits)
        edits, wrong = left.edits, left.wrong
    applied = brought_in(_source(stored, key, former), edits, wrong)
    settle(submission_id, applied, key)
    if former is not None:
        ask(*superseding(former))
    apply_waiting(Waiting(*found) for found in ask(*who_waits(arrivals(applied, stored.instance_id))))
    return applied


def arrivals(applied: Applied, instance_id: str) -> Sequence[str]:
    """What others may have waited for, now that a submission is settled."""
    if applied.state == State.HELD:
        return ()
    return [*applied.arrived, instance_arrival(instance_id)]


def brought_in(
    source: Source, edits: Sequence[Edit], wrong: Sequence[Problem], beside: Beside | None = None
) -> Applied:
    """Apply edits, unless something could not be read or the viewer may not record for the unit.

    `beside` is what to store in the same statement, the quick way (`apply_with`).
    """
    if wrong:
        return Applied(State.NEEDS_CORRECTION, tuple(wrong))
    if not edits:
        return Applied(State.APPLIED)
    try:
        return apply(source, edits) if beside is None else apply_with(source, edits, beside)
    except NotAllowed:
        return Applied(State.NEEDS_CORRECTION, (problems.MAY_NOT_RECORD.about(),))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submission that waited for something that is here now, and who sent it."""

    id: UUID
    account_id: UUID
    device_id: UUID | None


def who_waits(arrived: Sequence[str]) -> tuple[str, list[object]]:
    """The statement that finds the submissions which waited for one of these."""
    return _WAITING, [list(arrived)]


def nobody_waits(arrived: Sequence[str]) -> tuple[str, list[object]]:
    """The statement that the database refuses where a submission waited for one of these."""
    return _NOBODY_WAITS, [list(arrived)]


def apply_waiting(waiting: Iterable[Waiting]) -> None:
    """Apply again each submission that waited, as its author."""
    for one in waiting:
        with acting_as(one.account_id, device_id=one.device_id) as author:
            if author.can("submission.send"):
                reapply(one.id)


def former_of(instance_id: str, unit_id: UUID) -> UUID | None:
    """The unit's submission with this instance id, of which another is a new version.

    One that itself waits for an earlier one is not there yet.
    """
    found = ask(_FORMER, [instance_id, unit_id]) if instance_id else []
    return found[0][0] if found else None


def formers_of(submission_id: UUID | None) -> frozenset[UUID]:
    """A submission of the viewer's units, that of which it is a new version, and so on; nothing for None."""
    if submission_id is None:
        return frozenset()
    return frozenset(found for (found,) in ask(_FORMERS, [submission_id])) | {submission_id}


def superseding(submission_id: UUID) -> tuple[str, list[object]]:
    """The statement by which a submission gives way to a later version, and is not applied any more."""
    return _SETTLE, [submission_id, SubmissionState.REPLACED.value, "", ""]


def settle(submission_id: UUID, applied: Applied, key: bytes) -> None:
    """Write down what became of a stored submission; `key` is its content key."""
    why = reasons.sealed(applied.reasons, submission_id, key)
    ask(_SETTLE, [submission_id, str(applied.state), why, applied.waits_for])


def _stored(submission_id: UUID) -> Stored:
    found = ask(_TO_APPLY, [submission_id])
    if not found:
        raise Invalid(NO_SUBMISSION.about())
    return Stored(*found[0])


def _source(stored: Stored, key: bytes, former: UUID | None) -> Source:
    return Source(
        id=stored.id,
        key=key,
        keys=content_keys,
        unit_id=stored.unit_id,
        account_id=stored.account_id,
        received_at=timezone.now(),
        device_id=stored.device_id,
        mandate=stored.mandate,
        said_at=stored.said_at or stored.received_at,
        formers=formers_of(former),
    )
