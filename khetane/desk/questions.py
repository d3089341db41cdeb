"""The questions behind the properties of records, in the reader's language, from the published forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

import cyrtranslit
from django.db.models import Q

from khetane.cases.lists import PROCEDURES, SERVICES
from khetane.core.lists import CodeList
from khetane.core.viewer import current as viewer
from khetane.forms.actions import SEND
from khetane.forms.models import FormContent, FormVersion
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.description import Description, describe
from khetane.forms.xml.itext import Labels
from khetane.forms.xml.xform import read_xform
from khetane.people.lists import GROUPS, RECIPIENTS
from khetane.programmes.lists import MILESTONES, SCHEMES, STAGES
from khetane.upgrading import lists as upgrading
from khetane.web.languages import current
from khetane.web.names import code_label

Key = tuple[str, str]
# Codes with lists of their own, in words whether or not a form asks for them.
LISTS: Mapping[Key, CodeList] = {
    ("self_identification", "groups"): GROUPS,
    ("consent", "recipients"): RECIPIENTS,
    ("service", "type"): SERVICES,
    ("group_delivery", "type"): SERVICES,
    ("procedure", "type"): PROCEDURES,
    ("enrolment", "scheme"): SCHEMES,
    ("enrolment", "stage"): STAGES,
    ("milestone", "scheme"): SCHEMES,
    ("milestone", "kind"): MILESTONES,
    ("session", "scheme"): SCHEMES,
    ("settlement_process", "kind"): upgrading.KINDS,
    ("settlement_process", "stage"): upgrading.STAGES,
    ("process_event", "document"): upgrading.DOCUMENTS,
    ("safeguard", "code"): upgrading.SAFEGUARDS,
}
SEVERAL = {("self_identification", "groups"), ("consent", "recipients")}
# One for all who have standard forms only, one for each unit with forms of its own.
KEPT_SETS = 64
FORM_LANGUAGES = {"sr-latn": "sr"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its text and those of its choices, by language code."""

    labels: Labels
    choices: Mapping[str, Labels]


@dataclass(frozen=True, slots=True)
class Questions:
    """The question by dataset and property; where no form is known, the property's own name must do."""

    by_property: Mapping[Key, Asked] = field(default_factory=dict)

    def label(self, dataset: str, name: str) -> str:
        """The question as asked."""
        asked = self.by_property.get((dataset, name))
        return in_language(asked.labels, readable(name)) if asked else readable(name)

    def answer(self, dataset: str, name: str, value: str) -> str:
        """The answer: the choices in words; of several, all."""
        return self.chosen(dataset, name, value) or (value if " " in value else readable(value))

    def institution(self, name: str) -> str:
        """An institution: chosen from the recipients of a consent, or as somebody wrote it."""
        return self.chosen("consent", "recipients", name) or name

    def chosen(self, dataset: str, name: str, value: str) -> str:
        """The choices of an answer in words; nothing where it was not chosen from a list."""
        listed = LISTS.get((dataset, name))
        codes = value.split() if (dataset, name) in SEVERAL else [value]
        if listed is not None and all(code in listed.codes for code in codes):
            return ", ".join(code_label(listed, code) for code in codes)
        asked = self.by_property.get((dataset, name))
        if asked is None or not asked.choices:
            return ""
        codes = [value] if value in asked.choices else value.split()
        return ", ".join(in_language(asked.choices.get(code, {}), readable(code)) for code in codes)

    def choices(self, dataset: str, name: str) -> list[tuple[str, str]]:
        """What a form lets one choose for a property, in words; nothing where none does."""
        asked = self.by_property.get((dataset, name))
        found = asked.choices if asked else {}
        return [(code, in_language(labels, readable(code))) for code, labels in found.items()]


NOTHING_ASKED = Questions()


def readable(code: str) -> str:
    return code.replace("_", " ")


def in_language(labels: Labels, otherwise: str) -> str:
    """The text in the reader's language, else in English, else in any."""
    code = current().code
    wanted = FORM_LANGUAGES.get(code, code)
    text = labels.get(wanted) or labels.get("en") or next(iter(labels.values()), otherwise)
    return str(cyrtranslit.to_latin(text, "sr")) if code == "sr-latn" else text


def questions_now() -> Questions:
    """The questions of the newest version of every form that is for all, or for a unit that the viewer sends for.

    Read once per process and set of versions as they stand (an erasure may change one): who is given what was kept would have read it herself.
    """
    reach = Q(form__unit=None) | Q(form__unit__in=viewer().units.get(SEND, ()))
    newest = FormVersion.objects.filter(reach).order_by("form_id", "-published_at").distinct("form_id")
    return merged(tuple(newest.values_list("pk", "xform_md5")))


@lru_cache(maxsize=KEPT_SETS)
def merged(editions: tuple[tuple[UUID, str], ...]) -> Questions:
    found: dict[Key, Asked] = {}
    contents = (
        FormContent.objects.filter(pk__in=[pk for pk, _md5 in editions])
        .select_related("version")
        .defer("source")
    )
    for content in contents.order_by("version__published_at"):
        form = describe(read_xform(content.xform.encode()))
        found.update(asked_by(Compiled.from_json(content.version.compiled), form))
    return Questions(found)


def asked_by(compiled: Compiled, form: Description) -> Iterator[tuple[Key, Asked]]:
    """Every property that an answer of the form is saved to, with its question."""
    codes = {language.name: language.code or language.name for language in form.languages}
    lists = {
        name: {choice.name: by_code(choice.labels, codes) for choice in choices}
        for name, choices in form.choice_lists.items()
    }
    questions = {question.path: question for question in form.questions}
    for declaration in compiled.declarations:
        for path, name in declaration.saves.items():
            question = questions.get(f"{declaration.container}/{path}")
            if question is not None and question.repeats:
                question = questions.get(question.repeats, question)
            if question is not None and question.labels:
                choices = lists.get(question.choices, {}) if question.choices else {}
                yield (declaration.dataset, name), Asked(by_code(question.labels, codes), choices)


def by_code(labels: Labels, codes: Mapping[str, str]) -> Labels:
    return {codes.get(language, language): text for language, text in labels.items()}
