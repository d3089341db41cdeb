"""What a submission says, for people: questions as asked, choices in words, repeats as tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from khetane.core.masking import hidden
from khetane.desk.fields import as_day, field_label, value_label
from khetane.desk.references import labels_of
from khetane.forms.catalogue import compiled_of, described, readable
from khetane.forms.contents import office_edits
from khetane.forms.exports.tables import STORED
from khetane.forms.masking import hidden_paths
from khetane.forms.wording import Wording, worded
from khetane.forms.xml.description import Description
from khetane.forms.xml.flatten import Row, flatten, plan
from khetane.forms.xml.instance import parse
from khetane.history.masking import shown_property
from khetane.review.kinds import is_asked

TECHNICAL = "meta"
ATTACHED = ("image", "audio", "video", "file", "background-audio")


@dataclass(frozen=True, slots=True)
class Said:
    """One question with its answer; `file` names an attachment when the answer is one."""

    question: str
    answer: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """A repeat: its questions as columns, each repetition a row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each row as (question, answer), for cards on a phone."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything a submission says. `other` is what its form does not know.

    Not `worded` are answers to another unit's own form: they stand under the names of its questions (docs/adr/0750).
    """

    said: tuple[Said, ...]
    rosters: tuple[Roster, ...] = ()
    other: tuple[Said, ...] = ()
    worded: bool = True


def form_answers(content: bytes, version_id: UUID, unit_id: UUID) -> Answers:
    """The answers of a filled form; what the viewer may not see is said to be hidden, what is empty, or was worked out without a question, is left out."""
    compiled = compiled_of(version_id)
    flat = plan(compiled, typed=False)
    may_read = readable(version_id)
    words = worded(described(version_id) if may_read else Description.unread())
    files = {question.path for question in words.form.questions if question.kind in ATTACHED}
    files |= {path for path, kind in compiled.types.items() if kind == "binary"}
    unasked = {one.path for one in words.form.questions if not is_asked(one)}
    main, *below = list(flatten(parse(content, STORED), flat))
    chosen = (part for row in (main, *below) for _path, text in answered(row) for part in text.split())
    spoken = Spoken(words, labels_of(chosen), hidden_paths(compiled, [unit_id]))
    said = [
        Said(
            words.question(path),
            spoken.answer(path, text),
            text if path in files and path not in spoken.unseen else "",
        )
        for path, text in answered(main)
        if path not in unasked
    ]
    tables = [table for table in flat.columns if table != main.table]
    rosters = [
        roster(table, [row for row in below if row.table == table], spoken, unasked) for table in tables
    ]
    other = [Said(path, text) for row in (main, *below) for path, text in strangers(row)]
    return Answers(tuple(said), tuple(one for one in rosters if one), tuple(other), may_read)


def answered(row: Row) -> list[tuple[str, str]]:
    """(path, text) of what was answered, without the form's own bookkeeping."""
    return [
        (f"{row.table}/{column}", str(text))
        for column, text in row.values.items()
        if text != "" and TECHNICAL not in column.split("/")
    ]


def strangers(row: Row) -> list[tuple[str, str]]:
    return [
        (path, text)
        for path, text in row.unknown.items()
        if text.strip() and TECHNICAL not in path.split("/")
    ]


@dataclass(frozen=True, slots=True)
class Spoken:
    """How answers read: the form's wording, and the labels of records that answers name by their ids."""

    words: Wording
    known: Mapping[str, str]
    unseen: Collection[str]

    def answer(self, path: str, text: str) -> str:
        """Choices by their labels, records as people know them, days in the reader's language."""
        if path in self.unseen:
            return hidden() if text else ""
        named = [self.known[part] for part in text.split() if part in self.known]
        return ", ".join(named) if named else as_day(self.words.answer(path, text))


def roster(table: str, rows: list[Row], spoken: Spoken, unasked: Collection[str]) -> Roster | None:
    """The repetitions side by side; columns that nobody was asked or answered are left out."""
    if not rows:
        return None
    paths = list(dict.fromkeys(path for row in rows for path, _ in answered(row) if path not in unasked))
    lines = [dict(answered(row)) for row in rows]
    return Roster(
        title=spoken.words.question(table),
        columns=tuple(spoken.words.question(path) for path in paths),
        rows=tuple(tuple(spoken.answer(path, line.get(path, "")) for path in paths) for line in lines),
    )


def office_answers(content: bytes, unit_id: UUID) -> Answers:
    """What was edited on a screen, by the names of its fields."""
    return Answers(
        tuple(
            Said(
                str(field_label(edit.dataset, name)),
                value_label(edit.dataset, name, shown_property(edit.dataset, name, value, unit_id)),
            )
            for edit in office_edits(content)
            for name, value in edit.values.items()
        )
    )
