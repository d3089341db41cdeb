"""The parts of an XForm document, found by name: model, primary instance, binds, body.

Node references are kept as plain paths such as "/data/member/age": no prefixes, no spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from khetane.forms.xml import problems
from khetane.forms.xml.problems import Unreadable
from khetane.forms.xml.reading import Limits, local, read_tree

ENTITIES = "{http://www.opendatakit.org/xforms/entities}"
JAVAROSA = "{http://openrosa.org/javarosa}"
LIMITS = Limits(bytes=64 * 1024 * 1024, nodes=3_000_000, depth=200)
_PREFIX = re.compile(r"[\w.-]+:(?=[\w@])")


@dataclass(frozen=True, slots=True)
class XForm:
    """An XForm taken apart. `root` is the first element of the primary instance."""

    document: etree._Element
    model: etree._Element
    root: etree._Element
    body: etree._Element


def read_xform(data: bytes, limits: Limits = LIMITS) -> XForm:
    """Raises Unreadable when `data` is not an XForm."""
    document = read_tree(data, limits)
    model = _first(document, "model")
    body = next(document.iterchildren("{*}body"), None)
    if body is None:
        raise Unreadable(problems.NOT_AN_XFORM.about(part="<body>"))
    root = next(iter(_first(model, "instance")), None)
    if root is None:
        raise Unreadable(problems.NOT_AN_XFORM.about(part="<instance>"))
    return XForm(document, model, root, body)


def binds(form: XForm) -> Iterator[tuple[str, etree._Element]]:
    """Every bind with the path of the node it is about."""
    for bind in form.model.iterchildren("{*}bind"):
        nodeset = bind.get("nodeset")
        if nodeset:
            yield plain_path(nodeset, form), bind


def plain_path(reference: str, form: XForm) -> str:
    path = _PREFIX.sub("", reference.strip().replace(" ", ""))
    return path if path.startswith("/") else f"/{local(form.root.tag)}/{path}"


def repeat_paths(form: XForm) -> tuple[str, ...]:
    """The paths of the form's repeats, outer ones before those inside them."""
    found = (repeat.get("nodeset") for repeat in form.body.iter("{*}repeat"))
    return tuple(sorted({plain_path(nodeset, form) for nodeset in found if nodeset}))


def instance_paths(form: XForm) -> dict[str, etree._Element]:
    """Every element of the primary instance by path, in document order; repeat templates once."""
    return dict(_walk(form.root, "/" + local(form.root.tag)))


def _walk(element: etree._Element, path: str) -> Iterator[tuple[str, etree._Element]]:
    yield path, element
    for child in element:
        yield from _walk(child, f"{path}/{local(child.tag)}")


def _first(element: etree._Element, name: str) -> etree._Element:
    found = next(element.iter(f"{{*}}{name}"), None)
    if found is None:
        raise Unreadable(problems.NOT_AN_XFORM.about(part=f"<{name}>"))
    return found
