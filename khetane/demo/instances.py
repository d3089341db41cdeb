"""The XML of a filled form, from its answers: what a client sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from khetane.forms.standard import ROOT
from khetane.forms.standard.sheets import rows_of


@dataclass(frozen=True, slots=True)
class Entity:
    """What a container says of its record: made when there is no `base`, else changed.

    `trunk` and `branch` belong to edits made one after another without a network.
    """

    dataset: str
    id: UUID
    label: str = ""
    base: int | None = None
    trunk: int | None = None
    branch: UUID | None = None

    def xml(self) -> str:
        action = {"create": "1"} if self.base is None else self._update()
        attributes = {"dataset": self.dataset, "id": str(self.id), **action}
        written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
        label = f"<label>{escape(self.label)}</label>" if self.label else ""
        return f"<meta><entity{written}>{label}</entity></meta>"

    def _update(self) -> dict[str, str]:
        trunk, branch = ("" if value is None else str(value) for value in (self.trunk, self.branch))
        return {"update": "1", "baseVersion": str(self.base), "trunkVersion": trunk, "branchId": branch}


# Answers by the name of their node, groups as further answers, repeats as sequences, records under "meta".
Answer: TypeAlias = "str | Entity | Mapping[str, Answer] | Sequence[Mapping[str, Answer]]"
Answers: TypeAlias = Mapping[str, Answer]
Page: TypeAlias = dict[str, Answer]


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled form. An answer that was not asked is not there; an empty one was left empty.

    `replaces` is the instance of which this one is a new version.
    """

    form: str
    instance_id: UUID
    name: str
    answers: Answers
    entity: Entity | None = None
    replaces: UUID | None = None
    version: str = ""

    def xml(self) -> bytes:
        version = self.version or form_version(self.form)
        entity = self.entity.xml()[len("<meta>") : -len("</meta>")] if self.entity else ""
        replaces = f"<deprecatedID>uuid:{self.replaces}</deprecatedID>" if self.replaces else ""
        parts = [
            "<?xml version='1.0' encoding='UTF-8'?>",
            f'<data xmlns="http://www.w3.org/2002/xforms" id={quoteattr(self.form)} version={quoteattr(version)}>',
            *written(self.answers),
            f"<meta>{entity}<instanceID>uuid:{self.instance_id}</instanceID>{replaces}",
            f"<instanceName>{escape(self.name)}</instanceName></meta></data>",
        ]
        return "".join(parts).encode()


def written(answers: Answers) -> Iterator[str]:
    for name, value in answers.items():
        if isinstance(value, Entity):
            yield value.xml()
        elif isinstance(value, str):
            yield f"<{name}>{escape(value)}</{name}>"
        else:
            for one in [value] if isinstance(value, Mapping) else value:
                yield f"<{name}>"
                yield from written(one)
                yield f"</{name}>"


@cache
def form_version(form: str) -> str:
    """The version under which our standard form is published."""
    return rows_of(ROOT / form / "settings.csv")[0]["version"]
