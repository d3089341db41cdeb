"""A record filled in with a form as it was before an erased person's name was taken out of it.

A phone that has not fetched the form since may still answer with a value that was her name. Which name that was, nothing
here knows any more. It is known by what is missing: of a list in which a value was made neutral, what the list does not
offer is the value that it stands for. So is a node that the form does not have, where one whose name is neutral is missing.
Of several nobody can tell which: such a value is `erased_0`, which no form offers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from lxml import etree

from khetane.forms.catalogue import Reading, described
from khetane.forms.models import FormMedia, FormVersion
from khetane.forms.redaction.files import holds_neutral
from khetane.forms.redaction.neutral import NEUTRAL
from khetane.forms.redaction.worked_out import empty, follows_from
from khetane.forms.wording import SEVERAL
from khetane.forms.xml.description import Description
from khetane.forms.xml.reading import local, read_tree

ONE_OF_SEVERAL = "erased_0"  # those in forms are counted from one


@dataclass(frozen=True, slots=True)
class Offer:
    """What a question with a neutral value offers: whether a value is among it, and the neutral one."""

    has: Callable[[str], bool]
    neutral: str
    several: bool

    def answer(self, text: str) -> str:
        """An answer in which a value that is not offered any more is the neutral one."""
        if not self.several:
            return self._one(text)
        return " ".join(map(self._one, text.split(" ")))

    def was_hers(self, text: str) -> bool:
        """Whether a neutral value stands among the answers."""
        return any(one == ONE_OF_SEVERAL or NEUTRAL.fullmatch(one) for one in text.split())

    def _one(self, text: str) -> str:
        value = text.strip()
        return text if value in ("", ONE_OF_SEVERAL) or self.has(value) else self.neutral


def without_former_values(content: bytes, form: Reading, named: tuple[str, str]) -> bytes:
    """The record with neutral values, `named` as its form's id and version; the same bytes where it holds no former value."""
    said, root = described.at(form.version_id, form.edition), read_tree(content)
    offers, paths = offers_of(said, form.version_id), [question.path for question in said.questions]
    changed = [name_form(root, *named), name_root(root, paths)]
    changed.append(make_neutral(root, "/" + local(root.tag), offers, paths))
    if not any(changed):
        return content
    hers = {path for path, offer in offers.items() if any(map(offer.was_hers, _said(root, path)))}
    empty(root, follows_from(hers, form.formulas), ONE_OF_SEVERAL)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _said(root: etree._Element, path: str) -> list[str]:
    below = path.split("/")[2:]
    return [one.text or "" for one in root.iterfind("/".join(f"{{*}}{name}" for name in below))]


def unknown_version(version: str, form: Reading) -> str:
    """The name of a version that is not here, of a form out of which a name was taken: it may be one that named her."""
    names = FormVersion.objects.filter(form__versions=form.version_id).values_list("version", flat=True)
    return ONE_OF_SEVERAL if any(map(NEUTRAL.search, names)) else version


def name_form(root: etree._Element, form_id: str, version: str) -> bool:
    """Have the record say this form and version, and say whether it said another; a form may be named by a namespace."""
    space, said, before = etree.QName(root).namespace, (root.get("id") or "").strip(), root.items()
    if not said and space != form_id:
        for element in root.iter(f"{{{space}}}*"):
            element.tag = local(element.tag)
        etree.cleanup_namespaces(root)
    if (said or space) != form_id:
        root.set("id", form_id)
    for name, told in before:
        if local(str(name)) == "version" and str(told).strip() != version:
            root.set(name, version)
    return before != root.items()


def name_root(root: etree._Element, paths: Sequence[str]) -> bool:
    """Call the first node as the form does where that is a neutral name."""
    asked, said = {path.split("/")[1] for path in paths}, local(root.tag)
    name = next(iter(asked), "")
    if len(asked) != 1 or name == said or not NEUTRAL.fullmatch(name):
        return False
    root.tag = root.tag[: len(root.tag) - len(said)] + name
    return True


def make_neutral(element: etree._Element, path: str, offers: dict[str, Offer], paths: Sequence[str]) -> bool:
    """Change former values and names below a node, and say whether there were any; `paths` are the form's, in its order."""
    changed = False
    if path in offers and element.text:
        said = offers[path].answer(element.text)
        changed, element.text = said != element.text, said
    below = (one.rpartition("/") for one in paths)
    asked = [name for above, _, name in below if above == path]
    former = former_names([local(child.tag) for child in element], asked)
    for child in element:
        name = local(child.tag)
        plain = former.get(name, name)
        if plain != name:
            child.tag, changed = child.tag[: len(child.tag) - len(name)] + plain, True
        changed |= make_neutral(child, f"{path}/{plain}", offers, paths)
    return changed


def former_names(said: Sequence[str], asked: Sequence[str]) -> dict[str, str]:
    """The names that a form does not ask for, by the neutral ones that are missing: as many, in the same order."""
    strange = [name for name in dict.fromkeys(said) if name not in (*asked, "meta", ONE_OF_SEVERAL)]
    missing = [name for name in asked if NEUTRAL.fullmatch(name) and name not in said]
    if len(strange) == len(missing):
        return dict(zip(strange, missing, strict=True))
    return dict.fromkeys(strange, ONE_OF_SEVERAL) if missing else {}


def offers_of(form: Description, version_id: UUID) -> dict[str, Offer]:
    """By the path of each question whose list holds a neutral value: what it offers."""
    files = {one.instance: one.filename for one in form.needs}
    found: dict[str, Offer] = {}
    for question in form.questions:
        if not question.choices:
            continue
        names = [choice.name for choice in form.choice_lists.get(question.choices, ())]
        several = question.kind in SEVERAL
        if neutral := set(filter(NEUTRAL.fullmatch, names)):
            found[question.path] = Offer(set(names).__contains__, _the_one(neutral), several)
        elif question.choices in files and (text := _list(files[question.choices], version_id)):
            found[question.path] = Offer(
                text.__contains__, _the_one({one[0] for one in NEUTRAL.finditer(text)}), several
            )
    return found


def _the_one(neutral: Collection[str]) -> str:
    return next(iter(neutral)) if len(neutral) == 1 else ONE_OF_SEVERAL


def _list(name: str, version_id: UUID) -> str:
    """A list that stands in a file, if a value in it was made neutral: what is offered stands in it somewhere."""
    content = (
        FormMedia.objects.filter(version=version_id, name=name).values_list("content", flat=True).first()
    )
    return bytes(content).decode(errors="replace") if content and holds_neutral(bytes(content)) else ""
