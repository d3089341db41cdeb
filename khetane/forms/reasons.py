"""Why something waits: problems as JSON, so that each reader has them in her language.

Those of a submission quote its answers ("1985-31-02 is not a date"): they are sealed under its content key, and go
with that key when the person is erased. Those of a kept upload name its form and its file only.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from uuid import UUID

from django.utils.translation import gettext

from khetane.core.problems import Problem
from khetane.core.sealing import seal, unseal
from khetane.forms.keys import unwrapped
from khetane.forms.models import Submission


class Words:
    """How a reason is said to people: `khetane.desk` knows what records and fields are called, and says so here."""

    said: Callable[[Problem], str] = staticmethod(lambda reason: reason.translated(gettext))


def dump(reasons: Iterable[Problem]) -> str:
    """The reasons as text; empty when there is none."""
    told = [{"code": one.code, "sentence": one.sentence, "values": dict(one.values)} for one in reasons]
    return json.dumps(told, ensure_ascii=False) if told else ""


def load(reason: str) -> list[Problem]:
    """The reasons that `dump` wrote."""
    return [Problem(one["code"], one["sentence"], one["values"]) for one in json.loads(reason or "[]")]


def sealed(reasons: Iterable[Problem], submission_id: UUID, key: bytes) -> str:
    """The reasons as `Submission.reason` holds them; empty when there is none."""
    text = dump(reasons)
    return base64.b64encode(seal(key, text.encode(), context(submission_id))).decode() if text else ""


def of(submission: Submission) -> list[Problem]:
    """Why a submission waits, or whom it was taken without; an erasure empties what stood here before."""
    if not submission.reason:
        return []
    key = unwrapped(submission.pk, bytes(submission.key), submission.key_id)
    return load(unseal(key, base64.b64decode(submission.reason), context(submission.pk)).decode())


def context(submission_id: UUID) -> bytes:
    """What sealed reasons belong to."""
    return f"reason:{submission_id}".encode()
