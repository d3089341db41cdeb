"""A submission without what it says of an erased person. Pure: bytes in, bytes out.

What others said of themselves stays as it was. Ids stay: the record keeps its shape and can be found again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

from lxml import etree

from khetane.forms.contents import NO_ACTION
from khetane.forms.redaction.naming import Names
from khetane.forms.xml.reading import local, read_tree

# Records that name persons and are not theirs: only the name of the person goes.
NOT_HERS = frozenset({"household", "person", "visit", "settlement"})
_IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_IDS_IN_BYTES = re.compile(rb"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_KEPT_ATTRIBUTES = frozenset(
    {"id", "version", "dataset", "create", "update", "baseVersion", "branchId", "trunkVersion"}
)
_ACTIONS = frozenset({"create", "update"})
_KEPT_META = frozenset({"instanceID", "deprecatedID", "rootUuid"})


@dataclass(frozen=True, slots=True)
class Gone:
    """Who is erased: ids of the persons and households (`subjects`) and of all records that were theirs.

    `households` are those of the subjects that are households: whoever belongs to one is erased with it.

    `kept` are values by which others of the same submission are named: they stay as they are.
    """

    subjects: Set[str]
    records: Set[str]
    names: Names
    households: Set[str] = frozenset()
    at_home: bool = False
    kept: Set[str] = frozenset()

    def owns(self, dataset: str, record: str, values: Iterator[str]) -> bool:
        """Whether a record is one of theirs."""
        if record in self.records or record in self.subjects:
            return True
        whose = (
            self.subjects
            if dataset not in NOT_HERS
            else self.households
            if dataset == "person"
            else frozenset()
        )
        return any(value.strip().lower() in whose for value in values)

    def covered(self, text: str) -> str:
        """A text of somebody else without her id and names."""
        if text.strip() in self.kept:
            return text
        bare = _IDS.sub(lambda found: "" if found[0].lower() in self.subjects else found[0], text)
        return self.names.mask(bare, at_home=self.at_home)


def ids_in(content: bytes) -> set[str]:
    """Every id that stands in a submission, in small letters."""
    return {found.decode().lower() for found in set(_IDS_IN_BYTES.findall(content))}


def redact_xml(content: bytes, gone: Gone) -> bytes:
    """The XML with her nodes emptied and her names covered; the same bytes when there is nothing of her.

    Her entities stay with their ids and make no edit any more. Raises Unreadable where `content` is no XML.
    """
    root = read_tree(content)
    scopes = _scopes(root)
    hers = _hers(scopes, gone)
    changed = [_redact(element, _nearest(element, scopes) in hers, gone) for element in root.iter()]
    if not any(changed):
        return content
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def her_labels(content: bytes, gone: Gone) -> Iterator[str]:
    """What her entities are called in the XML. Raises Unreadable where `content` is no XML."""
    scopes = _scopes(read_tree(content))
    for scope in _hers(scopes, gone):
        for label in scopes[scope].iterchildren("{*}label"):
            yield label.text or ""


def _scopes(root: etree._Element) -> dict[etree._Element, etree._Element]:
    """Each element that is a record, with the entity element that says so."""
    return {
        scope: entity
        for entity in root.iterfind(".//{*}meta/{*}entity")
        if (scope := _scope(entity)) is not None
    }


def _hers(scopes: dict[etree._Element, etree._Element], gone: Gone) -> set[etree._Element]:
    return {scope for scope, entity in scopes.items() if _is_hers(scope, entity, set(scopes), gone)}


def _scope(entity: etree._Element) -> etree._Element | None:
    meta = entity.getparent()
    return meta.getparent() if meta is not None else None


def _is_hers(scope: etree._Element, entity: etree._Element, scopes: set[etree._Element], gone: Gone) -> bool:
    values = (one.text or "" for one in _own(scope, scopes))
    return gone.owns(entity.get("dataset", ""), entity.get("id", "").lower(), values)


def _own(scope: etree._Element, scopes: set[etree._Element]) -> Iterator[etree._Element]:
    """The elements below a scope that are in no scope below it."""
    for child in scope:
        if child not in scopes:
            yield child
            yield from _own(child, scopes)


def _nearest(element: etree._Element, scopes: dict[etree._Element, etree._Element]) -> etree._Element | None:
    at: etree._Element | None = element
    while at is not None and at not in scopes:
        at = at.getparent()
    return at


def _redact(element: etree._Element, hers: bool, gone: Gone) -> bool:
    """Empty an element of hers, or cover her names in one of others; whether anything changed."""
    before = (element.text, element.tail, element.attrib.items())
    if local(element.tag) in _KEPT_META:
        return False
    if hers:
        element.text = _blank(element.text)
        for name in element.attrib:
            if local(str(name)) not in _KEPT_ATTRIBUTES or _is_action(element, str(name)):
                element.set(name, "")
    else:
        element.text = gone.covered(element.text) if element.text else element.text
        for name, value in element.attrib.items():
            if local(str(name)) not in _KEPT_ATTRIBUTES:
                element.set(name, gone.covered(str(value)))
    if element.tail:
        element.tail = gone.covered(element.tail)
    return before != (element.text, element.tail, element.attrib.items())


def _is_action(element: etree._Element, name: str) -> bool:
    return local(element.tag) == "entity" and local(name) in _ACTIONS


def _blank(text: str | None) -> str | None:
    return text if text is None or not text.strip() else ""


def redact_office(content: bytes, gone: Gone) -> bytes:
    """Edits of a screen, the same way."""
    said: dict[str, Any] = json.loads(content)
    edits = [_redact_edit(edit, gone) for edit in said.get("edits", [])]
    if edits == said.get("edits", []):
        return content
    return json.dumps(
        {**said, "edits": edits}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _redact_edit(edit: dict[str, Any], gone: Gone) -> dict[str, Any]:
    values: dict[str, str] = edit["values"]
    if gone.owns(edit["dataset"], str(edit["id"]).lower(), iter(values.values())):
        return {**edit, "action": NO_ACTION, "label": None, "values": dict.fromkeys(values, "")}
    label = edit.get("label")
    return {
        **edit,
        "label": gone.covered(label) if label else label,
        "values": {name: gone.covered(value) for name, value in values.items()},
    }


def cover_json(value: Any, gone: Gone) -> Any:
    """A JSON value with her names covered in every text."""
    if isinstance(value, str):
        return gone.covered(value)
    if isinstance(value, list):
        return [cover_json(one, gone) for one in value]
    if isinstance(value, dict):
        return {name: cover_json(one, gone) for name, one in value.items()}
    return value
