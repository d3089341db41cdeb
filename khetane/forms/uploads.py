"""What a device sent, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID

from khetane.core.problems import Problem
from khetane.forms.attaching import File
from khetane.forms.models import SubmissionState


@dataclass(frozen=True, slots=True)
class Upload:
    """The XML of one record and the files that came in the same post."""

    xml: bytes = field(repr=False)
    files: tuple[File, ...] = ()


class Status(IntEnum):
    """The answers to a device, as HTTP names them (DESIGN, "Answers to a device")."""

    STORED = 201
    KNOWN = 202
    UNREADABLE = 400
    NOT_ALLOWED = 403
    UNKNOWN_FORM = 404
    TAKEN = 409
    BUSY = 503


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device is told: a status, a sentence, and what became of the record when it was stored.

    `reasons` say what must be corrected in it.
    """

    status: Status
    said: Problem
    reasons: tuple[Problem, ...] = ()
    state: SubmissionState | None = None
    submission_id: UUID | None = None
    instance_id: str = ""
