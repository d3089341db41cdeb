"""The chain of documents and rights of one person, and the next step that is possible. Pure.

What comes before what follows from the catalogue: a type `unlocks` others, and `gives` a document or right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from khetane.cases.procedures.definition import ProcedureType
from khetane.cases.procedures.reading import shipped
from khetane.core.birth import Birth, completed_years

HAS, UNKNOWN, IN_PROCEDURE = "has", "unknown", "in_procedure"
EXPIRED = "expired"  # she has it, and its day is past: no state that anybody records
SOLVED, RUNNING = "granted", "pending"
# Rights are granted for a time, which no source of ours tells: after a year one asks whether it still runs.
ASKED_AGAIN = timedelta(days=365)
# In the order in which one leads to the next; the last two are rights, not documents.
ORDER = (
    "birth_registration", "citizenship", "personal_number", "residence", "id_card", "health_card",
    "social_assistance", "child_allowance",
)  # fmt: skip
ASKED = ORDER[:6]  # the documents, of which a person says whether she has them


class State(StrEnum):
    """How far one link of the chain is."""

    THERE = "there"
    RUNNING = "running"  # a procedure for it is under way
    POSSIBLE = "possible"  # everything before it is there: it can be begun now
    ASK = "ask"  # nobody knows yet whether the person has it
    AGAIN = "again"  # a right granted long ago: it may have ended
    BLOCKED = "blocked"  # something before it is missing
    NOT_YET = "not_yet"  # the person is too young for it


@dataclass(frozen=True, slots=True)
class Said:
    """What is on record of a document, and since when; `EXPIRED` for what ran out."""

    state: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Went:
    """A procedure of the person: its type, what came of it, and on which day."""

    type: str
    outcome: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One document or right; `missing` is what stands before it and is not there; `types` lead to it."""

    gives: str
    state: State
    types: tuple[ProcedureType, ...]
    missing: tuple[str, ...] = ()


def chain(
    *,
    documents: Mapping[str, Said],
    procedures: Iterable[Went],
    economy: str,
    birth: Birth | None,
    on: date,
) -> tuple[Link, ...]:
    """The links of a person of an economy as they stand on the day `on`, in their order.

    What is for nobody of her age stands before nothing: a child without an identity card has a health card all the
    same. A link that no procedure of the economy leads to is left out.
    """
    here = [one for one in shipped().values() if one.jurisdiction == economy and one.gives]
    several = list(procedures)
    granted = last_grants(here, several)
    there = {gives for gives in ORDER if is_there(gives, documents.get(gives), granted, on)}
    running = {kind for kind, said in documents.items() if said.state == IN_PROCEDURE}
    running |= {
        one.gives
        for one in here
        if any(went.type == one.code and went.outcome == RUNNING for went in several)
    }
    links = []
    for gives in ORDER:
        types = tuple(one for one in here if one.gives == gives)
        if not types:
            continue
        fitting = tuple(one for one in types if fits(one, birth, on))
        suiting = [one for one in here if fits(one, birth, on)]
        missing = tuple(before for before in needed(types, suiting) if before not in there)
        is_known = gives not in ASKED or documents.get(gives, Said(UNKNOWN)).state != UNKNOWN
        state = state_of(gives in there, gives in running, bool(fitting), bool(missing), is_known)
        if state is State.POSSIBLE and gives not in ASKED and gives in granted:
            state = State.AGAIN
        links.append(Link(gives, state, fitting or types, missing if state is State.BLOCKED else ()))
    return tuple(links)


def last_grants(here: Iterable[ProcedureType], procedures: Iterable[Went]) -> Mapping[str, date | None]:
    """By document or right, the last day on which it was granted; None where nobody said when."""
    gives = {one.code: one.gives for one in here}
    granted: dict[str, date | None] = {}
    for went in procedures:
        if went.outcome == SOLVED and went.type in gives:
            known = granted.get(gives[went.type])
            granted[gives[went.type]] = max(filter(None, (known, went.on)), default=None)
    return granted


def is_there(gives: str, said: Said | None, granted: Mapping[str, date | None], on: date) -> bool:
    """Whether she has it: as it was said last, of the document itself or by a grant. A right lasts for a time."""
    if said is not None and said.state == HAS:
        return True
    if gives not in granted:
        return False
    day = granted[gives]
    if gives not in ASKED:
        return day is not None and on - day < ASKED_AGAIN
    if said is None or said.state == UNKNOWN:
        return True
    return said.since is not None and day is not None and day >= said.since


def state_of(there: bool, running: bool, fitting: bool, missing: bool, is_known: bool) -> State:
    if there:
        return State.THERE
    if running:
        return State.RUNNING
    if not fitting:
        return State.NOT_YET
    if not is_known:
        return State.ASK
    return State.BLOCKED if missing else State.POSSIBLE


def needed(types: tuple[ProcedureType, ...], here: list[ProcedureType]) -> Iterator[str]:
    """What must be there before these types: whatever one of `here` gives that unlocks any of them."""
    codes = {one.code for one in types}
    before = {one.gives for one in here if codes & set(one.unlocks)}
    return (gives for gives in ORDER if gives in before)


def fits(procedure: ProcedureType, birth: Birth | None, on: date) -> bool:
    """Whether the procedure is for somebody born then; what is doubtful fits."""
    if birth is None:
        return True
    ages, least, most = procedure.ages, (on - birth.latest).days, (on - birth.earliest).days
    return (
        (ages.from_years is None or completed_years(birth.earliest, on) >= ages.from_years)
        and (ages.from_days is None or most >= ages.from_days)
        and (ages.until_days is None or least <= ages.until_days)
    )


def next_possible(links: Iterable[Link]) -> Link | None:
    """The first link of the chain that can be begun now, or of which somebody has to ask."""
    return next((one for one in links if one.state in (State.POSSIBLE, State.ASK, State.AGAIN)), None)
