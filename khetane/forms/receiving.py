"""Taking what a device sends: stored, encrypted and applied in one transaction before it is answered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from django.utils import timezone

from khetane.access.tokens import DeviceIdentity, may_send_as
from khetane.core.problems import Problem, Sentence
from khetane.core.refusals import NotAllowed
from khetane.core.sealing import lookup_hash
from khetane.core.viewer import Question, acting_as
from khetane.forms import former, problems
from khetane.forms.attaching import attach_later
from khetane.forms.catalogue import Reading, reading
from khetane.forms.kept import keep
from khetane.forms.models import Source, SubmissionState
from khetane.forms.reapplying import former_of
from khetane.forms.redaction.documents import ids_in, redact_xml
from khetane.forms.redaction.former import unknown_version, without_former_values
from khetane.forms.redaction.late import ERASED, gone_of
from khetane.forms.rules import position, said_at
from khetane.forms.taking import REFUSED, Incoming, take_quickly, take_submission, take_without
from khetane.forms.uploads import Answer, Status, Upload
from khetane.forms.xml.entities import entities
from khetane.forms.xml.instance import Instance, parse
from khetane.forms.xml.problems import Unreadable
from khetane.history.bulk import ask
from khetane.history.source import State

SEND = "submission.send"
ATTEMPTS = 4
MAX_FILE_NAME = 255
# Another upload wrote the same first; what is read again settles it.
RACES = (psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)

# One statement: who sends, what is here under the instance id, the form version as it stands (migrations/0022), and which
# of the ids that the record names were erased from the unit; that is looked up once the lock is had (migrations/0018).
_ENTER = """
    select permissions, mandates, unit_ids, known, own, same, state, form_version, device_state, edition, names_removed,
           version_like,
           case when permissions = '{}' and cardinality(ids.named) > 0 then forms_erased_among(ids.named, ids.unit) end
    from forms_enter(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s), (values (%s::uuid[], %s::uuid)) ids (named, unit)
"""
_FORM = "select 1 from khetane_forms_form where form_id = %s"
SAID: dict[str, Sentence] = {
    State.APPLIED: problems.STORED,
    State.HELD: problems.STORED_HELD,
    State.CONFLICT: problems.STORED_CONFLICT,
    State.NEEDS_CORRECTION: problems.STORED_CORRECTION,
}


class DeviceChanged(Exception):
    """The device that was remembered may not send any more: look it up anew. Nothing was stored."""


class _WaitsForAnother(Exception):
    """The record waits for an earlier one: look again with nobody else storing for the unit."""


@dataclass(slots=True)
class _Way:
    """How the next try goes: quickly until the database refuses, `alone` when it would wait for another."""

    quick: bool = True
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is here under an instance id. Of another unit's record only that the id is taken."""

    id: UUID | None
    own: bool
    same: bool
    state: str


@dataclass(frozen=True, slots=True)
class _Here:
    """What was found on entering: `like` is a version out of whose form a name was taken, where the one named is not here."""

    known: Known | None
    version_id: UUID | None
    edition: str
    names_removed: bool
    like: UUID | None
    erased: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class _Record:
    """A record on its way in, without what was an erased person's name in its form."""

    upload: Upload
    instance: Instance
    form: Reading | None = None
    came_as: bytes = b""  # the hash of what came, where it came with such a name


def receive(device: DeviceIdentity, upload: Upload, *, received_at: datetime | None = None) -> Answer:
    """Store and apply one record of a device, or say why not; sending it again changes nothing.

    Works in a transaction of its own as the device's account; `received_at` is now unless given.
    What cannot be stored as a submission but came from a valid device is kept for review. Raises
    DeviceChanged when the device is only remembered and may not send any more.
    """
    try:
        instance = _named(parse(upload.xml), device, upload)
    except Unreadable as unreadable:
        return Answer(Status.UNREADABLE, unreadable.problem)
    wrong = _names_problem(upload)
    if wrong is not None:
        return Answer(Status.UNREADABLE, wrong)
    way = _Way()
    for _ in range(ATTEMPTS):
        try:
            entering = _entering(device, upload, instance, alone=way.alone)
            with acting_as(device.account_id, device_id=device.id, entering=entering) as viewer:
                viewer.check(SEND, device.unit_id)
                return _take_in(
                    device,
                    upload,
                    instance,
                    received_at or timezone.now(),
                    _found(device, viewer.answer),
                    way,
                )
        except _WaitsForAnother:
            way.alone = True
        except NotAllowed:
            return Answer(Status.NOT_ALLOWED, problems.MAY_NOT_SEND.about())
        except (*RACES, *REFUSED) as refused:
            if not way.quick and not isinstance(refused, RACES):
                raise
            way.quick = False
    return Answer(Status.BUSY, problems.BUSY.about())


def _names_problem(upload: Upload) -> Problem | None:
    names: set[str] = set()
    for file in upload.files:
        if file.name in names:
            return problems.TWICE_NAMED.about(name=file.name)
        if "\0" in file.name + file.content_type:
            return problems.UNWRITABLE_NAME.about()
        if len(file.name) > MAX_FILE_NAME:
            return problems.LONG_NAME.about(length=len(file.name), limit=MAX_FILE_NAME)
        names.add(file.name)
    return None


def _take_in(
    device: DeviceIdentity, upload: Upload, instance: Instance, now: datetime, here: _Here, way: _Way
) -> Answer:
    record = _without_former(upload, instance, here)
    if here.known is not None:
        if here.known.own and here.known.same:
            return _attach_later(device, upload, record.instance, now)
        return _keep(Status.TAKEN, problems.ID_TAKEN.about(), device, record, here.erased)
    if record.form is None:
        return _keep(Status.UNKNOWN_FORM, _unknown_form(record.instance), device, record, here.erased)
    return _store(_incoming(device, record, record.form, now), record, record.form, here.erased, way)


def _without_former(upload: Upload, instance: Instance, here: _Here) -> _Record:
    """The record as a phone fills it in that has the form as it is now, after a name was taken out of it."""
    version_id = here.version_id or here.like
    if version_id is None:
        return _Record(upload, instance)
    form = reading.at(version_id, here.edition)
    if not (here.names_removed or here.like):
        return _Record(upload, instance, form)
    version = form.version if here.version_id else unknown_version(instance.version, form)
    content = without_former_values(upload.xml, form, (form.form_id, version))
    plain = replace(
        parse(content), instance_id=instance.instance_id
    )  # by which it is found when it is sent again
    came_as = b"" if content == upload.xml else hashlib.sha256(upload.xml).digest()
    return _Record(replace(upload, xml=content), plain, form if here.version_id else None, came_as)


def _named(instance: Instance, device: DeviceIdentity, upload: Upload) -> Instance:
    """A record that names itself, or else one named by its bytes and the device's unit, so that sending it again is recognised.

    By the installation's secret: nobody else can work out the name, and ask by it whether a unit has sent this.
    """
    if instance.names_itself:
        return instance
    told = f"record:{device.unit_id}:{hashlib.sha256(upload.xml).hexdigest()}"
    by_content = lookup_hash(settings.ENVIRONMENT.lookup_key, told)
    return replace(instance, instance_id=str(UUID(bytes=by_content[:16], version=5)))


def _entering(device: DeviceIdentity, upload: Upload, instance: Instance, *, alone: bool) -> Question:
    """Enter, and ask what is here under the instance id and which form version is meant.

    Uploads of a unit go on side by side; one that would wait for another looks again `alone`, so
    that what it waits for cannot arrive unseen.
    """
    sha256 = hashlib.sha256(upload.xml).digest()
    asked = device.id if device.remembered else None
    return _ENTER, [
        device.unit_id,
        asked,
        alone,
        instance.instance_id,
        sha256,
        instance.form_id,
        instance.version,
        former.of_form(device.unit_id, instance.form_id),
        former.of_version(device.unit_id, instance.form_id, instance.version),
        f"{{{','.join(ids_in(upload.xml))}}}",
        device.unit_id,
    ]


def _found(device: DeviceIdentity, answer: tuple[Any, ...]) -> _Here:
    known_id, own, same, state, version_id, device_state, edition, removed, like, erased = answer
    if device.remembered and not may_send_as(device_state):
        raise DeviceChanged
    known = None if own is None else Known(known_id, own, same, state)
    return _Here(known, version_id, edition or "", bool(removed), like, frozenset(erased or ()))


def _attach_later(device: DeviceIdentity, upload: Upload, instance: Instance, now: datetime) -> Answer:
    """Files that come after their record; one with a name that is there and other content is kept."""
    added, taken, stored = attach_later(instance.instance_id, upload.files, unit_id=device.unit_id, now=now)
    names = {
        "instance_id": instance.instance_id,
        "form_id": instance.form_id,
        "form_version": instance.version,
    }
    for file in taken:
        keep(device, problems.FILE_TAKEN.about(name=file.name), file.content, file_name=file.name, **names)
    if taken:
        return Answer(
            Status.TAKEN, problems.FILE_TAKEN.about(name=taken[0].name), instance_id=instance.instance_id
        )
    if added:
        told = (problems.ATTACHED if stored else problems.NOT_ATTACHED).about()
        return Answer(Status.STORED, told, instance_id=instance.instance_id)
    return Answer(Status.KNOWN, problems.AGAIN.about(), instance_id=instance.instance_id)


def _store(new: Incoming, record: _Record, form: Reading, erased: frozenset[UUID], way: _Way) -> Answer:
    found = entities(record.instance, form.compiled)
    if erased:
        applied = take_without(new, erased, found.edits)
    else:
        applied = (take_quickly if way.quick else take_submission)(new, found.edits, found.problems)
    if applied.waits_for and not way.alone:
        raise _WaitsForAnother
    return Answer(
        status=Status.STORED,
        said=SAID[applied.state].about(),
        reasons=applied.reasons,
        state=SubmissionState(applied.state),
        submission_id=new.id,
        instance_id=new.instance_id,
    )


def _incoming(device: DeviceIdentity, record: _Record, form: Reading, now: datetime) -> Incoming:
    instance = record.instance
    latitude, longitude = position(instance.root, form.landmarks.place) or (None, None)
    replaces = instance.deprecated_id or ""
    return Incoming(
        id=uuid4(),
        instance_id=instance.instance_id,
        content=record.upload.xml,
        unit_id=device.unit_id,
        account_id=device.account_id,
        received_at=now,
        source=Source.DEVICE,
        form_version_id=form.version_id,
        device_id=device.id,
        mandate=form.mandate,
        sensitivity_level=form.sensitivity,
        said_at=said_at(instance.root, form.landmarks.said, timezone.get_default_timezone()),
        replaces=replaces,
        replaces_id=former_of(replaces, device.unit_id),
        latitude=latitude,
        longitude=longitude,
        files=record.upload.files,
        came_as=record.came_as,
        erased_at=now if record.came_as else None,
    )


def _keep(
    status: Status, problem: Problem, device: DeviceIdentity, record: _Record, erased: frozenset[UUID]
) -> Answer:
    """Keep the record and its files for review, each once; where it names the `erased`, a copy without them."""
    upload, instance = record.upload, record.instance
    names = {
        "instance_id": instance.instance_id,
        "form_id": instance.form_id,
        "form_version": instance.version,
    }
    if erased:
        bare = redact_xml(upload.xml, gone_of(Source.DEVICE, upload.xml, erased))
        keep(device, problem, bare, **names)
        return Answer(status, problem, (ERASED.about(),), instance_id=instance.instance_id)
    keep(device, problem, upload.xml, **names)
    for file in upload.files:
        keep(device, problem, file.content, file_name=file.name, **names)
    return Answer(status, problem, instance_id=instance.instance_id)


def _unknown_form(instance: Instance) -> Problem:
    if ask(_FORM, [instance.form_id]):
        return problems.UNKNOWN_VERSION.about(form_id=instance.form_id, version=instance.version)
    return problems.UNKNOWN_FORM.about(form_id=instance.form_id)
