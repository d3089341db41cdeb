"""Why something waits, in words: the record and the field by the names people know them by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext

from khetane.core.problems import Problem
from khetane.desk.fields import field_label
from khetane.desk.records import KINDS

_REPETITION = re.compile(r"\[(\d+)]")


def in_words(reasons: Iterable[Problem]) -> list[str]:
    """The reasons as sentences in the reader's language, each once."""
    return list(dict.fromkeys(reason_in_words(reason) for reason in reasons))


def in_detail(reasons: Iterable[Problem]) -> Iterator[dict[str, str]]:
    """The same for programs: each sentence with its code, the record's dataset and path, and the field it is about."""
    for reason in reasons:
        dataset, _, path = str(reason.values.get("where", "")).partition(" ")
        yield {
            "reason": reason_in_words(reason),
            "code": reason.code,
            "dataset": dataset or str(reason.values.get("dataset", "")),
            "path": path or str(reason.values.get("path", "")),
            "field": str(reason.values.get("property", "")),
        }


def reason_in_words(reason: Problem) -> str:
    """One reason; `where` ("person /data/member[2]") becomes "Person 2", a property its field's name."""
    values = dict(reason.values)
    dataset, _, path = str(values.get("where", "")).partition(" ")
    if dataset:
        values["where"] = " ".join([kind_of(dataset), *_REPETITION.findall(path)])
    if "property" in values:
        values["property"] = str(field_label(dataset, str(values["property"])))
    return replace(reason, values=values).translated(gettext)


def kind_of(dataset: str) -> str:
    kind = KINDS.get(dataset)
    return str(kind.name) if kind else dataset.replace("_", " ")
