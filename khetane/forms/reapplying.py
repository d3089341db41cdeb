"""Applying a stored submission again, after what it waited for arrived or its cause was mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from khetane.access.viewer import acting_as, current
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.forms import reasons
from khetane.forms.contents import edits_in, open_content
from khetane.forms.keys import content_keys
from khetane.forms.models import Submission, SubmissionState
from khetane.history.apply import apply
from khetane.history.bulk import ask, execute
from khetane.history.source import Applied, Source, State

NO_SUBMISSION = Sentence(
    "no_submission",
    gettext_noop("This submission is not here, or its content was erased. Nothing can be applied."),
)
_WAITING = "select id, account from forms_waiting(%s)"
_STATE = "update khetane_forms_submission set state = %s, reason = %s, waits_for = %s where id = %s"
OPEN = (SubmissionState.HELD, SubmissionState.NEEDS_CORRECTION)


def reapply(submission_id: UUID) -> Applied:
    """Apply a stored submission again as the viewer; one that was applied stays as it is.

    Raises Invalid when it is not there for the viewer.
    """
    stored = Submission.objects.select_for_update().filter(pk=submission_id, erased_at=None).first()
    keys = content_keys([submission_id]) if stored else {}
    if stored is None or submission_id not in keys:
        raise Invalid(NO_SUBMISSION.about())
    if stored.state not in OPEN:
        return Applied(State.CONFLICT if stored.state == SubmissionState.CONFLICT else State.APPLIED)
    content = open_content(submission_id, keys[submission_id], bytes(stored.content))
    edits, wrong = edits_in(stored.source, content, stored.form_version_id)
    source = _source(stored, keys[submission_id])
    applied = Applied(State.NEEDS_CORRECTION, tuple(wrong)) if wrong else apply(source, edits)
    execute(_STATE, [str(applied.state), reasons.dump(applied.reasons), applied.waits_for, submission_id])
    if applied.arrived:
        release(applied.arrived)
    return applied


def release(arrived: Sequence[str]) -> None:
    """Apply again, as its author, each submission that waited for one of these."""
    for submission_id, account_id in ask(_WAITING, [list(arrived)]):
        with acting_as(account_id, device_id=current().device_id) as author:
            if author.can("registry.write") and Submission.objects.filter(pk=submission_id).exists():
                reapply(submission_id)


def _source(stored: Submission, key: bytes) -> Source:
    replaced: dict[str, Any] = {"instance_id": stored.replaces}
    former = Submission.objects.filter(**replaced).values_list("id", flat=True) if stored.replaces else ()
    return Source(
        id=stored.id,
        key=key,
        keys=content_keys,
        unit_id=stored.unit_id,
        account_id=stored.account,
        received_at=timezone.now(),
        device_id=stored.device,
        mandate=stored.mandate,
        said_at=stored.said_at or stored.received_at,
        replaces=next(iter(former), None),
    )
