"""Uploads of valid devices that could not be stored as submissions: kept, shown, applied after mending."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

import psycopg
from django.db import transaction
from django.utils import timezone

from khetane.access.tokens import DeviceIdentity
from khetane.core import audit
from khetane.core.problems import Problem
from khetane.core.refusals import Invalid
from khetane.core.sealing import seal, unseal
from khetane.core.viewer import current
from khetane.forms import problems, reasons
from khetane.forms.catalogue import newest_like
from khetane.forms.keys import key_context, new_content_key, unwrapped
from khetane.forms.models import KeptState, KeptUpload
from khetane.forms.rules import inherited_mandate
from khetane.history.bulk import execute

READ, REVIEW = "submission.read", "submission.review"
_KEEP = """
    insert into khetane_forms_keptupload (
        id, unit_id, account, device, received_at, code, reason, instance_id, form_id, form_version, mandate, file_name,
        content, content_sha256, key, key_id, state, decision)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'waiting', '')
"""


def keep(
    device: DeviceIdentity,
    problem: Problem,
    content: bytes | memoryview,
    *,
    instance_id: str,
    form_id: str = "",
    form_version: str = "",
    file_name: str = "",
) -> None:
    """Keep an upload with the reason why it could not be taken; keeping the same again changes nothing."""
    kept_id = uuid4()
    key, wrapped = new_content_key(kept_id)
    row = [
        kept_id, device.unit_id, device.account_id, device.id, timezone.now(), problem.code, reasons.dump([problem]),
        instance_id, form_id[:200], form_version[:200], mandate_of(device.unit_id, form_id, form_version),
        file_name[:255], seal(key, bytes(content), key_context(kept_id)),
        hashlib.sha256(content).digest(), wrapped.wrapped, wrapped.key_id,
    ]  # fmt: skip
    try:
        with transaction.atomic():
            execute(_KEEP, row)
    except psycopg.errors.UniqueViolation:
        return  # the device sent it again: it is here already
    audit.record("kept", "upload", [kept_id], unit_id=device.unit_id)


def mandate_of(unit_id: UUID, form_id: str, form_version: str) -> str:
    """Whose an upload is: its form's mandate, as of the version it names or else the newest.

    Nobody knows what an upload of an unknown form holds: then it belongs to the one mandate that its
    sender reads in the unit, and to those who review where that is none or several.
    """
    form = newest_like(form_id, form_version)
    if form is not None:
        return inherited_mandate(form.mandate, form.sensitivity_level)
    read = current().mandates.get(unit_id, frozenset())
    return next(iter(read)) if len(read) == 1 else ""


def may_deal_with(kept: KeptUpload) -> bool:
    """Whether the viewer, who sees this upload, may decide about it: its mandate does, or who reviews."""
    return current().can(READ if kept.mandate else REVIEW, kept.unit_id)


def open_kept(kept: KeptUpload) -> bytes:
    """What was uploaded, for whoever reviews it."""
    key = unwrapped(kept.id, bytes(kept.key), kept.key_id)
    return unseal(key, bytes(kept.content), key_context(kept.id))


@transaction.atomic
def set_aside(kept_id: UUID, why: str) -> KeptUpload:
    """Decide that an upload is not applied; the reason stays with it."""
    kept = waiting(kept_id)
    if not why.strip():
        raise Invalid(problems.REASON_NEEDED.about())
    return decide(kept, KeptState.SET_ASIDE, why.strip())


def waiting(kept_id: UUID) -> KeptUpload:
    """A kept upload that nobody has dealt with, locked; NotAllowed unless `may_deal_with`."""
    kept = KeptUpload.objects.select_for_update().get(pk=kept_id)
    current().check(READ if kept.mandate else REVIEW, kept.unit_id)
    if kept.state != KeptState.WAITING:
        raise Invalid(problems.NOT_WAITING.about())
    return kept


def decide(kept: KeptUpload, state: KeptState, decision: str = "") -> KeptUpload:
    """Write down what was decided about a kept upload, by whom and when."""
    kept.state, kept.decision = state, decision
    kept.decided_by, kept.decided_at = current().account_id, timezone.now()
    kept.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    audit.record("decided", "upload", [kept.pk], fields=["state"], unit_id=kept.unit_id)
    return kept
