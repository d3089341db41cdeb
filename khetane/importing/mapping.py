"""What the columns of a table hold: read from YAML or from a screen, and refused where it cannot be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings

from khetane.core.definitions import Entry, WrongDefinition
from khetane.core.refusals import Invalid
from khetane.core.sealing import lookup_hash
from khetane.importing import problems
from khetane.importing.spelling import folded
from khetane.importing.targets import Target, targets

DAY_ORDERS, NAME_ORDERS, DECIMALS = ("dmy", "mdy"), ("given_first", "family_first"), (",", ".")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is taken in. `slot` tells two records of one dataset in a row apart: need, need/2."""

    header: str
    slot: str
    target: Target


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A mapping as written. `columns` is header → target; `values` target → what a cell says → code."""

    columns: Mapping[str, str]
    sheet: str = ""
    header: int = 1
    days: str = "dmy"
    names: str = "given_first"
    decimal: str = ","
    defaults: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def columns_of(self, header: Sequence[str]) -> dict[int, Column]:
        """What each column of the table holds, by its place. Raises Invalid."""
        at: dict[str, int] = {}
        for place, name in enumerate(header):
            if name and folded(name) in at and name in self.columns:
                raise Invalid(problems.SAME_COLUMN.about(column=name))
            at.setdefault(folded(name), place)
        found: dict[int, Column] = {}
        given: dict[str, str] = {}
        for name, code in self.columns.items():
            if folded(name) not in at:
                raise Invalid(problems.NO_COLUMN.about(column=name, columns=", ".join(filter(None, header))))
            if code in given:
                raise Invalid(problems.TWICE.about(target=code, one=given[code], other=name))
            given[code] = name
            slot, target = slot_of(code)
            found[at[folded(name)]] = Column(name, slot, target)
        if not found:
            raise Invalid(problems.NOTHING_MAPPED.about())
        return found

    def filled(self) -> list[tuple[str, Target, str]]:
        """What every row says besides: slot, target, value."""
        return [(*slot_of(code), value) for code, value in self.defaults.items()]

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet, "header": self.header, "days": self.days, "names": self.names, "decimal": self.decimal,
            "columns": dict(self.columns), "defaults": dict(self.defaults),
            "values": {code: dict(words) for code, words in self.values.items()},
        }  # fmt: skip

    def key(self, unit_id: UUID, sha256: bytes) -> UUID:
        """The same for the same table under the same mapping in the same unit: its records have ids made of it.

        By the installation's secret: who holds the same table cannot work out the ids that another unit's records have.
        """
        told = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        named = lookup_hash(settings.ENVIRONMENT.lookup_key, f"import:{unit_id}:{sha256.hex()}:{told}")
        return UUID(bytes=named[:16], version=5)


def slot_of(code: str) -> tuple[str, Target]:
    """The slot and target of `need.area` or `need/2.area`. Raises Invalid."""
    slot, _, name = code.partition(".")
    dataset, divided, number = slot.partition("/")
    target = targets().get(f"{dataset}.{name}")
    if target is None or (divided and (not number.isdecimal() or dataset in ("household", "person"))):
        raise Invalid(problems.NO_TARGET.about(target=code))
    return slot, target


def read_mapping(text: str) -> ColumnMap:
    """A mapping in YAML, strictly. Raises Invalid."""
    try:
        return of_entry(Entry("mapping", yaml.safe_load(text)))
    except (WrongDefinition, yaml.YAMLError) as error:
        raise Invalid(problems.WRONG_MAPPING.about(reason=str(error))) from error


def of_json(told: Mapping[str, Any]) -> ColumnMap:
    """A mapping as `to_json` wrote it."""
    return of_entry(Entry("mapping", dict(told)))


def of_entry(entry: Entry) -> ColumnMap:
    read = ColumnMap(
        columns=_texts(entry, "columns"),
        sheet=entry.get("sheet", str, ""),
        header=entry.get("header", int, 1),
        days=_one_of(entry, "days", DAY_ORDERS),
        names=_one_of(entry, "names", NAME_ORDERS),
        decimal=_one_of(entry, "decimal", DECIMALS),
        defaults=_texts(entry, "defaults", {}),
        values={
            str(code): {str(word): str(value) for word, value in words.items()}
            for code, words in entry.get("values", dict, {}).items()
            if isinstance(words, dict)
        },
    )
    entry.done()
    if read.header < 1:
        raise entry.refuse("“header” is the number of a row, counted from 1.")
    for code in (*read.columns.values(), *read.defaults, *read.values):
        slot_of(code)
    return read


def _texts(entry: Entry, name: str, default: dict[str, str] | None = None) -> dict[str, str]:
    return {str(key): str(value) for key, value in entry.get(name, dict, default).items()}


def _one_of(entry: Entry, name: str, allowed: tuple[str, ...]) -> str:
    value = str(entry.get(name, str, allowed[0]))
    if value not in allowed:
        raise entry.refuse(f"“{name}” is “{value}”; it is one of {', '.join(allowed)}.")
    return value
