"""What an older form worked out of an answer that was an erased person's: her label, her street from a list. Pure.

Nobody here can work it out anew, and it may say her name. So of a record whose answer became a neutral value, what follows
from that answer is emptied; the label of a record, which may not be empty, is `erased_0`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from lxml import etree

from khetane.forms.xml.reading import local


def follows_from(answers: Collection[str], formulas: Mapping[str, str]) -> frozenset[str]:
    """The paths whose formula speaks of one of these paths, or of one that does."""
    found: set[str] = set()
    while True:
        names = {path.rpartition("/")[2] for path in (*answers, *found)}
        named = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(names)))})(?![\w-])")
        more = {path for path, formula in formulas.items() if named.search(formula)} - found - {*answers}
        if not (names and more):
            return frozenset(found)
        found |= more


def empty(root: etree._Element, paths: Collection[str], label: str) -> None:
    """Empty the texts at these paths; a label of a record becomes `label`."""
    waiting = [(root, "/" + local(root.tag))]
    while waiting:
        element, path = waiting.pop()
        if path in paths and (element.text or "").strip() and not len(element):
            element.text = label if path.endswith("/meta/entity/label") else None
        waiting += [(child, f"{path}/{local(child.tag)}") for child in element.iterchildren(etree.Element)]
