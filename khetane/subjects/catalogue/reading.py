"""The catalogues of keeping and of bodies that hear complaints: YAML, read strictly. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from khetane.core.definitions import Entry, Words, read_yaml

KEEPING = Path(__file__).with_name("keeping.yaml")
BODIES = Path(__file__).with_name("bodies.yaml")
STATUSES = ("verified", "seen", "recalled")
COUNTED_FROM = ("last_contact", "ended")
ABOUT = ("data_protection", "equality", "ombudsman")


@dataclass(frozen=True, slots=True)
class KeepingRule:
    """Why kinds of records are kept, and for how many years from which day."""

    code: str
    kinds: tuple[str, ...]
    purpose: Words
    basis: Words
    years: int
    counted_from: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody who hears complaints."""

    names: Words
    status: str


@cache
def keeping() -> Mapping[str, KeepingRule]:
    """The rules that come with Khetane, by code."""
    return read_keeping(KEEPING)


@cache
def bodies() -> Mapping[str, Mapping[str, Body]]:
    """Who hears complaints, by economy and by what they are about."""
    return read_bodies(BODIES)


def read_keeping(file: Path) -> Mapping[str, KeepingRule]:
    """The rules of a file. Raises WrongDefinition, also where a kind stands under two of them."""
    top = read_yaml(file)
    listed = Entry(f"{file.name}, rules", top.get("rules", dict))
    top.done()
    rules = {
        code: read_rule(code, Entry(f"{file.name}, {code}", listed.get(code, dict))) for code in listed.values
    }
    kinds = [kind for rule in rules.values() for kind in rule.kinds]
    twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
    if twice:
        raise listed.refuse(f"“{twice[0]}” stands under two rules. Keep one.")
    return rules


def read_rule(code: str, entry: Entry) -> KeepingRule:
    rule = KeepingRule(
        code=code,
        kinds=tuple(entry.get("kinds", list)),
        purpose=entry.words("purpose"),
        basis=entry.words("basis"),
        years=entry.get("years", int),
        counted_from=entry.one_of("counted_from", COUNTED_FROM),
        status=entry.one_of("status", STATUSES),
        source=entry.get("source", str),
    )
    entry.done()
    if rule.years < 1:
        raise entry.refuse(f"“years” is {rule.years}; it is one or more.")
    return rule


def read_bodies(file: Path) -> Mapping[str, Mapping[str, Body]]:
    """The bodies of a file. Raises WrongDefinition."""
    top = read_yaml(file)
    listed = Entry(f"{file.name}, bodies", top.get("bodies", dict))
    top.done()
    return {
        economy: read_economy(Entry(f"{file.name}, {economy}", listed.get(economy, dict)))
        for economy in listed.values
    }


def read_economy(entry: Entry) -> Mapping[str, Body]:
    found = {about: read_body(Entry(f"{entry.where}, {about}", entry.get(about, dict))) for about in ABOUT}
    entry.done()
    return found


def read_body(entry: Entry) -> Body:
    body = Body(entry.words("name"), entry.one_of("status", STATUSES))
    entry.done()
    return body
