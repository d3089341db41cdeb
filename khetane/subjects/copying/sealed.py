"""Sealed copies: two persons and the one it is about (docs/adr/0650).

A data-protection officer has the copy made and is told a code; the unit gives the person a link. What is sealed is
encrypted under the code and a key of this installation: neither the database, nor either of the two, opens it alone.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from khetane.access.tokens import new_token, token_hash
from khetane.core import audit
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.core.sealing import SealBroken, lookup_hash, seal, unseal
from khetane.core.viewer import acting_as_system, current
from khetane.subjects.models import SealedCopy, SubjectCopy, SubjectRequest

CODE_DIGITS = 10
OPEN_FOR = datetime.timedelta(days=30)
KEY_BYTES = 32
TAKE, EXECUTE = "subject.request", "erasure.execute"
NOT_OPEN = Sentence(
    "copy_not_open",
    gettext_noop("This copy is not open any more. Ask the data-protection officer to make it anew."),
)
OWN_COPY = Sentence(
    "own_copy",
    gettext_noop("Whoever made the copy does not give its link: somebody of the unit must."),
)
_BEHIND = "select copy, unit, language, made_at, sealed, tries from subjects_copy_behind(%s)"
_NOTE = "select subjects_copy_note(%s, %s)"
_FORGET = "select subjects_copies_forget()"


@dataclass(frozen=True, slots=True)
class Made:
    """A copy just made; its `code` is told once and kept nowhere."""

    copy: SubjectCopy
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Behind:
    """An open copy as the database tells it to whoever knows its link."""

    copy: UUID
    unit: UUID
    language: str
    made_at: datetime.datetime
    sealed: bytes = field(repr=False)
    tries: int


@transaction.atomic
def make(asked: SubjectRequest, person: UUID, content: Mapping[str, Any]) -> Made:
    """Seal `content` for whoever gets the link and the code; earlier copies for this request close."""
    viewer = current()
    viewer.check(EXECUTE, asked.unit_id)
    SubjectCopy.objects.filter(request=asked, closed_at=None).update(closed_at=timezone.now(), lookup=None)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    copy = SubjectCopy(
        pk=uuid4(),
        request=asked,
        unit_id=asked.unit_id,
        person=person,
        made_by=viewer.account_id,
        language=asked.language,
        expires_at=timezone.now() + OPEN_FOR,
    )
    copy.save(force_insert=True)
    text = json.dumps(content, ensure_ascii=False).encode()
    SealedCopy.objects.bulk_create(
        [SealedCopy(copy=copy, sealed=seal(_key(code, copy.pk), text, copy.pk.bytes))]
    )
    audit.record("sealed", "subject_copy", [copy.pk, asked.pk, person], unit_id=asked.unit_id)
    return Made(copy, code)


@transaction.atomic
def give_link(copy: SubjectCopy) -> str:
    """A fresh link to the copy, told once; the one before opens nothing any more. Raises Invalid, NotAllowed."""
    viewer = current()
    viewer.check(TAKE, copy.unit_id)
    if not copy.is_open:
        raise Invalid(NOT_OPEN.about())
    if copy.made_by == viewer.account_id:
        raise Invalid(OWN_COPY.about())
    secret = new_token()
    copy.lookup, copy.linked_by, copy.linked_at = (
        token_hash("copy", secret),
        viewer.account_id,
        timezone.now(),
    )
    copy.save(update_fields=["lookup", "linked_by", "linked_at"])
    audit.record("linked", "subject_copy", [copy.pk, copy.request_id], unit_id=copy.unit_id)
    return secret


def behind(secret: str) -> Behind | None:
    """The copy of a link; None unless it is open at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND, [token_hash("copy", secret)])
        row = cursor.fetchone()
    if row is None:
        return None
    copy, unit, language, made_at, sealed, tries = row
    return Behind(copy, unit, language, made_at, bytes(sealed), tries)


def read(secret: str, code: str, found: Behind) -> dict[str, Any] | None:
    """What the copy says; None for a wrong code. Either is on record."""
    try:
        text = unseal(_key(code, found.copy), found.sealed, found.copy.bytes)
    except SealBroken:
        _note(secret, found, "wrong_code")
        return None
    _note(secret, found, "opened")
    content: dict[str, Any] = json.loads(text)
    return content


def forget() -> int:
    """Remove what is sealed in copies that are over; how many. For the nightly work."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        return int(cursor.fetchone()[0])


def _note(secret: str, found: Behind, what: str) -> None:
    """For the audit the program itself acts: who holds a link has no account."""
    with acting_as_system(), connection.cursor() as cursor:
        cursor.execute(_NOTE, [token_hash("copy", secret), what])
        if cursor.fetchone()[0]:
            audit.record(f"copy_{what}", "subject_copy", [found.copy], unit_id=found.unit)


def _key(code: str, copy_id: UUID) -> bytes:
    """Slow on purpose, and never without the installation's own key: a stolen database tries no codes."""
    digits = "".join(filter(str.isdigit, code))
    given = lookup_hash(settings.ENVIRONMENT.lookup_key, f"copy:{copy_id}:{digits}")
    return hashlib.scrypt(given, salt=copy_id.bytes, n=2**14, r=8, p=1, dklen=KEY_BYTES)
