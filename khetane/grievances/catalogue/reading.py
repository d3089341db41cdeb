"""The catalogue of grievances: terms and subjects, YAML, read strictly. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from khetane.core.definitions import Entry, Words, read_yaml

FILE = Path(__file__).with_name("grievances.yaml")
STATUSES = ("verified", "seen", "recalled")


@dataclass(frozen=True, slots=True)
class Terms:
    """Within how many days a grievance that came on `valid_from` or later is looked at, and answered."""

    valid_from: dt.date
    acknowledge_days: int
    answer_days: int
    status: str
    source: Words


@dataclass(frozen=True, slots=True)
class Subject:
    """What a grievance can be about. `apart`: not for who sees to those of one municipality."""

    words: Words
    apart: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Terms, the earliest first, and subjects by code, in the order of the form."""

    terms: tuple[Terms, ...]
    about: Mapping[str, Subject]

    def terms_on(self, day: dt.date) -> Terms:
        """The terms in force on a day; before all of them, the first."""
        return next((one for one in reversed(self.terms) if one.valid_from <= day), self.terms[0])


@cache
def catalogue() -> Catalogue:
    """The catalogue that comes with Khetane."""
    return read(FILE)


def read(file: Path) -> Catalogue:
    """The catalogue of a file. Raises WrongDefinition."""
    top = read_yaml(file)
    terms = tuple(sorted((read_terms(one) for one in top.each("terms")), key=lambda one: one.valid_from))
    listed = Entry(f"{file.name}, about", top.get("about", dict))
    top.done()
    if not terms:
        raise top.refuse("“terms” is empty. Say at least one.")
    about = {
        code: read_subject(Entry(f"{file.name}, {code}", listed.get(code, dict))) for code in listed.values
    }
    return Catalogue(terms, about)


def read_terms(entry: Entry) -> Terms:
    terms = Terms(
        valid_from=entry.get("valid_from", dt.date),
        acknowledge_days=entry.get("acknowledge_days", int),
        answer_days=entry.get("answer_days", int),
        status=entry.one_of("status", STATUSES),
        source=entry.words("source"),
    )
    entry.done()
    if not 1 <= terms.acknowledge_days <= terms.answer_days:
        raise entry.refuse(
            f"“acknowledge_days” is {terms.acknowledge_days}, “answer_days” {terms.answer_days}. "
            "The first is one or more, and no longer than the second."
        )
    return terms


def read_subject(entry: Entry) -> Subject:
    subject = Subject(words=entry.words("words"), apart=entry.get("apart", bool))
    entry.done()
    return subject
