"""Definitions that stand in YAML files: read strictly, refused with the place and what to mend. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

Words = Mapping[str, str]  # a text by language
LANGUAGES = ("en", "sr", "mk")
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class WrongDefinition(ValueError):
    """A definition that cannot be used; the sentence names the file, the type and what to mend."""


class Entry:
    """A mapping of the file, and where it stands; whatever is not asked for by `done` is refused.

    Of an installation's `own` file a text may lack a language: another stands in for it, marked.
    """

    def __init__(self, where: str, values: object, *, own: bool = False) -> None:
        self.own = own
        if not isinstance(values, dict):
            raise WrongDefinition(f"{where}: a mapping of names to values is expected here.")
        self.where, self.values, self.asked = where, values, set[str]()

    def refuse(self, what: str) -> WrongDefinition:
        return WrongDefinition(f"{self.where}: {what}")

    def get(self, name: str, kind: type, default: Any = None) -> Any:
        """The value of `name`; refused when it is of another kind, or missing and without a default."""
        self.asked.add(name)
        value = self.values.get(name, default)
        if value is None:
            raise self.refuse(f"“{name}” is missing. Add it.")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.refuse(f"“{name}” is {value!r}; a {kind.__name__} is expected.")
        return value

    def each(self, name: str) -> Iterator[Entry]:
        for number, values in enumerate(self.get(name, list, []), start=1):
            yield Entry(f"{self.where}, {name} {number}", values, own=self.own)

    def code(self, name: str) -> str:
        """A code that tables and forms keep: short, of small Latin letters, digits and underscores."""
        value: str = self.get(name, str)
        if not CODE.fullmatch(value):
            raise self.refuse(
                f"“{name}” is “{value}”; a code has up to 40 small Latin letters, digits and underscores, a letter first."
            )
        return value

    def names(self, name: str) -> tuple[str, ...]:
        """A list of codes of others."""
        listed = self.get(name, list, [])
        if not all(isinstance(one, str) for one in listed):
            raise self.refuse(f"“{name}” is {listed!r}; a list of codes is expected.")
        return tuple(listed)

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value: str = self.get(name, str)
        if value not in allowed:
            raise self.refuse(f"“{name}” is “{value}”; it is one of {', '.join(allowed)}.")
        return value

    def words(self, name: str) -> Words:
        """A text in every language of the catalogue."""
        if self.own and isinstance(self.values.get(name), str):
            return self.words_or_text(name)
        entry = Entry(f"{self.where}, {name}", self.get(name, dict), own=self.own)
        return entry.own_words() if self.own else entry.all_words()

    def words_or_text(self, name: str) -> Words:
        """A text in every language, or one that stands for all: of who writes for readers of one language."""
        if isinstance(self.values.get(name), str):
            return dict.fromkeys(LANGUAGES, self.get(name, str))
        return self.words(name)

    def all_words(self) -> Words:
        """The text in every language that this entry is."""
        words = {language: self.get(language, str) for language in LANGUAGES}
        self.done()
        return words

    def own_words(self) -> Words:
        """The text in the languages in which it is; the first of them stands in for the others, and says so."""
        given = {one: self.get(one, str) for one in LANGUAGES if self.values.get(one)}
        self.asked.update(LANGUAGES)
        self.done()
        if not given:
            raise self.refuse(f"a text is missing. Write it in one of {', '.join(LANGUAGES)} at least.")
        language, text = next(iter(given.items()))
        return {one: given.get(one) or f"{text} [{language}]" for one in LANGUAGES}

    def done(self) -> None:
        unknown = sorted(str(name) for name in self.values.keys() - self.asked)
        if unknown:
            raise self.refuse(f"“{unknown[0]}” is not known here. Known are {', '.join(sorted(self.asked))}.")


def read_yaml(file: Path, *, own: bool = False) -> Entry:
    """The mapping in a file. Raises WrongDefinition."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise WrongDefinition(f"{file.name}: not readable as YAML in UTF-8: {error}") from error
    return Entry(file.name, content, own=own)
