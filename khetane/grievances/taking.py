"""Taking a grievance in: by the public page as the program, or from a member who wrote it down for somebody."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from khetane.access.tokens import token_hash
from khetane.core import audit
from khetane.core.problems import Problem
from khetane.core.refusals import Invalid
from khetane.core.sealing import lookup_hash
from khetane.core.viewer import current
from khetane.grievances import codes
from khetane.grievances.catalogue.reading import catalogue
from khetane.grievances.enums import Channel, Way
from khetane.grievances.models import Grievance, GrievanceCode
from khetane.grievances.problems import FUTURE, NO_SUCH_SUBJECT, NO_SUCH_UNIT, NOTHING_SAID, TOO_LONG
from khetane.grievances.rules import Due, due
from khetane.grievances.sealing import key_context, new_content_key, sealed
from khetane.organisations.models import Unit

TAKE = "grievance.take"
MOST = 4000  # signs of one text
_KNOWN = "select grievances_known(%s)"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says, and how to answer. Name and contact may be left empty."""

    kind: str
    about: str
    text: str = field(repr=False)
    language: str
    received_on: dt.date
    unit_id: UUID | None = None
    channel: str = Channel.WEB
    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    way: str = Way.CODE


@dataclass(frozen=True, slots=True)
class Taken:
    """A grievance that was taken in. `code` is told once: nothing that is kept leads back to it."""

    id: UUID
    code: str = field(repr=False)
    due: Due


@transaction.atomic
def take(said: Said, seed: str, *, at: dt.datetime | None = None) -> Taken:
    """Keep what is said, encrypted, as the viewer; safe to repeat.

    `seed` is the chance that made the form: sent again with the same words it gives the same code and keeps
    nothing twice. `at`: when it arrived, if not now. Raises Invalid, NotAllowed.
    """
    current().check(TAKE)
    for problem in wrong_with(said):
        raise Invalid(problem)
    secret = _secret(said, seed)
    code, id = codes.code_of(secret), UUID(bytes=_secret(said, f"id:{seed}")[:16], version=4)
    terms = due(catalogue().terms_on(said.received_on), said.received_on)
    lookup = token_hash("grievance", code)
    if not _is_known(lookup):
        _keep(said, id, terms, at or timezone.now())
        GrievanceCode.objects.bulk_create([GrievanceCode(grievance_id=id, lookup=lookup)])
        # Without the unit: its coordinator reads the unit's part of the audit.
        audit.record("received", "grievance", [id])
    return Taken(id, code, terms)


def wrong_with(said: Said) -> Iterable[Problem]:
    """What speaks against taking it in."""
    where = "grievance"
    if said.about not in catalogue().about:
        yield NO_SUCH_SUBJECT.about(where=where, about=said.about)
    if said.unit_id is not None and not Unit.objects.filter(pk=said.unit_id).exists():
        yield NO_SUCH_UNIT.about(where=where, unit=str(said.unit_id))
    if said.received_on > timezone.localdate():
        yield FUTURE.about(where=where, day=said.received_on.isoformat())
    yield from wrong_text(said.text)


def wrong_text(text: str) -> Iterable[Problem]:
    """What speaks against a text: there is none, or too much."""
    if not text.strip():
        yield NOTHING_SAID.about(where="grievance")
    if len(text) > MOST:
        yield TOO_LONG.about(where="grievance", length=len(text), most=MOST)


def _keep(said: Said, id: UUID, terms: Due, at: dt.datetime) -> None:
    key, wrapped = new_content_key(id)
    written = {"text": said.text.strip(), "name": said.name, "contact": said.contact, "way": said.way}
    Grievance(
        pk=id,
        unit_id=said.unit_id,
        apart=catalogue().about[said.about].apart,
        kind=said.kind,
        about=said.about,
        language=said.language,
        channel=said.channel,
        taken_by=current().account_id,
        received_on=said.received_on,
        received_at=at,
        acknowledge_by=terms.acknowledge_by,
        answer_by=terms.answer_by,
        key=wrapped.wrapped,
        key_id=wrapped.key_id,
        sealed=sealed(key, written, key_context(id)),
    ).save(force_insert=True)


def _is_known(lookup: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [lookup])
        return bool(cursor.fetchone()[0])


def _secret(said: Said, seed: str) -> bytes:
    """32 bytes that follow from the form and the words, and only under the installation's key."""
    words = json.dumps(asdict(said), default=str, sort_keys=True, ensure_ascii=False)
    return lookup_hash(settings.ENVIRONMENT.lookup_key, f"grievance:{seed}:{words}")
