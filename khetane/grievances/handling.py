"""What grievance officers do with a grievance. Each step is checked against the table of states, under a lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.grievances.enums import MessageKind, State
from khetane.grievances.following import Message, again
from khetane.grievances.models import Grievance, GrievanceConcern, GrievanceMessage
from khetane.grievances.problems import AGREED_BEFORE, ALREADY, CONCERN_LAST, CONCERN_REASON
from khetane.grievances.sealing import (
    concern_context,
    content_key,
    key_context,
    message_context,
    opened,
    sealed,
)
from khetane.grievances.states import GRIEVANCE
from khetane.grievances.taking import wrong_text

HANDLE, SORT = "grievance.handle", "grievance.sort"
_CONCERN = "select outcome, concerned from grievances_concern(%s, %s, %s)"
CONCERNED_OTHER = "concerned_other"  # in the audit
_READERS = "select grievances_readers(%s)"


@dataclass(frozen=True, slots=True)
class Concern:
    """Somebody was declared concerned: by herself, or by another for a reason."""

    at: dt.datetime
    by_herself: bool
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Written:
    """What whoever wrote said, and what was said since."""

    text: str = field(repr=False)
    name: str = field(repr=False)
    contact: str = field(repr=False)
    way: str
    messages: list[Message] = field(repr=False)
    concerns: list[Concern] = field(repr=False)


def written(grievance: Grievance) -> Written:
    """The grievance opened; SealBroken when its master key is not there."""
    key = content_key(grievance.pk, grievance.key, grievance.key_id)
    said = opened(key, bytes(grievance.sealed), key_context(grievance.pk))
    messages = [
        Message(one.pk, one.at, one.kind, opened(key, bytes(one.sealed), message_context(one.pk))["text"])
        for one in grievance.messages.all()
    ]
    concerns = [
        Concern(one.at, one.account == one.declared_by, _reason(key, one)) for one in grievance.concerns.all()
    ]
    return Written(said["text"], said["name"], said["contact"], said["way"], messages, concerns)


@transaction.atomic
def take_up(grievance_id: UUID, *, at: dt.datetime | None = None) -> None:
    """Somebody looks at it. Raises Invalid."""
    grievance = locked(grievance_id)
    _step(grievance, State.IN_HAND, {}, acknowledged_at=at or timezone.now())


@transaction.atomic
def answer(grievance_id: UUID, text: str, *, at: dt.datetime | None = None) -> None:
    """Answer it; who never took it up has looked at it now. Raises Invalid."""
    grievance, at = locked(grievance_id), at or timezone.now()
    _step(
        grievance,
        State.ANSWERED,
        {"text": text},
        answered_at=at,
        acknowledged_at=grievance.acknowledged_at or at,
        satisfied="",
    )
    _write(grievance, MessageKind.ANSWER, text, at)


@transaction.atomic
def ask(grievance_id: UUID, text: str, *, at: dt.datetime | None = None) -> None:
    """Ask whoever wrote something; it stays as far as it is. Raises Invalid."""
    grievance = locked(grievance_id)
    _write(grievance, MessageKind.QUESTION, text, at or timezone.now())
    audit.record("asked", "grievance", [grievance.pk])


@transaction.atomic
def escalate(grievance_id: UUID, *, body: str, agreed_on: dt.date, at: dt.datetime | None = None) -> None:
    """Pass it on to a body outside, to which whoever wrote agreed on a day. Raises Invalid."""
    grievance, at = locked(grievance_id), at or timezone.now()
    if not grievance.received_on <= agreed_on <= timezone.localdate():
        days = {"day": agreed_on.isoformat(), "received": grievance.received_on.isoformat()}
        raise Invalid(AGREED_BEFORE.about(where="grievance", **days))
    said = {"body": body, "agreed_on": agreed_on}
    _step(grievance, State.ESCALATED, said, body=body, agreed_on=agreed_on, escalated_at=at)


@transaction.atomic
def close(grievance_id: UUID, *, at: dt.datetime | None = None) -> None:
    """Nothing more is to be done. Raises Invalid."""
    _step(locked(grievance_id), State.CLOSED, {}, closed_at=at or timezone.now())


@transaction.atomic
def reopen(grievance_id: UUID) -> None:
    """Look at it again; the terms begin anew. Raises Invalid."""
    grievance, until = locked(grievance_id), again()
    _step(
        grievance,
        State.IN_HAND,
        {},
        closed_at=None,
        answer_by=until.answer_by,
        reopened=grievance.reopened + 1,
    )


@transaction.atomic
def assign(grievance_id: UUID, unit_id: UUID | None, *, apart: bool) -> None:
    """Say which unit it is about, and whether it stays apart. Raises NotAllowed."""
    grievance = locked(grievance_id)
    current().check(SORT)
    Grievance.objects.filter(pk=grievance.pk).update(unit_id=unit_id, apart=apart)
    audit.record("assigned", "grievance", [grievance.pk], fields=["unit", "apart"])


@transaction.atomic
def concern(grievance_id: UUID, email: str = "", reason: str = "") -> int:
    """The viewer, or the account of this address, is concerned and reads it no more; how many others can.

    Somebody else is declared with a reason, while besides the viewer a further one can deal with it, and the
    data-protection officer finds it in the audit. An address that no account has changes nothing. Raises Invalid.
    """
    grievance, email, reason = locked(grievance_id), email.strip().lower(), reason.strip()
    if email and not reason:
        raise Invalid(CONCERN_REASON.about())
    key = content_key(grievance.pk, grievance.key, grievance.key_id)
    said = sealed(key, {"text": reason}, concern_context(grievance.pk)) if email else b""
    with connection.cursor() as cursor:
        cursor.execute(_CONCERN, [grievance.pk, email, said])
        outcome, concerned = cursor.fetchone()
        if outcome == "last":
            raise Invalid(CONCERN_LAST.about())
        cursor.execute(_READERS, [grievance.pk])
        left: int = cursor.fetchone()[0]
    if outcome == "herself":
        audit.record("concerned", "grievance", [grievance.pk])
        return left
    if outcome == "other":
        audit.record(CONCERNED_OTHER, "grievance", [grievance.pk, concerned])
    return left - 1  # who declared another still reads it


def locked(grievance_id: UUID) -> Grievance:
    """The grievance, which nobody else changes meanwhile. Raises Grievance.DoesNotExist for who may not read it."""
    current().check(HANDLE)
    return Grievance.objects.select_for_update().get(pk=grievance_id)


def _reason(key: bytes, concern: GrievanceConcern) -> str:
    if not concern.sealed:
        return ""
    text: str = opened(key, bytes(concern.sealed), concern_context(concern.grievance_id))["text"]
    return text


def _step(grievance: Grievance, state: State, said: Mapping[str, Any], **values: Any) -> None:
    if grievance.state == state:
        raise Invalid(ALREADY.about(where="grievance", state=state))
    for problem in GRIEVANCE.check(grievance.state, state, said, "grievance"):
        raise Invalid(problem)
    values |= {"state": state, "handled_by": current().account_id}
    Grievance.objects.filter(pk=grievance.pk).update(**values)
    step = GRIEVANCE.step(grievance.state, state)
    audit.record(step.name if step else "kept", "grievance", [grievance.pk], fields=values)


def _write(grievance: Grievance, kind: MessageKind, text: str, at: dt.datetime) -> None:
    for problem in wrong_text(text):
        raise Invalid(problem)
    id, key = uuid4(), content_key(grievance.pk, grievance.key, grievance.key_id)
    GrievanceMessage(
        pk=id,
        grievance=grievance,
        at=at,
        kind=kind,
        written_by=current().account_id,
        sealed=sealed(key, {"text": text.strip()}, message_context(id)),
    ).save(force_insert=True)
