"""The catalogues of translations: found strings, files on disk, the derived Latin script, .mo files.

Django's makemessages needs GNU gettext on the machine; this needs Babel only.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from khetane.web.languages import DERIVED_FROM, LIBRARIES_DIR, LOCALE_DIR, catalogue
from khetane.web.scripts import serbian_latin

Ids = str | tuple[str, ...]
PACKAGE = Path(__file__).resolve().parent.parent
WRITTEN_BY_HAND = ("sr", "mk")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
BEGUN = datetime(2026, 11, 22, tzinfo=UTC)  # a fixed date keeps two people's changes apart
HEADER = """\
# Khetane in {language}. A speaker who has read all of it through changes the next line to yes.
# X-Reviewed: no"""


def found(root: Path = PACKAGE) -> Catalog:
    """Every string for people in the package's Python, templates and roles."""
    template = Catalog(project="Khetane", creation_date=BEGUN, charset="utf-8")
    for place, ids, comments, context in occurrences(root):
        template.add(ids, locations=[place], auto_comments=comments, context=context)
    return template


def occurrences(root: Path = PACKAGE) -> Iterator[tuple[tuple[str, int], Ids, list[str], str | None]]:
    """Each use of a string: its file and line, the string or its forms, comments, context."""
    for path in sorted(sources(root)):
        for line, ids, comments, context in strings(path):
            yield (str(path.relative_to(root.parent)), line), ids, comments, context


def sources(root: Path) -> Iterator[Path]:
    yield from root.rglob("*.py")
    yield from root.rglob("roles.yaml")
    for pattern in ("*.html", "*.txt"):
        yield from (path for path in root.rglob(pattern) if "templates" in path.parts)


def strings(path: Path) -> Iterable[tuple[int, Ids, list[str], str | None]]:
    """The strings of one file as Babel extracts them: line, function, messages, comments."""
    text = path.read_text("utf-8")
    if path.suffix == ".yaml":
        return [
            (0, role[part], [], None)
            for role in yaml.safe_load(text).values()
            for part in ("name", "description")
        ]
    if path.suffix != ".py":
        # Django turns a template into calls of gettext; without indentation they read as Python.
        lines = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.strip() for line in lines)
    return extract("python", io.BytesIO(text.encode()), KEYWORDS, comment_tags=("Translators:",))


def read(code: str, folder: Path | None = None) -> Catalog:
    """The stored catalogue of a language, or an empty one with the language's plural rule."""
    path = catalogue(code, folder)
    if not path.exists():
        return Catalog(
            locale=code,
            project="Khetane",
            header_comment=HEADER.format(language=code),
            creation_date=BEGUN,
            revision_date=BEGUN,
            charset="utf-8",
            fuzzy=False,
        )
    with path.open("rb") as stored:
        return read_po(stored, locale=catalogue_locale(code), abort_invalid=True)


def catalogue_locale(code: str) -> str:
    return catalogue(code).parent.parent.name


def update(code: str, template: Catalog) -> Catalog:
    """Bring the catalogue up to what is found; what is gone is dropped, what is new waits empty."""
    stored = read(code)
    stored.update(template, no_fuzzy_matching=True, update_creation_date=False)
    write(stored, code)
    return stored


def write(translated: Catalog, code: str, folder: Path | None = None) -> None:
    """Store as text: sorted, files without line numbers, so that parallel work seldom collides."""
    path = catalogue(code, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, translated, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)


def derived(code: str, folder: Path | None = None) -> Catalog:
    """The catalogue of a script that is written from another one."""
    source = read(DERIVED_FROM[code], folder)
    target = Catalog(
        locale=catalogue_locale(code),
        project="Khetane",
        header_comment=f"# Derived from {DERIVED_FROM[code]} by transliteration; never edit.",
        creation_date=BEGUN,
        revision_date=BEGUN,
        charset="utf-8",
        fuzzy=False,
    )
    for message in source:
        if message.id:
            target.add(message.id, in_latin(message), context=message.context)
    return target


def in_latin(message: Message) -> str | tuple[str, ...]:
    if isinstance(message.string, tuple | list):
        return tuple(serbian_latin(form) for form in message.string)
    return serbian_latin(message.string or "")


def derive() -> None:
    for folder in (LOCALE_DIR, LIBRARIES_DIR):
        for code, source in DERIVED_FROM.items():
            if catalogue(source, folder).exists():
                write(derived(code, folder), code, folder)


def compile_all() -> list[Path]:
    """Derive, then write the .mo files that Django reads."""
    derive()
    written = []
    stored_in = (LOCALE_DIR, LIBRARIES_DIR)
    for path in sorted(found for folder in stored_in for found in folder.glob("*/LC_MESSAGES/django.po")):
        with path.open("rb") as stored:
            translated = read_po(stored, locale=path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, translated)
        written.append(path.with_suffix(".mo"))
    return written
