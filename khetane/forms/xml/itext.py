"""The translated texts of an XForm: labels by language, and the media files they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from khetane.forms.xml.reading import local
from khetane.forms.xml.xform import XForm

UNTRANSLATED = "default"
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")
_CODE_ALONE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_REFERENCE = re.compile(r"""jr:itext\(\s*['"](.+?)['"]\s*\)""")

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of a form: its name as the author wrote it, and the code in it if there is one."""

    name: str
    code: str | None
    default: bool


@dataclass(frozen=True, slots=True)
class Texts:
    """All translated texts. `values` is language → text id → text."""

    languages: tuple[Language, ...]
    values: Mapping[str, Mapping[str, str]]
    media: tuple[str, ...]

    def labels(self, element: etree._Element | None) -> dict[str, str]:
        """A label element's text in every language that has one."""
        if element is None:
            return {}
        reference = _REFERENCE.match(element.get("ref", ""))
        if reference:
            return self.by_id(reference[1])
        text = rendered(element)
        return {UNTRANSLATED: text} if text else {}

    def by_id(self, text_id: str) -> dict[str, str]:
        found = ((name, texts.get(text_id)) for name, texts in self.values.items())
        return {name: text for name, text in found if text and text != "-"}


def read_texts(form: XForm) -> Texts:
    """The translations of a form, the default language first; a form without any has one that is unnamed."""
    languages: list[Language] = []
    values: dict[str, dict[str, str]] = {}
    media: set[str] = set()
    for translation in form.model.iterfind("{*}itext/{*}translation"):
        name = translation.get("lang", "")
        languages.append(Language(name, language_code(name), "default" in translation.attrib))
        values[name] = {}
        for text_id, shape, value in _values(translation):
            if shape == "":
                values[name][text_id] = rendered(value)
            elif "://" in rendered(value):
                media.add(rendered(value).rpartition("/")[2])
    if languages and not any(language.default for language in languages):
        languages[0] = Language(languages[0].name, languages[0].code, True)
    if not languages:
        languages = [Language(UNTRANSLATED, None, True)]
    languages.sort(key=lambda language: not language.default)
    return Texts(tuple(languages), values, tuple(sorted(media)))


def language_code(name: str) -> str | None:
    """The language code in a name such as "Serbian (sr)", or in a name that is nothing but a code."""
    found = _CODE.search(name)
    if found:
        return found[1]
    return name if _CODE_ALONE.fullmatch(name) and name != UNTRANSLATED else None


def rendered(element: etree._Element) -> str:
    """Text with references to answers written as the form's author wrote them: ${name}."""
    parts = [element.text or ""]
    for child in element:
        if local(child.tag) == "output":
            reference = child.get("value") or child.get("ref") or ""
            parts.append("${" + reference.strip().rpartition("/")[2] + "}")
        parts.append(child.tail or "")
    return "".join(parts).strip()


def _values(translation: etree._Element) -> Iterator[tuple[str, str, etree._Element]]:
    """(text id, form such as "image" or "" for plain text, value element)."""
    for text in translation.iterchildren("{*}text"):
        for value in text.iterchildren("{*}value"):
            shape = value.get("form", "")
            yield text.get("id", ""), "" if shape == "long" else shape, value
