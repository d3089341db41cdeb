"""The schemes: one YAML file each, read strictly. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from khetane.core.definitions import Entry, read_yaml
from khetane.core.mandates import Area, Mandate
from khetane.core.ways import Way, in_order, machine_of, read_stages
from khetane.programmes.definition import (
    Asked,
    Criterion,
    For,
    MilestoneKind,
    Phase,
    Scheme,
    SchemeRules,
)
from khetane.programmes.expression import Kind, WrongRule, read_rule

SHIPPED = Path(__file__).with_name("catalogue")
# Facts that the register knows; khetane/programmes/facts.py finds them.
KNOWN: Mapping[str, Kind] = {
    "age": Kind.NUMBER,
    "sex": Kind.TEXT,
    "household_size": Kind.NUMBER,
    "children": Kind.NUMBER,
    "economy": Kind.TEXT,
    "returnee": Kind.YES_NO,
    "displaced": Kind.YES_NO,
}


@cache
def shipped() -> Mapping[str, Scheme]:
    """The schemes that come with Khetane, by code."""
    return {one.code: one for one in map(read_file, sorted(SHIPPED.glob("*.yaml")))}


def read_file(file: Path) -> Scheme:
    """The scheme of a file, whose name is its code. Raises WrongDefinition."""
    entry = read_yaml(file)
    code = file.stem
    asks = tuple(read_asked(one) for one in entry.each("asks"))
    facts = {**KNOWN, **{one.code: one.kind for one in asks}}
    versions = in_order(entry, tuple(read_rules(one, code, facts) for one in entry.each("versions")))
    scheme = Scheme(
        code=code,
        names=entry.words("name"),
        about=entry.words("about"),
        area=entry.one_of("area", tuple(Area.values)),
        mandate=entry.one_of("mandate", tuple(Mandate.values)),
        whom=For(entry.one_of("for", tuple(For))),
        sessions=entry.get("sessions", bool, False),
        parents=entry.get("parents", bool, False),
        asks=asks,
        versions=versions,
    )
    entry.done()
    return scheme


def read_asked(entry: Entry) -> Asked:
    asked = Asked(
        entry.get("code", str),
        Kind(entry.one_of("kind", (Kind.YES_NO, Kind.NUMBER))),
        entry.words("question"),
    )
    entry.done()
    return asked


def read_rules(entry: Entry, scheme: str, facts: Mapping[str, Kind]) -> SchemeRules:
    stages = read_stages(entry, Phase)
    milestones = {one.code: one for one in map(read_milestone, entry.each("milestones"))}
    ways = tuple(read_way(one, tuple(stages), tuple(milestones)) for one in entry.each("steps"))
    machine = machine_of(entry, scheme, stages, ways)
    for one in milestones.values():
        if one.after and one.after not in milestones:
            raise entry.refuse(f"the milestone “{one.code}” comes after “{one.after}”, which is none.")
    rules = SchemeRules(
        valid_from=entry.get("valid_from", date),
        criteria=tuple(read_criterion(one, facts) for one in entry.each("criteria")),
        stages=stages,
        ways=ways,
        milestones=milestones,
        machine=machine,
    )
    entry.done()
    return rules


def read_criterion(entry: Entry, facts: Mapping[str, Kind]) -> Criterion:
    try:
        criterion = Criterion(read_rule(entry.get("rule", str), facts), entry.words("because"))
    except WrongRule as error:
        raise entry.refuse(str(error)) from error
    entry.done()
    return criterion


def read_way(entry: Entry, stages: tuple[str, ...], milestones: tuple[str, ...]) -> Way:
    way = Way(
        code=entry.get("code", str),
        names=entry.words("name"),
        sources=tuple(entry.get("from", list)),
        target=entry.one_of("to", stages),
        needs=tuple(entry.get("needs", list, [])),
        why=entry.get("why", bool, False),
    )
    entry.done()
    for one in way.needs:
        if one not in milestones:
            raise entry.refuse(f"“needs” names “{one}”, which is no milestone of the scheme.")
    return way


def read_milestone(entry: Entry) -> MilestoneKind:
    milestone = MilestoneKind(
        code=entry.get("code", str),
        names=entry.words("name"),
        output=entry.get("output", bool, False),
        outcome=entry.get("outcome", bool, False),
        money=entry.get("money", bool, False),
        photo=entry.get("photo", bool, False),
        after=entry.get("after", str, ""),
        months=entry.get("months", int, 0),
    )
    entry.done()
    return milestone
