"""Reading a CSV table of persons, row by row, so that its size does not matter."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from khetane.engine.matching.columns import FIELDS, Columns
from khetane.engine.matching.refusal import Unmatchable

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SEPARATORS = ",;\t|"
LONGEST_HEADER = 1 << 20


class Row(NamedTuple):
    """One row as it is written; what the table does not have is empty."""

    line: int
    id: str
    given_name: str
    family_name: str
    birth_date: str
    sex: str
    address: str
    settlement: str
    document: str


def rows(path: Path, columns: Columns, encoding: str | None = None) -> Iterator[Row]:
    """The rows of a table; Unmatchable where it cannot be read. Empty lines are no rows."""
    with _opened(path, encoding) as stream:
        try:
            yield from _rows(stream, path, columns)
        except UnicodeDecodeError as error:
            raise Unmatchable(
                f"{path.name} is not written in {encoding or 'UTF-8'} ({error.reason} near byte {error.start}). Save it as CSV "
                "UTF-8, or say what it is, such as --encoding cp1250 (Latin of Central Europe) or cp1251 (Cyrillic)."
            ) from error
        except csv.Error as error:
            raise Unmatchable(f"{path.name} is not a CSV table: {error}. Save it as CSV UTF-8.") from error


def _opened(path: Path, encoding: str | None) -> TextIO:
    try:
        with path.open("rb") as begun:
            head = begun.read(3)
        found = encoding or next((name for mark, name in MARKS.items() if head.startswith(mark)), "utf-8")
        return path.open(encoding=found, newline="")
    except LookupError as error:
        raise Unmatchable(f"There is no encoding {encoding!r}. Try utf-8, cp1250 or cp1251.") from error
    except OSError as error:
        raise Unmatchable(
            f"{path} cannot be read ({error.strerror}). Check the name and your rights."
        ) from error


def _rows(stream: TextIO, path: Path, columns: Columns) -> Iterator[Row]:
    header = stream.readline(LONGEST_HEADER)
    if not header.strip():
        raise Unmatchable(f"{path.name} is empty: its first line should name the columns.")
    if "\0" in header:
        raise Unmatchable(f"{path.name} is not a CSV table but a file of another kind. Save it as CSV UTF-8.")
    separator = max(SEPARATORS, key=header.count)
    stream.seek(0)
    reader = csv.reader(stream, delimiter=separator, skipinitialspace=True, strict=True)
    names = [name.strip().lstrip("\ufeff") for name in next(reader)]
    places = _places(names, path, columns)
    found = False
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            raise Unmatchable(
                f"Line {reader.line_num} of {path.name} has {len(cells)} cells and its first line {len(names)}. "
                "Put text that holds a separator in quotation marks."
            )
        found = True
        row = Row(
            reader.line_num,
            *(" ".join(cells[at].strip() for at in places[field]).strip() for field in FIELDS),
        )
        if not row.id:
            raise Unmatchable(f"Line {row.line} of {path.name} has no id. Give every row one of its own.")
        yield row
    if not found:
        raise Unmatchable(f"{path.name} names its columns and has no rows below.")


def _places(names: list[str], path: Path, columns: Columns) -> dict[str, list[int]]:
    """Where the columns of each field stand."""
    for wanted in dict.fromkeys(name for field in columns.values() for name in field):
        if names.count(wanted) != 1:
            said = "has no column" if wanted not in names else "has more than one column"
            raise Unmatchable(f"{path.name} {said} {wanted!r}. Its columns are: {', '.join(names)}.")
    return {field: [names.index(name) for name in columns.get(field, ())] for field in FIELDS}
