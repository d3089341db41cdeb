"""A record filled in with a form as it was before an erased person's name was taken out of it.

A phone that has not fetched the form since may still answer with a value that was her name. Which name that was, nothing
here knows any more. It is known by what is missing: of a list in which a value was made neutral, what the list does not
offer is the value that it stands for. So is a node that the form does not have, beside one whose name is neutral.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from lxml import etree

from khetane.forms.catalogue import described
from khetane.forms.models import FormMedia
from khetane.forms.redaction.files import holds_neutral
from khetane.forms.redaction.neutral import NEUTRAL
from khetane.forms.wording import SEVERAL
from khetane.forms.xml.description import Description
from khetane.forms.xml.reading import local, read_tree


@dataclass(frozen=True, slots=True)
class Offer:
    """What a question with a neutral value offers: whether a value is among it, and the neutral one."""

    has: Callable[[str], bool]
    neutral: str
    several: bool

    def answer(self, text: str) -> str:
        """An answer in which a value that is not offered any more is the neutral one."""
        if not self.several:
            return text if not text.strip() or self.has(text.strip()) else self.neutral
        return " ".join(one if not one or self.has(one) else self.neutral for one in text.split(" "))


def without_former_values(content: bytes, version_id: UUID) -> bytes:
    """The record with neutral values; the same bytes where it holds no former value."""
    form, root = described(version_id), read_tree(content)
    offers, paths = _offers(form, version_id), {question.path for question in form.questions}
    changed = _without(root, "/" + local(root.tag), offers, paths)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) if changed else content


def _without(element: etree._Element, path: str, offers: dict[str, Offer], paths: set[str]) -> bool:
    changed = False
    if path in offers and element.text:
        said = offers[path].answer(element.text)
        changed, element.text = said != element.text, said
    for child in element:
        name = local(child.tag)
        below = f"{path}/{name}"
        if below not in paths and name != "meta" and (stands := _stands_for(path, paths)):
            child.tag = child.tag[: len(child.tag) - len(name)] + stands
            below, changed = f"{path}/{stands}", True
        changed |= _without(child, below, offers, paths)
    return changed


def _stands_for(path: str, paths: set[str]) -> str:
    """The neutral name of a node below a path; nothing where all have kept theirs."""
    below = (one.rpartition("/") for one in sorted(paths))
    return next((name for above, _, name in below if above == path and NEUTRAL.fullmatch(name)), "")


def _offers(form: Description, version_id: UUID) -> dict[str, Offer]:
    files = {one.instance: one.filename for one in form.needs}
    found: dict[str, Offer] = {}
    for question in form.questions:
        if not question.choices:
            continue
        names = [choice.name for choice in form.choice_lists.get(question.choices, ())]
        several = question.kind in SEVERAL
        if neutral := next(filter(NEUTRAL.fullmatch, names), None):
            found[question.path] = Offer(set(names).__contains__, neutral, several)
        elif question.choices in files and (text := _list(files[question.choices], version_id)):
            found[question.path] = Offer(text.__contains__, f"erased_{NEUTRAL.findall(text)[0]}", several)
    return found


def _list(name: str, version_id: UUID) -> str:
    """A list that stands in a file, if a value in it was made neutral: what is offered stands in it somewhere."""
    content = (
        FormMedia.objects.filter(version=version_id, name=name).values_list("content", flat=True).first()
    )
    return bytes(content).decode(errors="replace") if content and holds_neutral(bytes(content)) else ""
