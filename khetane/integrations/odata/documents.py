"""The JSON of a table, row after row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from khetane.forms.exports.quick import MAIN, Line
from khetane.forms.exports.stream import Arrived, Asked, arrived, count
from khetane.forms.exports.tables import Layout
from khetane.integrations.odata.asking import Options, Place
from khetane.integrations.odata.schema import OTHER, EntitySet, NotOfItsType

PIECE = 64 * 1024
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A table of a form, and what of it is asked for."""

    entity_set: EntitySet
    layout: Layout
    asked: Asked
    versions: Mapping[UUID, str]
    options: Options


def document(reading: Reading, context: str, next_link: Callable[[str], str]) -> Iterator[bytes]:
    """The answer in pieces, within the viewer's transaction.

    A page that `$top` cut short names where the next one begins.
    """
    opening = {"@odata.context": context}
    if reading.options.count:
        opening["@odata.count"] = _count(reading)  # type: ignore[assignment]  # a number among texts
    parts = [orjson.dumps(opening)[:-1] + b',"value":[']
    size, place = 0, Place()
    first = True
    for row, place in _page(reading):
        if row is None:
            parts.append(b'],"@odata.nextLink":' + orjson.dumps(next_link(place.token())) + b"}")
            break
        data = orjson.dumps(row, option=orjson.OPT_UTC_Z)
        parts.append(data if first else b"," + data)
        first, size = False, size + len(data)
        if size > PIECE:
            yield b"".join(parts)
            parts, size = [], 0
    else:
        parts.append(b"]}")
    yield b"".join(parts)


def _page(reading: Reading) -> Iterator[tuple[Row | None, Place]]:
    """The rows of the page; with no row at its end, the place where the next page begins."""
    top, skip, taken = reading.options.top, reading.options.skip, 0
    for row, place in _rows(reading):
        if skip:
            skip -= 1
        elif taken == top:
            yield None, place
            return
        else:
            taken += 1
            yield row(), place


def _rows(reading: Reading) -> Iterator[tuple[Callable[[], Row], Place]]:
    """Each row, to be made when it is wanted, with the place at which it stands."""
    begun = reading.options.place
    passed, after = begun.rows, begun.after
    for submission in arrived(_from(reading.asked, begun)):
        for number, line in enumerate(_lines(reading, submission)):
            if number >= passed:
                yield _maker(reading, line, submission), Place(after, number)
        passed, after = 0, (submission.received_at, submission.id)


def _from(asked: Asked, place: Place) -> Asked:
    return replace(asked, after=place.after)


def _lines(reading: Reading, submission: Arrived) -> Iterator[Line]:
    reader = reading.layout.readers[submission.form_version_id]
    path = reading.entity_set.path
    lines, _ = reader.read(submission.content, submission.key)
    return (line for line in lines if line.path == path)


def _maker(reading: Reading, line: Line, submission: Arrived) -> Callable[[], Row]:
    return lambda: _row(reading, line, submission)


def _row(reading: Reading, line: Line, submission: Arrived) -> Row:
    table, row = reading.entity_set, {"__id": line.key}
    if table.parent_key:
        row[table.parent_key] = line.parent_key or ""
    else:
        row["__system"] = _system(submission, reading.versions)  # type: ignore[assignment]  # a complex value
    answers, other = _answers(table, line)
    row |= answers
    row[OTHER] = json.dumps(other, ensure_ascii=False) if other else None  # type: ignore[assignment]  # null
    chosen = reading.options.select
    return {name: value for name, value in row.items() if name in chosen} if chosen else row


def _answers(table: EntitySet, line: Line) -> tuple[Row, dict[str, str]]:
    """The answers by property; what is not of its column's type is among the other ones."""
    answers: Row = {}
    other = dict(line.other)
    for own, text in zip(table.properties, line.cells, strict=True):
        try:
            answers[own.name] = (own.convert(text) if own.convert else text) if text else None
        except NotOfItsType:
            answers[own.name] = None
            other[own.column] = text
    return answers, other


def _system(submission: Arrived, versions: Mapping[UUID, str]) -> Row:
    said: datetime | None = submission.said_at
    return {
        "submissionDate": submission.received_at,
        "saidAt": said,
        "unit": submission.unit,
        "submitterId": submission.account,
        "deviceId": submission.device,
        "attachmentsPresent": submission.attachments,
        "reviewState": submission.state,
        "formVersion": versions[submission.form_version_id],
    }


def _count(reading: Reading) -> int:
    """How many rows fit, whatever the page."""
    if reading.entity_set.path == MAIN:
        return count(reading.asked)
    return sum(1 for submission in arrived(reading.asked) for _ in _lines(reading, submission))
