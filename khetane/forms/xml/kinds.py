"""What kind of question a node of an XForm is, in the words of XLSForm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from khetane.forms.xml.reading import local
from khetane.forms.xml.xform import JAVAROSA, XForm, plain_path

_CONTROLS = {"input", "secret", "select", "select1", "rank", "upload", "trigger", "range", "group", "repeat"}
_BY_CONTROL = {
    "select": "select_multiple",
    "select1": "select_one",
    "rank": "rank",
    "trigger": "acknowledge",
    "range": "range",
}
_BY_TYPE = {"string": "text", "int": "integer", "binary": "file"}


@dataclass(frozen=True, slots=True)
class Control:
    """How a node is shown: the body element and the parts of it that matter here."""

    path: str
    tag: str
    element: etree._Element
    label: etree._Element | None
    hint: etree._Element | None
    itemset: str | None
    items: tuple[etree._Element, ...]


def controls(form: XForm) -> dict[str, Control]:
    """The control of every node that has one; of a repeat inside its group, the label of the group."""
    found: dict[str, Control] = {}
    for control in _controls(form):
        if control.tag != "repeat" or control.path not in found:
            found[control.path] = control
    return found


def _controls(form: XForm) -> Iterator[Control]:
    for element in form.body.iter():
        reference = element.get("ref") or element.get("nodeset")
        tag = local(element.tag)
        if tag in _CONTROLS and reference:
            itemset = element.find("{*}itemset")
            yield Control(
                path=plain_path(reference, form),
                tag=tag,
                element=element,
                label=element.find("{*}label"),
                hint=element.find("{*}hint"),
                itemset=itemset.get("nodeset") if itemset is not None else element.get("query"),
                items=tuple(element.iterchildren("{*}item")),
            )


def kind_of(repeats: bool, node: etree._Element, control: Control | None, bind: etree._Element | None) -> str:
    """The kind as XLSForm calls it: `repeat`, `group`, how it is asked (`select_one`, `note`, `image`), or its value's type."""
    if repeats:
        return "repeat"
    if len(node) or (control is not None and control.tag == "group"):
        return "group"
    bind_type = local(bind.get("type", "string").replace(":", "}")) if bind is not None else "string"
    if control is None:
        return _unseen(bind, bind_type)
    if control.tag in _BY_CONTROL:
        return _BY_CONTROL[control.tag]
    if control.tag == "upload":
        media = control.element.get("mediatype", "").partition("/")[0]
        return media if media in ("image", "audio", "video") else "file"
    if (
        bind is not None
        and bind_type == "string"
        and bind.get("readonly") == "true()"
        and not bind.get("calculate")
    ):
        return "note"
    return _BY_TYPE.get(bind_type, bind_type)


def _unseen(bind: etree._Element | None, bind_type: str) -> str:
    if bind is None:
        return "hidden"
    if bind.get(f"{JAVAROSA}preload"):
        return bind.get(f"{JAVAROSA}preloadParams", "").removeprefix("uri:") or "hidden"
    if bind.get("calculate"):
        return "calculate"
    return (
        "background-audio"
        if bind_type == "binary"
        else _BY_TYPE.get(bind_type, bind_type).replace("text", "hidden")
    )
