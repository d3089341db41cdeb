"""The catalogues of keeping and of bodies that hear complaints: YAML, read strictly. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from khetane.core.definitions import Entry, Words, read_yaml

KEEPING = Path(__file__).with_name("keeping.yaml")
BODIES = Path(__file__).with_name("bodies.yaml")
OWN = "keeping.yaml"  # in the data folder
STATUSES = ("verified", "seen", "recalled")
LAST_CONTACT, CASE_CLOSED, CONSENT_ENDED = "last_contact", "case_closed", "consent_ended"
GRIEVANCE_ENDED = "grievance_ended"
EVENTS = (LAST_CONTACT, CASE_CLOSED, CONSENT_ENDED)
OF_GRIEVANCES = "grievances"
PSEUDONYMISE, ERASE = "pseudonymise", "erase"
OURS, INSTALLATION = "khetane", "installation"
MOST = 1200  # months, or days of notice: a hundred years
ABOUT = ("data_protection", "equality", "ombudsman")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of months from an event."""

    event: str
    months: int


@dataclass(frozen=True, slots=True)
class KeepingRule:
    """Why kinds of records are kept, how long from which events, and what happens then.

    `said_by` tells whether the periods are those that come with Khetane, or the installation's own.
    """

    code: str
    kinds: tuple[str, ...]
    purpose: Words
    basis: Words
    periods: tuple[Counted, ...]
    then: str
    status: str
    source: Words
    said_by: str = OURS


@dataclass(frozen=True, slots=True)
class Keeping:
    """The rules of households by code, the days of notice before anything is decided, and the months of one prolongation.

    The rule of `grievances` stands apart: they hang on no household.
    """

    rules: Mapping[str, KeepingRule]
    notice_days: int
    prolongs_months: int
    grievances: KeepingRule


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody who hears complaints."""

    names: Words
    status: str


@cache
def keeping() -> Keeping:
    """The rules that come with Khetane."""
    return read_keeping(KEEPING)


@cache
def bodies() -> Mapping[str, Mapping[str, Body]]:
    """Who hears complaints, by economy and by what they are about."""
    return read_bodies(BODIES)


def read_keeping(file: Path) -> Keeping:
    """The rules of a file. Raises WrongDefinition, also where a kind stands under two of them."""
    top = read_yaml(file)
    listed = Entry(f"{file.name}, rules", top.get("rules", dict))
    days, months = at_least_one(top, "notice_days"), at_least_one(top, "prolongs_months")
    told = Entry(f"{file.name}, {OF_GRIEVANCES}", top.get(OF_GRIEVANCES, dict))
    top.done()
    rules = {
        code: read_rule(code, Entry(f"{file.name}, {code}", listed.get(code, dict))) for code in listed.values
    }
    kinds = [kind for rule in rules.values() for kind in rule.kinds]
    twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
    if twice:
        raise listed.refuse(f"“{twice[0]}” stands under two rules. Keep one.")
    return Keeping(rules, days, months, read_rule(OF_GRIEVANCES, told, (GRIEVANCE_ENDED,)))


def read_rule(code: str, entry: Entry, events: tuple[str, ...] = EVENTS) -> KeepingRule:
    rule = KeepingRule(
        code=code,
        kinds=tuple(entry.get("kinds", list)),
        purpose=entry.words("purpose"),
        basis=entry.words("basis"),
        periods=read_periods(entry, events),
        then=entry.one_of("then", (PSEUDONYMISE, ERASE)),
        status=entry.one_of("status", STATUSES),
        source=entry.words("source"),
    )
    entry.done()
    return rule


def read_periods(entry: Entry, allowed: tuple[str, ...]) -> tuple[Counted, ...]:
    periods = tuple(read_period(one, allowed) for one in entry.each("periods"))
    events = [one.event for one in periods]
    if not periods:
        raise entry.refuse("“periods” is empty. Say from which event how many months are counted.")
    if len(set(events)) < len(events):
        raise entry.refuse("“periods” counts twice from one event. Keep one of them.")
    return periods


def read_period(entry: Entry, allowed: tuple[str, ...]) -> Counted:
    counted = Counted(entry.one_of("from", allowed), at_least_one(entry, "months"))
    entry.done()
    return counted


def at_least_one(entry: Entry, name: str, standing: int | None = None) -> int:
    """A whole number above zero; `standing` where none is given. Raises WrongDefinition."""
    number: int = entry.get(name, int, standing)
    if not 1 <= number <= MOST:
        raise entry.refuse(f"“{name}” is {number}; it is between 1 and {MOST}.")
    return number


def with_own(shipped: Keeping, file: Path) -> Keeping:
    """The rules as an installation's own file changes them: periods, what happens then, notice; with its source.

    Which kinds of records a rule is about stays as it is. Raises WrongDefinition.
    """
    top = read_yaml(file)
    listed = Entry(f"{file.name}, rules", top.get("rules", dict, {}))
    told = top.get(OF_GRIEVANCES, dict, {})
    days = at_least_one(top, "notice_days", shipped.notice_days)
    months = at_least_one(top, "prolongs_months", shipped.prolongs_months)
    top.done()
    rules = dict(shipped.rules)
    for code in listed.values:
        if code not in rules:
            raise listed.refuse(f"there is no rule “{code}”. Known are {', '.join(sorted(rules))}.")
        rules[code] = changed(rules[code], Entry(f"{file.name}, {code}", listed.get(code, dict)), EVENTS)
    grievances = shipped.grievances
    if told:
        grievances = changed(grievances, Entry(f"{file.name}, {OF_GRIEVANCES}", told), (GRIEVANCE_ENDED,))
    return Keeping(rules, days, months, grievances)


def changed(rule: KeepingRule, entry: Entry, events: tuple[str, ...]) -> KeepingRule:
    own = replace(
        rule,
        periods=read_periods(entry, events) if "periods" in entry.values else rule.periods,
        then=entry.one_of("then", (PSEUDONYMISE, ERASE)) if "then" in entry.values else rule.then,
        status=entry.one_of("status", STATUSES),
        source=entry.words_or_text("source"),
        said_by=INSTALLATION,
    )
    entry.done()
    return own


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
