"""Files of submissions, sealed under the submission's key; they may come in later posts than the record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from khetane.core import audit
from khetane.core.sealing import seal
from khetane.forms.keys import file_context, unwrapped
from khetane.history.bulk import ask, execute

_INSERT = """
    insert into khetane_forms_attachment (
        id, submission_id, unit_id, mandate, name, content_type, sha256, size, content, received_at)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_OWN = "select id, mandate, key, key_id, names, hashes from forms_own_instance(%s, %s)"


@dataclass(frozen=True, slots=True)
class File:
    """A file sent beside the XML of a record."""

    name: str
    content: bytes | memoryview = field(repr=False)
    content_type: str = "application/octet-stream"

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.content).digest()


def insertions(
    submission_id: UUID, files: Sequence[File], *, key: bytes, unit_id: UUID, mandate: str, now: datetime
) -> Iterator[tuple[str, list[object]]]:
    """The statements that store files of a submission under its content key."""
    for file in files:
        attachment_id = uuid4()
        sealed = seal(key, bytes(file.content), file_context(attachment_id))
        row = [
            attachment_id, submission_id, unit_id, mandate, file.name, file.content_type[:100], file.sha256,
            len(file.content), sealed, now,
        ]  # fmt: skip
        yield _INSERT, row


def attach_later(
    instance_id: str, files: Sequence[File], *, unit_id: UUID, now: datetime
) -> tuple[list[File], list[File], int]:
    """Store those files that are new to the unit's submission with this instance id.

    Returns (the files that are new, those whose name is there with other content, how many were stored). A
    submission from which somebody was erased takes no file: the database drops it.
    """
    submission_id, mandate, wrapped, key_id, names, hashes = ask(_OWN, [instance_id, unit_id])[0]
    known = dict(zip(names, map(bytes, hashes), strict=True))
    added = [file for file in files if file.name not in known]
    taken = [file for file in files if file.name in known and known[file.name] != file.sha256]
    stored = 0
    if added:
        key = unwrapped(submission_id, wrapped, key_id)
        new = insertions(submission_id, added, key=key, unit_id=unit_id, mandate=mandate, now=now)
        stored = sum(execute(*insert) for insert in new)
        if stored:
            audit.record("wrote", "attachment", [submission_id], unit_id=unit_id)
    return added, taken, stored
