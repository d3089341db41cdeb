"""The questions and answers of one form version in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from khetane.forms.xml.description import Description, Question
from khetane.forms.xml.itext import Labels
from khetane.web.languages import current
from khetane.web.scripts import serbian_latin

SEVERAL = ("select_multiple", "rank")
# A language whose texts are written from those of another.
WRITTEN_FROM = {"sr-latn": "sr"}


@dataclass(frozen=True)
class Wording:
    """How a form asks and what its answers mean; `language` is a code of the interface."""

    form: Description
    language: str

    def question(self, path: str) -> str:
        """The question at a path as it was asked; its name where it has no text."""
        question = self._questions.get(path)
        name = path.rpartition("/")[2].replace("_", " ")
        return self._text(question.labels, name) if question else name

    def answer(self, path: str, text: str) -> str:
        """An answer in words: choices by their labels, anything else as it was given."""
        labels = self.choices(path)
        if not labels or not text:
            return text
        question = self._questions[path]
        codes = text.split() if question.kind in SEVERAL else [text]
        return ", ".join(labels.get(code, code) for code in codes)

    def choices(self, path: str) -> Mapping[str, str]:
        """Label by code for a question with choices; nothing for others."""
        question = self._questions.get(path)
        return self._lists.get(question.choices or "", {}) if question else {}

    @property
    def root(self) -> str:
        """The path of the form's root element; empty when it asks nothing."""
        return "/".join(self.form.questions[0].path.split("/", 2)[:2]) if self.form.questions else ""

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.path: question for question in self.form.questions}

    @cached_property
    def _lists(self) -> dict[str, dict[str, str]]:
        return {
            name: {choice.name: self._text(choice.labels, choice.name) for choice in choices}
            for name, choices in self.form.choice_lists.items()
        }

    @cached_property
    def _order(self) -> tuple[str, ...]:
        """The form's own names of its languages, the reader's first, then English, then its default."""
        wanted = WRITTEN_FROM.get(self.language, self.language)
        rank = {wanted: 0, "en": 1}
        named = sorted(self.form.languages, key=lambda one: rank.get(one.code or "", 2))
        return tuple(one.name for one in named)

    def _text(self, labels: Labels, otherwise: str) -> str:
        found = next((labels[name] for name in self._order if labels.get(name)), None)
        text = found or next(iter(labels.values()), otherwise)
        return serbian_latin(text) if self.language == "sr-latn" else text


def worded(form: Description) -> Wording:
    """The form in the language of the request."""
    return Wording(form, current().code)
