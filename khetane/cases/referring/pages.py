"""Sealed pages: one referral, for an institution without an account (docs/adr/0560).

What a page says is encrypted under its link's secret and a code that is told apart. The database keeps neither,
so that whoever holds the database and the server's keys alone reads no page.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from khetane.access.tokens import new_token, token_hash
from khetane.cases.models import Referral
from khetane.cases.problems import NO_CONSENT
from khetane.cases.referring.page_models import PageEventKind, ReferralPage, SealedReferral
from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.sealing import SealBroken, seal, unseal
from khetane.core.viewer import acting_as_system, current
from khetane.people.problems import RESTRICTED
from khetane.people.restrictions import Restriction

CODE_DIGITS = 6
KEY_BYTES = 32
_CROSSES = "select cases_crosses(%s, %s, %s, %s)"
_BEHIND = "select page, unit, referral, language, state, sealed, answered, tries from cases_page_behind(%s)"
_NOTE = "select cases_page_note(%s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A page just made; `secret` and `code` are told once and kept nowhere."""

    page: ReferralPage
    secret: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Behind:
    """An open page as the database tells it to whoever knows its link. `answered` is the last answer given there."""

    page: UUID
    unit: UUID
    referral: UUID
    language: str
    state: str
    sealed: bytes = field(repr=False)
    answered: str
    tries: int


def agreed(referral: Referral, recipient: str) -> bool:
    """Whether consent to tell this recipient of a referral of the viewer's unit is in force today."""
    about = [referral.unit_id, referral.household_id, referral.person_id, recipient]
    with connection.cursor() as cursor:
        cursor.execute(_CROSSES, about)
        return bool(cursor.fetchone()[0])


def check_agreed(referral: Referral) -> None:
    """Raise Invalid unless the institution may be told of it today."""
    restrictions = Restriction.objects.in_force()
    if restrictions.touching(referral.household_id, referral.person_id).exists():
        raise Invalid(RESTRICTED.about(where="referral"))
    if not agreed(referral, referral.to_organisation):
        on = timezone.localdate().isoformat()
        raise Invalid(NO_CONSENT.about(where="referral", recipient=referral.to_organisation, day=on))


@transaction.atomic
def make_page(
    referral: Referral, content: Mapping[str, Any], *, tells: Sequence[str], language: str, days: int
) -> Sealed:
    """Seal `content` for whoever gets the link and the code. Raises Invalid without consent, NotAllowed."""
    viewer = current()
    viewer.check("registry.write", referral.unit_id)
    check_agreed(referral)
    page_id, secret = uuid4(), new_token()
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    page = ReferralPage(
        pk=page_id,
        referral=referral,
        unit_id=referral.unit_id,
        household=referral.household_id,
        mandate=referral.mandate,
        made_by=viewer.account_id,
        language=language,
        tells=sorted(tells),
        expires_at=timezone.now() + datetime.timedelta(days=days),
    )
    page.save(force_insert=True)
    text = json.dumps(content, ensure_ascii=False).encode()
    sealed = seal(_key(secret, code, page_id), text, page_id.bytes)
    SealedReferral.objects.bulk_create(
        [SealedReferral(page=page, lookup=token_hash("referral", secret), sealed=sealed)]
    )
    audit.record("sealed", "referral_page", [page_id, referral.pk], unit_id=referral.unit_id)
    return Sealed(page, secret, code)


@transaction.atomic
def close_page(page: ReferralPage) -> None:
    """Close a page for good."""
    current().check("registry.write", page.unit_id)
    closed = ReferralPage.objects.filter(pk=page.pk, revoked_at=None).update(revoked_at=timezone.now())
    if closed:
        audit.record("closed", "referral_page", [page.pk, page.referral_id], unit_id=page.unit_id)


def behind(secret: str) -> Behind | None:
    """The page of a link; None unless it is open at this moment: not closed, not expired, with consent in force."""
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND, [token_hash("referral", secret)])
        row = cursor.fetchone()
    if row is None:
        return None
    page, unit, referral, language, state, sealed, answered, tries = row
    return Behind(page, unit, referral, language, state, bytes(sealed), answered, tries)


def read(secret: str, code: str, found: Behind) -> dict[str, Any] | None:
    """What a page says; None for a wrong code. Either is an event that the sender sees, and stands in the audit."""
    try:
        text = unseal(_key(secret, code, found.page), found.sealed, found.page.bytes)
    except SealBroken:
        _note(secret, found, PageEventKind.WRONG_CODE)
        return None
    _note(secret, found, PageEventKind.OPENED)
    content: dict[str, Any] = json.loads(text)
    return content


def answer(secret: str, code: str, found: Behind, given: str, sentence: str) -> bool:
    """Keep what the institution answers; False for a wrong code, or where the page closed meanwhile.

    The sender takes the answer over into the referral: nobody without an account writes in the register.
    """
    try:
        unseal(_key(secret, code, found.page), found.sealed, found.page.bytes)
    except SealBroken:
        _note(secret, found, PageEventKind.WRONG_CODE)
        return False
    return _note(secret, found, PageEventKind.ANSWERED, given, sentence)


def _note(secret: str, found: Behind, what: str, given: str = "", sentence: str = "") -> bool:
    """For the audit the program itself acts: who holds a link has no account."""
    with acting_as_system(), connection.cursor() as cursor:
        cursor.execute(_NOTE, [token_hash("referral", secret), what, given, sentence])
        noted = bool(cursor.fetchone()[0])
        if noted:
            audit.record(f"page_{what}", "referral_page", [found.page, found.referral], unit_id=found.unit)
    return noted


def _key(secret: str, code: str, page_id: UUID) -> bytes:
    """Slow on purpose: who has a link and the database should not try a million codes in a minute."""
    given = f"{secret}:{code.strip()}".encode()
    return hashlib.scrypt(given, salt=page_id.bytes, n=2**14, r=8, p=1, dklen=KEY_BYTES)
