"""A form's tables as OData entity sets: names, properties and types, and the $metadata document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from xml.sax.saxutils import quoteattr

import orjson

from khetane.forms.exports.quick import MAIN
from khetane.forms.exports.tables import Layout, Table
from khetane.forms.xml.values import READERS, Value

NAMESPACE = "khetane"
MAIN_SET = "Submissions"
SYSTEM = {
    "submissionDate": "Edm.DateTimeOffset",
    "saidAt": "Edm.DateTimeOffset",
    "unit": "Edm.String",
    "submitterId": "Edm.String",
    "deviceId": "Edm.String",
    "attachmentsPresent": "Edm.Int64",
    "reviewState": "Edm.String",
    "formVersion": "Edm.String",
}
EDM = {
    "int": "Edm.Int64",
    "integer": "Edm.Int64",
    "decimal": "Edm.Decimal",
    "date": "Edm.Date",
    "dateTime": "Edm.DateTimeOffset",
}
OTHER = "__other"
RESERVED = ("__id", "__system", OTHER)
_NOT_IN_NAMES = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Property:
    """A column: its name in OData, its type, and how the text of an answer becomes its value."""

    name: str
    column: str
    edm: str
    convert: Callable[[str], Any] | None


@dataclass(frozen=True)
class EntitySet:
    """One table. `parent_key` is the property that holds the key of the row it belongs to."""

    name: str
    table: Table
    parent_key: str | None
    properties: tuple[Property, ...]

    @property
    def path(self) -> str:
        return self.table.path

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything that $select may name."""
        own = {one.name for one in self.properties}
        fixed = {"__id", OTHER, "__system" if self.path == MAIN else self.parent_key or ""}
        return frozenset(own | fixed)


class NotOfItsType(ValueError):
    """An answer that is not of the type of its column: it is told among the other answers."""


def entity_sets(layout: Layout) -> tuple[EntitySet, ...]:
    """The tables of a form, the form's own first."""
    return tuple(_entity_set(table) for table in layout.tables)


def _entity_set(table: Table) -> EntitySet:
    parent_key = None
    if table.parent is not None:
        parent_key = "__" + "-".join([MAIN_SET, *filter(None, table.parent.split("/"))]) + "-id"
    taken = {*RESERVED, parent_key}
    properties = []
    for column, kind in zip(table.columns, table.types, strict=True):
        name = _free(identifier(column), taken)
        taken.add(name)
        properties.append(Property(name, column, EDM.get(kind, "Edm.String"), _converter(kind)))
    return EntitySet(set_name(table.path), table, parent_key, tuple(properties))


def set_name(path: str) -> str:
    """`Submissions`, and below it `Submissions.member`."""
    return ".".join([MAIN_SET, *(identifier(part) for part in path.split("/") if part)])


def identifier(text: str) -> str:
    """A path as an OData name: letters, digits and underscores, no digit first."""
    name = _NOT_IN_NAMES.sub("_", text)
    return f"_{name}" if name[:1].isdigit() else name


def _free(name: str, taken: Iterable[str | None]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def _converter(kind: str) -> Callable[[str], Any] | None:
    read = READERS.get(kind)
    if read is None:
        return None

    def convert(text: str) -> Any:
        return _json(read(text), text)

    return convert


def _json(value: Value, text: str) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotOfItsType(text)
        return value
    if isinstance(value, Decimal):
        return orjson.Fragment(text)  # its digits as they were given: no binary fraction comes between
    if isinstance(value, int | date):
        return value
    raise NotOfItsType(text)


def type_name(one: EntitySet) -> str:
    """The entity type of a table: a simple name, since a dot would name a namespace."""
    return one.name.replace(".", "_")


def metadata(sets: Sequence[EntitySet]) -> str:
    """The $metadata document (CSDL, OData 4.0)."""
    types = "".join(_type(one) for one in sets)
    listed = "".join(_listed(one) for one in sets)
    system = "".join(f'<Property Name="{name}" Type="{edm}"/>' for name, edm in SYSTEM.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>'
        f'<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="{NAMESPACE}">'
        f'<ComplexType Name="System">{system}</ComplexType>{types}'
        f'<EntityContainer Name="Container">{listed}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>'
    )


def _listed(one: EntitySet) -> str:
    kind = f"{NAMESPACE}.{type_name(one)}"
    return f"<EntitySet Name={quoteattr(one.name)} EntityType={quoteattr(kind)}/>"


def _type(one: EntitySet) -> str:
    fixed = '<Property Name="__id" Type="Edm.String" Nullable="false"/>'
    if one.parent_key:
        fixed += f'<Property Name={quoteattr(one.parent_key)} Type="Edm.String" Nullable="false"/>'
    else:
        fixed += f'<Property Name="__system" Type="{NAMESPACE}.System" Nullable="false"/>'
    answers = "".join(f'<Property Name={quoteattr(own.name)} Type="{own.edm}"/>' for own in one.properties)
    return (
        f'<EntityType Name={quoteattr(type_name(one))}><Key><PropertyRef Name="__id"/></Key>{fixed}{answers}'
        f'<Property Name="{OTHER}" Type="Edm.String"/></EntityType>'
    )
