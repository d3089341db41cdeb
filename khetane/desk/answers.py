"""Answers that have no field of ours, per mandate, in the words of the form that asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from khetane.core.mandates import Mandate
from khetane.core.masking import mask
from khetane.desk.questions import Questions
from khetane.history.models import Attributes


@dataclass(frozen=True, slots=True)
class Answers:
    """What one mandate's forms asked of a record, question by question."""

    mandate: str
    asked: tuple[tuple[str, str], ...]


def answers_of(records: Collection[UUID], questions: Questions) -> list[Answers]:
    """The kept answers of these records that the viewer's mandates read."""
    rows = mask(Attributes.objects.filter(record__in=records).order_by("mandate"))
    names = dict(Mandate.choices)
    return [
        Answers(str(names.get(row.mandate, "")), tuple(worded(row.dataset, row.values, questions)))
        for row in rows
        if row.values
    ]


def worded(dataset: str, values: Mapping[str, object], questions: Questions) -> Iterator[tuple[str, str]]:
    for name, value in sorted(values.items()):
        yield questions.label(dataset, name), questions.answer(dataset, name, str(value))
