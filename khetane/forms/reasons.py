"""Why a submission waits: problems as JSON in the submission, so that each reader has them in her language."""

from __future__ import annotations

import json
from collections.abc import Iterable

from khetane.core.problems import Problem


def dump(reasons: Iterable[Problem]) -> str:
    """The reasons as text for `Submission.reason`; empty when there is none."""
    told = [{"code": one.code, "sentence": one.sentence, "values": dict(one.values)} for one in reasons]
    return json.dumps(told, ensure_ascii=False) if told else ""


def load(reason: str) -> list[Problem]:
    """The reasons that `dump` wrote."""
    return [Problem(one["code"], one["sentence"], one["values"]) for one in json.loads(reason or "[]")]
