"""What a submission says about entities (ODK Entities specification, up to 2025.1.0).

An answer that is there but empty clears the property; an answer that is not there (it was not
relevant on the device) leaves the property as it is.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from khetane.core.problems import Problem, Sentence
from khetane.forms.xml import problems
from khetane.forms.xml.compiled import Compiled, Declaration
from khetane.forms.xml.instance import Instance
from khetane.forms.xml.reading import local

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_VERSION = re.compile(r"[1-9][0-9]{0,17}")
_YES = frozenset({"1", "true"})
_UNDECLARED: tuple[None, frozenset[str]] = (None, frozenset())


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    UPSERT = "upsert"


@dataclass(frozen=True, slots=True)
class EntityEdit:
    """One entity as one submission wants it.

    `values` are the properties given, by name, as the text of the answer ("" clears).
    `label` None leaves the label as it is. `path` is where it stands, with the number of each
    repeat: "/data/member[2]".
    """

    dataset: str
    id: uuid.UUID
    action: Action
    label: str | None
    values: Mapping[str, str]
    base_version: int | None
    trunk_version: int | None
    branch_id: uuid.UUID | None
    path: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The edits that can be read, containers before what is inside them, and what is wrong."""

    edits: tuple[EntityEdit, ...]
    problems: tuple[Problem, ...]


def entities(instance: Instance, compiled: Compiled) -> Extraction:
    """Every entity the submission makes or changes.

    The form declares, the submission fills: an entity element that the form version does not
    declare at that place is a problem and never an edit.
    """
    declared = {one.container: (one, one.groups()) for one in compiled.declarations}
    places = _Places(frozenset(compiled.repeats))
    edits: list[tuple[int, EntityEdit]] = []
    wrong: list[Problem] = []
    for element, container in _entity_elements(instance.root):
        if not _actions(element):
            continue
        plain, numbered = places.of(container)
        reader = _Reader(element, container, numbered, wrong)
        edit = reader.read(*declared.get(plain, _UNDECLARED))
        if edit is not None:
            edits.append((plain.count("/"), edit))
    edits.sort(key=lambda pair: pair[0])
    return Extraction(tuple(edit for _, edit in edits), tuple(wrong))


def _entity_elements(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """(entity element, its container) for each meta/entity."""
    for element in root.iter("{*}entity"):
        meta = element.getparent()
        container = meta.getparent() if meta is not None and local(meta.tag) == "meta" else None
        if container is not None:
            yield element, container


def _actions(element: etree._Element) -> Action | None:
    creates, updates = (element.get(name, "").strip() in _YES for name in ("create", "update"))
    if creates and updates:
        return Action.UPSERT
    if creates:
        return Action.CREATE
    return Action.UPDATE if updates else None


class _Places:
    """Where elements stand. Namesakes are counted once per parent, so a long repeat stays linear."""

    def __init__(self, repeats: frozenset[str]) -> None:
        self.repeats = repeats
        self.ordinals: dict[etree._Element, int] = {}

    def of(self, element: etree._Element) -> tuple[str, str]:
        """(plain path, path with the number of each repeat)."""
        parent = element.getparent()
        plain, numbered = self.of(parent) if parent is not None else ("", "")
        name = local(element.tag)
        plain = f"{plain}/{name}"
        if plain in self.repeats and parent is not None:
            return plain, f"{numbered}/{name}[{self._ordinal(element, parent)}]"
        return plain, f"{numbered}/{name}"

    def _ordinal(self, element: etree._Element, parent: etree._Element) -> int:
        if element not in self.ordinals:
            for number, namesake in enumerate(parent.iterchildren(element.tag), start=1):
                self.ordinals[namesake] = number
        return self.ordinals[element]


class _Reader:
    """Reads one entity element; what is wrong with it goes to `wrong`."""

    def __init__(
        self, element: etree._Element, container: etree._Element, path: str, wrong: list[Problem]
    ) -> None:
        self.element, self.container, self.path, self.wrong = element, container, path, wrong
        self.dataset = element.get("dataset", "").strip()

    def read(self, declaration: Declaration | None, groups: frozenset[str]) -> EntityEdit | None:
        action = _actions(self.element)
        entity_id = self._id()
        if not self.dataset:
            self._say(problems.NO_DATASET)
        elif declaration is None or declaration.dataset != self.dataset:
            self._say(problems.UNDECLARED)
        elif entity_id is not None and action is not None:
            return EntityEdit(
                dataset=self.dataset,
                id=entity_id,
                action=action,
                label=self._label(action),
                values=self._values(declaration.saves, groups),
                base_version=self._base_version(action),
                trunk_version=self._version("trunkVersion"),
                branch_id=self._branch(),
                path=self.path,
            )
        return None

    def _say(self, sentence: Sentence, **values: str) -> None:
        self.wrong.append(sentence.about(path=self.path, dataset=self.dataset, **values))

    def _id(self) -> uuid.UUID | None:
        text = self.element.get("id", "").strip()
        found = _uuid(text)
        if not text:
            self._say(problems.NO_ID)
        elif found is None:
            self._say(problems.BAD_ID, id=text)
        return found

    def _label(self, action: Action) -> str | None:
        element = next(self.element.iterchildren("{*}label"), None)
        label = (element.text or "").strip() if element is not None else ""
        if not label and action is not Action.UPDATE:
            self._say(problems.NO_LABEL)
        return label or None

    def _base_version(self, action: Action) -> int | None:
        if action is Action.UPDATE and not self.element.get("baseVersion", "").strip():
            self._say(problems.NO_BASE_VERSION)
        return self._version("baseVersion")

    def _version(self, name: str) -> int | None:
        text = self.element.get(name, "").strip()
        if not text:
            return None
        if _VERSION.fullmatch(text):
            return int(text)
        self._say(problems.BAD_VERSION, name=name, value=text)
        return None

    def _branch(self) -> uuid.UUID | None:
        text = self.element.get("branchId", "").strip()
        found = _uuid(text)
        if text and found is None:
            self._say(problems.BAD_BRANCH, value=text)
        return found

    def _values(self, saves: Mapping[str, str], groups: frozenset[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for path, text in _answers(self.container, "", groups):
            name = saves.get(path)
            if name is None:
                continue
            if name in found:
                self._say(problems.PROPERTY_TWICE, name=name)
            found.setdefault(name, text)
        return found


def _answers(element: etree._Element, prefix: str, groups: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(path, text) of what stands directly below `element` and in `groups` below it."""
    for child in element:
        path = prefix + local(child.tag)
        if path in groups:
            yield from _answers(child, path + "/", groups)
        else:
            yield path, child.text or ""


def _uuid(text: str) -> uuid.UUID | None:
    text = text.removeprefix("uuid:")
    return uuid.UUID(text) if _UUID.fullmatch(text) else None
