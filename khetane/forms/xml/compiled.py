"""What reading submissions needs to know of a form version, worked out once and kept as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lxml import etree

from khetane.core.numerals import whole_number
from khetane.core.problems import Problem
from khetane.forms.xml import problems
from khetane.forms.xml.problems import Unreadable
from khetane.forms.xml.reading import local
from khetane.forms.xml.xform import ENTITIES, XForm, binds, instance_paths, read_xform, repeat_paths

KNOWN_ENTITIES_VERSION = (2025, 1)
MAX_IDENTITY = 255
_XFORMS = "http://www.w3.org/2002/xforms"
_NAME = re.compile(r"[^\W\d][\w.-]*")


@dataclass(frozen=True, slots=True)
class Declaration:
    """That one container of the form (root, group or repeat) makes or changes an entity.

    `saves` maps the path of an answer below the container ("g/birth_date") to a property.
    """

    container: str
    dataset: str
    creates: bool
    updates: bool
    repeat: str | None
    saves: Mapping[str, str]

    def groups(self) -> frozenset[str]:
        """The groups, below the container, in which saved answers stand."""
        cuts = ((path, at) for path in self.saves for at, sign in enumerate(path) if sign == "/")
        return frozenset(path[:at] for path, at in cuts)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form version as the readers of its submissions use it.

    `types` maps the path of every answer, in the order of the form, to its bind type
    ("string" where the form gives none).
    """

    form_id: str
    version: str
    root: str
    repeats: tuple[str, ...]
    types: Mapping[str, str]
    declarations: tuple[Declaration, ...]

    def to_json(self) -> dict[str, Any]:
        """As pairs where order matters: PostgreSQL's jsonb does not keep the order of keys."""
        return {**asdict(self), "types": list(self.types.items())}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Compiled:
        declarations = tuple(Declaration(**one) for one in data["declarations"])
        return cls(
            **{
                **data,
                "repeats": tuple(data["repeats"]),
                "types": dict(data["types"]),
                "declarations": declarations,
            }
        )


def compile_form(xform: bytes | XForm) -> Compiled:
    """Work out a form version. Raises Unreadable when the XForm or its entities are not valid.

    Entities follow the ODK Entities specification 2025.1.0: a saved answer belongs to the nearest
    container around it that declares an entity, and never across the edge of a repeat.
    """
    form = xform if isinstance(xform, XForm) else read_xform(xform)
    _refuse(_entities_version_problem(form))
    repeats = repeat_paths(form)
    types, saved = _bound_nodes(form)
    declared = _declared(form)
    return Compiled(
        form_id=_identity(form, "id"),
        version=_identity(form, "version"),
        root=local(form.root.tag),
        repeats=repeats,
        types=types,
        declarations=tuple(_declarations(declared, saved, repeats)),
    )


def _identity(form: XForm, name: str) -> str:
    value = (form.root.get(name) or "").strip()
    if name == "id" and not value:
        value = etree.QName(form.root).namespace or ""
        if value in ("", _XFORMS):  # the namespace of the XForm around it names no form
            raise Unreadable(problems.NO_FORM_ID.about(root=local(form.root.tag)))
    if len(value) > MAX_IDENTITY:
        raise Unreadable(problems.TOO_LONG.about(part=name, length=len(value), limit=MAX_IDENTITY))
    return value


def _bound_nodes(form: XForm) -> tuple[dict[str, str], dict[str, str]]:
    """(type by path of every leaf, property by path of every saved answer)."""
    bound: dict[str, str] = {}
    saved: dict[str, str] = {}
    for path, bind in binds(form):
        bound[path] = local((bind.get("type") or "string").replace(":", "}"))
        if name := bind.get(f"{ENTITIES}saveto"):
            saved[path] = name
    leaves = (path for path, element in instance_paths(form).items() if not len(element))
    return {path: bound.get(path, "string") for path in leaves}, saved


def _declared(form: XForm) -> dict[str, tuple[str, bool, bool]]:
    """Container path → (dataset, creates, updates), in the order of the form."""
    found = {}
    for path, element in instance_paths(form).items():
        if path.endswith("/meta/entity"):
            dataset = (element.get("dataset") or "").strip()
            _refuse(_dataset_problem(dataset))
            container = path.removesuffix("/meta/entity")
            found[container] = (dataset, "create" in element.attrib, "update" in element.attrib)
    return found


def _declarations(
    declared: Mapping[str, tuple[str, bool, bool]], saved: Mapping[str, str], repeats: Iterable[str]
) -> Iterable[Declaration]:
    saves: dict[str, dict[str, str]] = {container: {} for container in declared}
    for path, name in saved.items():
        _refuse(_property_problem(path, name))
        container = _nearest(path, declared)
        if container is None:
            raise Unreadable(problems.SAVED_NOWHERE.about(path=path))
        if _nearest(path, repeats) not in (None, *_around(container, repeats)):
            raise Unreadable(problems.SAVED_ACROSS_REPEAT.about(path=path))
        twin = next((p for p, other in saves[container].items() if other == name), None)
        if twin is not None:
            dataset = declared[container][0]
            first = f"{container}/{twin}"
            raise Unreadable(problems.SAVED_TWICE.about(first=first, second=path, name=name, dataset=dataset))
        saves[container][path[len(container) + 1 :]] = name
    for container, (dataset, creates, updates) in declared.items():
        yield Declaration(
            container, dataset, creates, updates, _nearest(container + "/", repeats), saves[container]
        )


def _around(path: str, containers: Iterable[str]) -> list[str]:
    return [c for c in containers if (path + "/").startswith(c + "/")]


def _nearest(path: str, containers: Iterable[str]) -> str | None:
    return max((c for c in containers if path.startswith(c + "/")), key=len, default=None)


def _dataset_problem(dataset: str) -> Problem | None:
    if _NAME.fullmatch(dataset) and "." not in dataset and not dataset.startswith("__"):
        return None
    return problems.BAD_DATASET.about(dataset=dataset)


def _property_problem(path: str, name: str) -> Problem | None:
    reserved = name.lower() in ("name", "label") or name.startswith("__")
    if _NAME.fullmatch(name) and not reserved:
        return None
    return problems.BAD_PROPERTY.about(path=path, name=name)


def _entities_version_problem(form: XForm) -> Problem | None:
    version = form.model.get(f"{ENTITIES}entities-version")
    if version is None:
        return None
    major, minor = (*map(whole_number, version.split(".")[:2]), None)[:2]
    if major is not None and minor is not None and (major, minor) <= KNOWN_ENTITIES_VERSION:
        return None
    known = ".".join(str(number) for number in KNOWN_ENTITIES_VERSION)
    return problems.ENTITIES_TOO_NEW.about(version=version, known=known)


def _refuse(problem: Problem | None) -> None:
    if problem is not None:
        raise Unreadable(problem)
