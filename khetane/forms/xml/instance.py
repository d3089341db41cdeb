"""One submission as it came: which form, which version, which instance, and its tree."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from lxml import etree

from khetane.forms.xml import problems
from khetane.forms.xml.problems import Unreadable
from khetane.forms.xml.reading import DEFAULT_LIMITS, Limits, local, read_tree

MAX_INSTANCE_ID = 250
_ENCRYPTED = "{http://www.opendatakit.org/xforms/encrypted}"
# Names the instances that came without an id of their own, by their content.
_CONTENT_NAMES = uuid.UUID("5d2c6c53-43b0-5b0e-9c5e-6d3f4f8f0a71")


@dataclass(frozen=True, slots=True)
class Instance:
    """A submission that could be read.

    `instance_id` and `deprecated_id` stand without the "uuid:" prefix. A submission without an
    instanceID gets one made from its bytes (`names_itself` is then False); whoever stores it gives it one that
    nobody else can work out.
    """

    form_id: str
    version: str
    instance_id: str
    names_itself: bool
    deprecated_id: str | None
    instance_name: str | None
    root: etree._Element


def parse(xml: bytes, limits: Limits = DEFAULT_LIMITS) -> Instance:
    """Read one submission. Raises Unreadable with a numbered sentence."""
    root = read_tree(xml, limits)
    if "encrypted" in root.attrib or root.tag.startswith(_ENCRYPTED):
        raise Unreadable(problems.ENCRYPTED.about())
    form_id = _form_id(root)
    meta = _meta(root)
    own_id = _without_prefix(meta.get("instanceID"))
    if own_id is not None and len(own_id) > MAX_INSTANCE_ID:
        raise Unreadable(problems.BAD_INSTANCE_ID.about(length=len(own_id), limit=MAX_INSTANCE_ID))
    return Instance(
        form_id=form_id,
        version=_version(root),
        instance_id=own_id or _content_id(xml),
        names_itself=own_id is not None,
        deprecated_id=_without_prefix(meta.get("deprecatedID")),
        instance_name=meta.get("instanceName") or None,
        root=root,
    )


def _form_id(root: etree._Element) -> str:
    # OpenRosa: the id attribute, or else the namespace of the first element.
    form_id = (root.get("id") or "").strip() or (etree.QName(root).namespace or "")
    if not form_id:
        raise Unreadable(problems.NO_FORM_ID.about(root=local(root.tag)))
    return form_id


def _version(root: etree._Element) -> str:
    for name, value in root.attrib.items():
        if local(str(name)) == "version":
            return str(value).strip()
    return ""


def _meta(root: etree._Element) -> dict[str, str]:
    """The texts directly under the root's meta element, by name; the first of each name counts."""
    found: dict[str, str] = {}
    for child in root.iterchildren("{*}meta"):
        for item in child:
            found.setdefault(local(item.tag), (item.text or "").strip())
    return found


def _without_prefix(instance_id: str | None) -> str | None:
    if not instance_id:
        return None
    return instance_id.removeprefix("uuid:").strip() or None


def _content_id(xml: bytes) -> str:
    return str(uuid.uuid5(_CONTENT_NAMES, hashlib.sha256(xml).hexdigest()))
