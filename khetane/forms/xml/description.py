"""What a form asks, for people who review it: questions, choices, files it wants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from posixpath import join, normpath
from typing import Any

from lxml import etree

from khetane.forms.xml.itext import Labels, Language, Texts, read_texts
from khetane.forms.xml.kinds import Control, controls, kind_of
from khetane.forms.xml.reading import local
from khetane.forms.xml.xform import XForm, binds, instance_paths, repeat_paths

_FROM_INSTANCE = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)""")
_PATH = re.compile(r"(?:/|\.\./)[\w./-]+")
_CSV_CALL = re.compile(r"""\b(?:pulldata|search)\(\s*['"]([^'"]+)['"]""")


@dataclass(frozen=True, slots=True)
class Question:
    """One node of the form that a person sees or that holds a value; groups and repeats too.

    `kind` is the XLSForm type without its list: "select_one", "integer", "group", "calculate" …
    `repeats` is the path of the question whose answer a calculation says again, and nothing else.
    """

    path: str
    name: str
    kind: str
    labels: Labels
    hints: Labels
    choices: str | None
    repeat: str | None
    repeats: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class External:
    """A file the form reads while it is filled in, by the name of the instance it becomes."""

    instance: str
    filename: str


@dataclass(frozen=True, slots=True)
class Description:
    """A form as its readers need it. `features` names what a client must be able to do."""

    title: str
    languages: tuple[Language, ...]
    questions: tuple[Question, ...]
    choice_lists: Mapping[str, tuple[Choice, ...]]
    media: tuple[str, ...]
    needs: tuple[External, ...]
    features: tuple[str, ...]

    @classmethod
    def unread(cls) -> Description:
        """Of a form whose words the reader may not see: it asks nothing, so that answers stand under their names."""
        return cls("", (), (), {}, (), (), ())

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Description:
        lists = {name: tuple(Choice(**one) for one in some) for name, some in data["choice_lists"].items()}
        return cls(
            title=data["title"],
            languages=tuple(Language(**one) for one in data["languages"]),
            questions=tuple(Question(**one) for one in data["questions"]),
            choice_lists=lists,
            media=tuple(data["media"]),
            needs=tuple(External(**one) for one in data["needs"]),
            features=tuple(data["features"]),
        )


def describe(form: XForm) -> Description:
    """What a form asks, in every language it is written in, without converting it again."""
    texts = read_texts(form)
    shown = controls(form)
    questions = tuple(_questions(form, texts, shown))
    needs = tuple(_externals(form))
    return Description(
        title=(form.document.findtext("{*}head/{*}title") or "").strip(),
        languages=texts.languages,
        questions=questions,
        choice_lists={**_instance_lists(form, texts), **_inline_lists(shown, texts)},
        media=texts.media,
        needs=needs,
        features=tuple(sorted(_features(form, questions, needs))),
    )


def _questions(form: XForm, texts: Texts, shown: Mapping[str, Control]) -> Iterator[Question]:
    bound = dict(binds(form))
    repeats = set(repeat_paths(form))
    around: dict[str, str | None] = {}
    for path, element in instance_paths(form).items():
        parent = path.rpartition("/")[0]
        around[path] = path if path in repeats else around.get(parent)
        if path == parent or not parent or local(element.tag) == "meta" or "/meta/" in path:
            continue
        control = shown.get(path)
        yield Question(
            path=path,
            name=local(element.tag),
            kind=kind_of(path in repeats, element, control, bound.get(path)),
            labels=texts.labels(control.label) if control else {},
            hints=texts.labels(control.hint) if control else {},
            choices=_list_name(control) if control else None,
            repeat=around.get(parent),
            repeats=_said_again(path, bound.get(path)),
        )


def _said_again(path: str, bind: etree._Element | None) -> str:
    """The path that a calculation is: `../x` and `/data/x`; nothing for anything that computes."""
    formula = (bind.get("calculate") or "").strip() if bind is not None else ""
    return normpath(join(path, formula)) if _PATH.fullmatch(formula) else ""


def _list_name(control: Control) -> str | None:
    if control.itemset is not None:
        found = _FROM_INSTANCE.search(control.itemset)
        return found[1] if found else None
    return control.path if control.items else None


def _instance_lists(form: XForm, texts: Texts) -> dict[str, tuple[Choice, ...]]:
    found: dict[str, tuple[Choice, ...]] = {}
    for instance in form.model.iterchildren("{*}instance"):
        name = instance.get("id")
        if name and not instance.get("src"):
            found[name] = tuple(_choice(item, texts) for item in instance.iterfind("{*}root/{*}item"))
    return found


def _choice(item: etree._Element, texts: Texts) -> Choice:
    parts = {local(part.tag): part for part in item}
    name = (parts["name"].text or "").strip() if "name" in parts else ""
    if "itextId" in parts:
        return Choice(name, texts.by_id((parts["itextId"].text or "").strip()))
    return Choice(name, texts.labels(parts.get("label")))


def _inline_lists(shown: Mapping[str, Control], texts: Texts) -> dict[str, tuple[Choice, ...]]:
    """Lists written into the question itself, named by the question's path."""
    return {
        path: tuple(
            Choice((item.findtext("{*}value") or "").strip(), texts.labels(item.find("{*}label")))
            for item in control.items
        )
        for path, control in shown.items()
        if control.items
    }


def _externals(form: XForm) -> Iterator[External]:
    named: set[str] = set()
    for instance in form.model.iterchildren("{*}instance"):
        source, name = instance.get("src", ""), instance.get("id", "")
        filename = source.rpartition("/")[2]
        if source and not source.startswith("jr://instance/"):
            named.add(filename)
            yield External(name, filename)
    for called in sorted({name for text in _expressions(form) for name in _CSV_CALL.findall(text)}):
        if f"{called}.csv" not in named:
            yield External(called, f"{called}.csv")


def _expressions(form: XForm) -> Iterator[str]:
    for bind in form.model.iterchildren("{*}bind"):
        yield from map(str, bind.attrib.values())
    for element in form.body.iter():
        if appearance := element.get("appearance"):
            yield appearance


_PLAIN = frozenset(
    [
        "text",
        "integer",
        "decimal",
        "date",
        "time",
        "dateTime",
        "note",
        "select_one",
        "select_multiple",
        "calculate",
        "hidden",
        "group",
    ]
)


def _features(form: XForm, questions: tuple[Question, ...], needs: tuple[External, ...]) -> set[str]:
    found = {question.kind for question in questions} - _PLAIN
    if needs:
        found.add("external-instances")
    if any(path.endswith("/meta/entity") for path in instance_paths(form)):
        found.add("entities")
    if any(path.endswith("/meta/audit") for path in instance_paths(form)):
        found.add("audit")
    if any(i.get("src", "").startswith("jr://instance/") for i in form.model.iterchildren("{*}instance")):
        found.add("last-saved")
    return found
