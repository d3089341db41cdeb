"""Which column of a table holds what: the file that goes with `khetane match --columns`.

One line a field, `family_name: surname`; a list of columns is read as one text, `address: [street, number]`. Where two
tables call their columns differently, the fields stand under `a:` and `b:`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from khetane.engine.matching.refusal import Unmatchable

FIELDS = (
    "id",
    "given_name",
    "family_name",
    "birth_date",
    "sex",
    "address",
    "settlement",
    "document",
)
# One of these at least: a sex and a settlement alone say nothing.
TELLING = ("given_name", "family_name", "document")
TABLES = ("a", "b")

Columns = Mapping[str, tuple[str, ...]]


def read_columns(path: Path) -> tuple[Columns, Columns]:
    """The columns of the first and of the second table; Unmatchable when the file says something else."""
    said = _read(path)
    if set(said) <= set(TABLES):
        absent = [table for table in TABLES if table not in said]
        if absent:
            raise Unmatchable(
                f"{path.name} names the columns of one table under `{_other(absent[0])}:` and none under `{absent[0]}:`. "
                "Add them, or name the columns once, without a: and b:, when both tables have the same."
            )
        one, other = (_columns(said[table], f"{path.name}, {table}:") for table in TABLES)
        return one, other
    columns = _columns(said, path.name)
    return columns, columns


def _other(table: str) -> str:
    return "b" if table == "a" else "a"


def _read(path: Path) -> dict[str, Any]:
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Unmatchable(
            f"{path} cannot be read ({error.strerror}). Check the name and your rights."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unmatchable(
            f"{path.name} is not YAML in UTF-8: {error}. It holds one line a field, such as family_name: surname"
        ) from error
    if not isinstance(said, dict) or not said:
        raise Unmatchable(
            f"{path.name} names no columns. It holds one line a field, such as family_name: surname; "
            f"the fields are {', '.join(FIELDS)}."
        )
    return said


def _columns(said: Any, where: str) -> Columns:
    if not isinstance(said, dict):
        raise Unmatchable(f"{where} names no columns. Write one line a field, such as family_name: surname")
    unknown = [str(field) for field in said if field not in FIELDS]
    if unknown:
        raise Unmatchable(
            f"{where}: there is no field {unknown[0]!r}. The fields are {', '.join(FIELDS)}; "
            "the name of your column stands behind the colon."
        )
    columns = {
        field: _named(said[field], field, where) for field in FIELDS if said.get(field) not in (None, "")
    }
    if "id" not in columns:
        raise Unmatchable(f"{where} does not say which column is the id. Add a line such as id: number")
    if columns.keys().isdisjoint(TELLING):
        raise Unmatchable(
            f"{where} names no column with a name or a document: nothing tells one person from another. Add "
            "given_name, family_name or document."
        )
    return columns


def _named(said: Any, field: str, where: str) -> tuple[str, ...]:
    names = said if isinstance(said, list) else [said]
    if not names or any(isinstance(name, (dict, list)) or name in (None, "") for name in names):
        raise Unmatchable(
            f"{where}: {field} is neither the name of a column nor a list of names. Write {field}: NAME"
        )
    return tuple(str(name).strip() for name in names)
