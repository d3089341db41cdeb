"""A grievance as whoever holds its code follows it: what was answered, a reply, whether she is content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from khetane.access.tokens import token_hash
from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as_system
from khetane.grievances import codes
from khetane.grievances.catalogue.reading import catalogue
from khetane.grievances.enums import State
from khetane.grievances.problems import NO_MORE_REPLIES
from khetane.grievances.rules import Due, due
from khetane.grievances.sealing import content_key, key_context, message_context, opened, sealed
from khetane.grievances.states import GRIEVANCE
from khetane.grievances.taking import wrong_text

_FACTS = (
    "id", "kind", "about", "language", "state", "received_on", "acknowledge_by", "answer_by", "answered_at", "body",
    "escalated_at", "satisfied",
)  # fmt: skip
_BEHIND = f"select {', '.join(_FACTS)}, key, key_id, sealed from grievances_behind(%s)"  # noqa: S608  # constants of ours
_MESSAGES = "select id, at, kind, sealed from grievances_messages_behind(%s)"
_REPLY = "select grievances_reply(%s, %s, %s, %s, %s)"
_SATISFIED = "select grievances_satisfied(%s, %s)"


@dataclass(frozen=True, slots=True)
class Behind:
    """A grievance as the database tells it to whoever knows its code."""

    id: UUID
    kind: str
    about: str
    language: str
    state: str
    received_on: dt.date
    acknowledge_by: dt.date
    answer_by: dt.date
    answered_at: dt.datetime | None
    body: str
    escalated_at: dt.datetime | None
    satisfied: str
    key: bytes = field(repr=False)
    said: dict[str, Any] = field(repr=False)

    @property
    def may_be_reopened(self) -> bool:
        return GRIEVANCE.step(self.state, State.IN_HAND) is not None and self.state != State.RECEIVED


@dataclass(frozen=True, slots=True)
class Message:
    """One message, read."""

    id: UUID
    at: dt.datetime
    kind: str
    text: str = field(repr=False)


def lookup_of(typed: str) -> bytes:
    """The keyed hash of a code as somebody typed it."""
    return token_hash("grievance", codes.normalise(typed))


def behind(typed: str) -> Behind | None:
    """The grievance of a code, however typed; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND, [lookup_of(typed)])
        row = cursor.fetchone()
    if row is None:
        return None
    facts, (wrapped, key_id, content) = dict(zip(_FACTS, row, strict=False)), row[-3:]
    key = content_key(facts["id"], wrapped, key_id)
    return Behind(**facts, key=key, said=opened(key, bytes(content), key_context(facts["id"])))


def messages(typed: str, found: Behind) -> list[Message]:
    """What was said since, the first first."""
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, [lookup_of(typed)])
        rows = cursor.fetchall()
    return [
        Message(id, at, kind, opened(found.key, bytes(content), message_context(id))["text"])
        for id, at, kind, content in rows
    ]


@transaction.atomic
def reply(typed: str, found: Behind, message_id: UUID, text: str, *, reopen: bool) -> None:
    """Keep a reply of whoever wrote; with `reopen` an answered grievance is looked at again, its terms begin anew.

    Safe to repeat with the same id. Raises Invalid.
    """
    for problem in wrong_text(text):
        raise Invalid(problem)
    content = sealed(found.key, {"text": text.strip()}, message_context(message_id))
    until = again() if reopen and found.may_be_reopened else None
    given = [lookup_of(typed), message_id, content, until and until.answer_by, until is not None]
    _note(_REPLY, given, "reopened" if until else "replied", found)


@transaction.atomic
def say_satisfied(typed: str, found: Behind, answer: str) -> None:
    """Keep whether she is content; an answer with which she is, closes the grievance. Raises Invalid."""
    _note(_SATISFIED, [lookup_of(typed), answer], "judged", found)


def again() -> Due:
    """The terms of what is looked at again from today."""
    today = timezone.localdate()
    return due(catalogue().terms_on(today), today)


def _note(statement: str, given: Iterable[Any], action: str, found: Behind) -> None:
    """For the audit the program itself acts: who holds a code has no account."""
    with acting_as_system(), connection.cursor() as cursor:
        cursor.execute(statement, list(given))
        if not cursor.fetchone()[0]:
            raise Invalid(NO_MORE_REPLIES.about(where="grievance"))
        audit.record(action, "grievance", [found.id])
