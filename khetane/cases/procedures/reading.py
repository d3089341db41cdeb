"""The catalogue of procedure types: YAML files, one per jurisdiction, read strictly. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from khetane.cases.lists import PROCEDURES
from khetane.cases.procedures.definition import Ages, Deadline, ProcedureType, Rules, Status, Step
from khetane.cases.procedures.terms import Term, Unit
from khetane.core.definitions import Entry, Words, read_yaml

SHIPPED = Path(__file__).with_name("catalogue")
TURNS = ("client", "office", "court")
CONDITIONS = ("refused",)


@cache
def shipped() -> Mapping[str, ProcedureType]:
    """The types that come with Khetane, by code."""
    return {one.code: one for file in sorted(SHIPPED.glob("*.yaml")) for one in read_file(file)}


def read_file(file: Path) -> tuple[ProcedureType, ...]:
    """The types of a jurisdiction. Raises WrongDefinition."""
    top = read_yaml(file)
    jurisdiction, calendar = top.get("jurisdiction", str), top.get("calendar", str)
    types = Entry(file.name, top.get("types", dict))
    top.done()
    return tuple(
        read_type(code, Entry(f"{file.name}, {code}", types.get(code, dict)), jurisdiction, calendar)
        for code in types.values
    )


def read_type(code: str, entry: Entry, jurisdiction: str, calendar: str) -> ProcedureType:
    if code not in PROCEDURES.codes:
        raise entry.refuse("this code is not in the list procedure_types.csv. Add it there, with its names.")
    versions = tuple(read_rules(one) for one in entry.each("versions"))
    if not versions:
        raise entry.refuse("no version of its rules. Give at least one.")
    if any(older.valid_from >= newer.valid_from for older, newer in pairwise(versions)):
        raise entry.refuse("the versions are not in the order of “valid_from”. Put the oldest first.")
    procedure = ProcedureType(
        code=code,
        jurisdiction=jurisdiction,
        calendar=calendar,
        names=PROCEDURES.codes[code].labels,
        unlocks=tuple(entry.get("unlocks", list, [])),
        lawyer_only=entry.get("lawyer_only", bool, False),
        versions=versions,
        gives=entry.get("gives", str, ""),
        ages=read_ages(entry),
        several=entry.get("several", bool, False),
    )
    entry.done()
    return procedure


def read_ages(entry: Entry) -> Ages:
    said = Entry(f"{entry.where}, ages", entry.get("ages", dict, {}))
    ages = Ages(*(said.get(name, int, 0) or None for name in ("from_years", "from_days", "until_days")))
    said.done()
    return ages


def read_rules(entry: Entry) -> Rules:
    steps = tuple(read_step(one) for one in entry.each("steps"))
    rules = Rules(
        version=entry.get("version", str),
        valid_from=entry.get("valid_from", date),
        legal_basis=entry.words("legal_basis"),
        body=entry.words("body"),
        steps=steps,
        deadlines=tuple(
            read_deadline(one, {step.event for step in steps}) for one in entry.each("deadlines")
        ),
        documents=tuple(read_document(one) for one in entry.each("documents")),
        status=Status(entry.one_of("status", tuple(Status))),
        source=entry.words("source"),
        running=entry.get("running", bool, False),
        initiates=entry.get("initiates", str, steps[0].event if steps else ""),
        solves=entry.get("solves", str, steps[-1].event if steps else ""),
        newer=entry.words("newer") if "newer" in entry.values else {},
    )
    entry.done()
    for event in (rules.initiates, rules.solves):
        if steps and rules.step(event) is None:
            raise entry.refuse(f"“{event}” is no event of its steps. Initiate and solve with one of them.")
    if not steps or len({step.event for step in steps}) < len(steps):
        raise entry.refuse("a step is missing, or an event stands twice. Name each step's event once.")
    return rules


def read_step(entry: Entry) -> Step:
    step = Step(
        entry.get("event", str),
        entry.words("name"),
        entry.one_of("by", TURNS),
        entry.get("decides", bool, False),
    )
    entry.done()
    return step


def read_document(entry: Entry) -> Words:
    words = entry.words("name")
    entry.done()
    return words


def read_deadline(entry: Entry, events: set[str]) -> Deadline:
    deadline = Deadline(
        code=entry.get("code", str),
        names=entry.words("name"),
        after=entry.get("after", str),
        until=entry.get("until", str),
        term=read_term(entry),
        basis=entry.words("basis"),
        status=Status(entry.one_of("status", tuple(Status))),
        source=entry.words("source"),
        remedy=entry.words("remedy") if "remedy" in entry.values else {},
        when=entry.one_of("when", CONDITIONS) if "when" in entry.values else "",
    )
    entry.done()
    for event in (deadline.after, deadline.until):
        if event not in events:
            raise entry.refuse(f"“{event}” is no event of its steps. Use one of {', '.join(sorted(events))}.")
    return deadline


def read_term(entry: Entry) -> Term:
    units = [unit for unit in Unit if unit.value in entry.values]
    if len(units) != 1:
        raise entry.refuse(f"give the term once, as one of {', '.join(Unit)}.")
    try:
        return Term(entry.get(units[0].value, int), units[0], moves=entry.get("moves", bool, True))
    except ValueError as error:
        raise entry.refuse(str(error)) from error
