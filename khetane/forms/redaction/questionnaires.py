"""An XForm without an erased person's name. Pure: text in, text out.

What people read (labels, hints, titles, messages) gets a word in the place of her name; what a machine reads (values,
names of nodes and files, formulas) a neutral value, the same in every place, so that the form works as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

from khetane.forms.redaction.columns import Cell
from khetane.forms.redaction.files import Columns
from khetane.forms.redaction.labels import calls_her
from khetane.forms.redaction.neutral import NEUTRAL, Neutral, file_called
from khetane.forms.redaction.rows import her_line, is_hers, others_line
from khetane.forms.xml.description import Description, describe
from khetane.forms.xml.itext import language_code
from khetane.forms.xml.reading import local, read_tree
from khetane.forms.xml.xform import XForm, instance_paths, read_xform

READ_BY_PEOPLE = frozenset({"label", "hint", "title", "help", "alert"})
MESSAGES = frozenset({"constraintMsg", "requiredMsg", "noAppErrorString"})
WORDS = frozenset({"", "long", "short", "guidance"})
_REMARK = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_INSTANCE = re.compile(r"""instance\(\s*['"]([^'"]+)['"]""")
_TEXT_ID = re.compile(r"""jr:itext\(\s*['"](.+?)['"]\s*\)""")
_FILE = re.compile(r"^\s*jr://\S+/([^/]+?)\s*$")
_PROLOG = '<?xml version="1.0"?>\n'
Word = Callable[[str], str]  # "(erased)" in the language of this code


@dataclass(frozen=True, slots=True)
class Redacted:
    """A form without her; `files` are pictures and sounds of a choice that was hers, as they are meant."""

    xform: str
    changed: bool
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Text:
    """One shape of one text of a translation: words, or the file of a picture or sound."""

    shape: str
    language: str
    element: etree._Element

    @property
    def words(self) -> str:
        return (self.element.text or "") if self.shape in WORDS else ""


@dataclass(slots=True)
class _Redacting:
    form: XForm
    neutral: Neutral
    word: Word
    texts: dict[str, list[Text]]
    files: set[str] = field(default_factory=set)
    done: set[etree._Element] = field(default_factory=set)


def redact(xform: str, neutral: Neutral, word: Word) -> Redacted:
    """The form without her name; the same text where it does not name her. Raises Unreadable for what is no XForm."""
    form = read_xform(xform.encode())
    work = _Redacting(form, neutral, word, dict(_texts(form)))
    before = _written(form)
    for item in list(_items(form)):
        _redact_item(item, work)
    for text in (one for several in work.texts.values() for one in several if one.element not in work.done):
        _redact_text(text, work)
    for element in form.document.iter():
        _redact_element(element, work)
    if neutral.codes:
        _redact_defaults(form, neutral)
    after = _written(form)
    changed = before != after or any(neutral.whom.names_her(said) for said in _REMARK.findall(xform))
    return Redacted(_PROLOG + after if changed else xform, changed, frozenset(work.files))


def _redact_defaults(form: XForm, neutral: Neutral) -> None:
    offered = answered(describe(form))
    for path, element in instance_paths(form).items():
        if element.text and path in offered:
            element.text = neutral.answer(element.text)


def answered(form: Description, lists: Collection[str] = ()) -> frozenset[str]:
    """The paths of questions whose choices hold a neutral value; `lists` are those among the lists that stand in files."""
    within = {
        name
        for name, choices in form.choice_lists.items()
        if any(NEUTRAL.fullmatch(one.name) for one in choices)
    }
    return frozenset(one.path for one in form.questions if one.choices and one.choices in within.union(lists))


def _items(form: XForm) -> Iterator[etree._Element]:
    """Every choice: lines of secondary instances, and those written into a question."""
    for instance in form.model.iterchildren("{*}instance"):
        if form.root not in instance:
            for root in instance:
                yield from root
    yield from form.body.iter("{*}item")


def _texts(form: XForm) -> Iterator[tuple[str, list[Text]]]:
    found: dict[str, list[Text]] = {}
    for translation in form.model.iterfind("{*}itext/{*}translation"):
        language = language_code(translation.get("lang", "")) or ""
        for text in translation.iterchildren("{*}text"):
            for value in text.iterchildren("{*}value"):
                found.setdefault(text.get("id", ""), []).append(Text(value.get("form", ""), language, value))
    yield from found.items()


def _redact_item(item: etree._Element, work: _Redacting) -> None:
    cells: list[Cell] = [(local(part.tag), part.text or "") for part in item]
    ids = [text.strip() for column, text in cells if column == "itextId"]
    ids += [found[1] for part in item if (found := _TEXT_ID.search(part.get("ref", "")))]
    texts = [text for id in ids for text in work.texts.get(id, ())]
    hers = is_hers(cells, work.neutral) or any(calls_her(work.neutral.whom, text.words) for text in texts)
    line = (her_line if hers else others_line)(cells, work.neutral, work.word(""))
    for part, text in zip(item, line, strict=True):
        if not len(part) and local(part.tag) != "itextId":
            part.text = text or None
            work.done.add(part)
    for one in texts if hers else ():
        _redact_hers(one, work)


def _redact_hers(text: Text, work: _Redacting) -> None:
    """What is said of her choice: a word; a picture or sound of it goes with its file."""
    if file := _FILE.match(text.element.text or ""):
        work.files.add(file_called(file[1]))
    work.done.add(text.element)
    if text.words:
        for child in list(text.element):
            text.element.remove(child)
        text.element.text = work.word(text.language)
    elif (around := text.element.getparent()) is not None:
        around.remove(text.element)


def _redact_text(text: Text, work: _Redacting) -> None:
    file = _FILE.match(text.element.text or "")
    if file and work.neutral.whom.names_her(
        file_called(file[1])
    ):  # a picture that is called by her name shows her
        _redact_hers(text, work)
    elif text.words:
        text.element.text = work.neutral.whom.covered(text.words, work.word(text.language))
        work.done.add(text.element)


def _redact_element(element: etree._Element, work: _Redacting) -> None:
    neutral, word, name = work.neutral, work.word(""), local(element.tag)
    if (plain := neutral.identifier(name)) != name:
        element.tag = element.tag[: len(element.tag) - len(name)] + plain
    if element.text and element not in work.done:
        read = name in READ_BY_PEOPLE
        element.text = (
            neutral.whom.covered(element.text, word) if read else neutral.expression(element.text, word)
        )
    if element.tail:
        element.tail = neutral.whom.covered(element.tail, word)
    for key, value in element.attrib.items():
        told = local(str(key)) in MESSAGES
        said = neutral.whom.covered(str(value), word) if told else neutral.expression(str(value), word)
        if said != value:
            element.set(key, said)


def _written(form: XForm) -> str:
    return etree.tostring(form.document, encoding="unicode")


@dataclass(frozen=True, slots=True)
class Answers:
    """How answers given with a redacted form are read: her values are neutral, at the paths where they were offered."""

    neutral: Neutral
    paths: frozenset[str]


def without_names(content: bytes, answers: Answers) -> bytes:
    """What was answered with a form that is redacted now: the same neutral values. Raises Unreadable for what is no XML."""
    neutral, paths = answers.neutral, answers.paths
    known = [value.encode() for value in (*neutral.names, *neutral.codes)]
    if not any(value in content for value in known):
        return content
    root = read_tree(content)
    changed = [_answered(root, "", neutral, paths)]
    for name, value in root.attrib.items():
        if value in neutral.names:
            root.set(name, neutral.names[str(value)])
            changed.append(True)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) if any(changed) else content


def _answered(element: etree._Element, above: str, neutral: Neutral, paths: Collection[str]) -> bool:
    name = local(element.tag)
    plain = neutral.names.get(name, name)
    path, before = f"{above}/{plain}", (element.tag, element.text)
    element.tag = element.tag[: len(element.tag) - len(name)] + plain
    if element.text and path in paths:
        element.text = neutral.answer(element.text)
    below = [_answered(child, path, neutral, paths) for child in element]
    return before != (element.tag, element.text) or any(below)


def file_columns(xform: str) -> dict[str, Columns]:
    """By the name of each file with choices, as it is meant: the columns by which they are shown, and those that are answered."""
    form = read_xform(xform.encode())
    files = {one.instance: file_called(one.filename) for one in describe(form).needs}
    found: dict[str, Columns] = {}
    for itemset in form.body.iter("{*}itemset"):
        instance = _INSTANCE.search(itemset.get("nodeset", ""))
        if instance and instance[1] in files:
            called, values = (
                [part.get("ref", "").strip() for part in itemset.iterchildren(f"{{*}}{name}")]
                for name in ("label", "value")
            )
            before = found.get(files[instance[1]], Columns())
            found[files[instance[1]]] = Columns({*before.called, *called}, {*before.values, *values})
    return found
