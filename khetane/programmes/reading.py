"""The schemes: one YAML file each, read strictly; those of an installation add to those that come with Khetane. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from khetane.core.definitions import CODE, Entry, WrongDefinition, read_yaml
from khetane.core.mandates import Area, Mandate
from khetane.core.ways import Stage, by_code, in_order, machine_of, read_stages
from khetane.programmes.definition import (
    Asked,
    Criterion,
    For,
    MilestoneKind,
    Phase,
    Scheme,
    SchemeRules,
    SchemeWay,
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


def with_own(known: Mapping[str, Scheme], folder: Path) -> Mapping[str, Scheme]:
    """The schemes with those of an installation's folder, where there is one. Raises WrongDefinition."""
    schemes = dict(known)
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.name.startswith("."):
            continue
        if file.suffix != ".yaml" or not CODE.fullmatch(file.stem):
            raise WrongDefinition(
                f"{file.name}: a file of a scheme is called after its code, with the ending .yaml: up to 40 small "
                f"Latin letters, digits and underscores, as in music_school.yaml. Rename it, or take it out of the folder."
            )
        schemes[file.stem] = read_own(file, known.get(file.stem))
    return schemes


def read_own(file: Path, standing: Scheme | None) -> Scheme:
    """A scheme of the installation, or the versions that it adds to one that comes with Khetane. Raises WrongDefinition."""
    if standing is None:
        scheme = read_file(file, own=True)
        return replace(scheme, own_since=scheme.versions[0].valid_from)
    entry = read_yaml(file, own=True)
    asks, facts = read_asks(entry, standing.asks)
    versions = in_order(entry, tuple(read_rules(one, standing.code, facts) for one in entry.each("versions")))
    since = versions[0].valid_from
    entry.done()
    before = tuple(one for one in standing.versions if one.valid_from < since)
    if not before:
        raise entry.refuse(
            f"“{standing.code}” comes with Khetane and holds from {standing.versions[0].valid_from}. "
            f"Let your version begin later."
        )
    return replace(standing, asks=asks, versions=(*before, *versions), own_since=since)


def read_file(file: Path, *, own: bool = False) -> Scheme:
    """The scheme of a file, whose name is its code. Raises WrongDefinition."""
    entry = read_yaml(file, own=own)
    asks, facts = read_asks(entry, ())
    versions = in_order(entry, tuple(read_rules(one, file.stem, facts) for one in entry.each("versions")))
    scheme = Scheme(
        code=file.stem,
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


def read_asks(entry: Entry, standing: tuple[Asked, ...]) -> tuple[tuple[Asked, ...], Mapping[str, Kind]]:
    """What is asked when somebody applies, and every fact that criteria may name."""
    asks = by_code(entry, [*standing, *map(read_asked, entry.each("asks"))])
    if known := sorted(asks.keys() & KNOWN.keys()):
        raise entry.refuse(f"“{known[0]}” is a fact that the register knows. Ask for it under another code.")
    return tuple(asks.values()), {**KNOWN, **{one.code: one.kind for one in asks.values()}}


def read_asked(entry: Entry) -> Asked:
    asked = Asked(
        entry.code("code"),
        Kind(entry.one_of("kind", (Kind.YES_NO, Kind.NUMBER))),
        entry.words("question"),
    )
    entry.done()
    return asked


def read_rules(entry: Entry, scheme: str, facts: Mapping[str, Kind]) -> SchemeRules:
    stages = read_stages(entry, Phase)
    milestones = by_code(entry, map(read_milestone, entry.each("milestones")))
    ways = tuple(read_way(one, tuple(stages), tuple(milestones)) for one in entry.each("steps"))
    machine = machine_of(entry, scheme, stages, ways)
    for one in milestones.values():
        if one.after and one.after not in milestones:
            raise entry.refuse(f"the milestone “{one.code}” comes after “{one.after}”, which is none.")
        if unknown := sorted(set(one.stages) - stages.keys()):
            raise entry.refuse(f"the milestone “{one.code}” is reached in “{unknown[0]}”, which is no stage.")
    check_phases(entry, tuple(stages.values()))
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


def check_phases(entry: Entry, stages: tuple[Stage[Phase], ...]) -> None:
    """Who applied waits first, and may come to each of the ends. Raises WrongDefinition."""
    if stages[0].phase is not Phase.WAITING:
        raise entry.refuse(
            f"the first stage, “{stages[0].code}”, is where who applied waits. Give it the phase waiting."
        )
    missing = {Phase.SERVED, Phase.COMPLETED, Phase.LEFT} - {one.phase for one in stages}
    if missing:
        raise entry.refuse(f"no stage has the phase {', '.join(sorted(missing))}. Add one for each.")


def read_criterion(entry: Entry, facts: Mapping[str, Kind]) -> Criterion:
    try:
        criterion = Criterion(read_rule(entry.get("rule", str), facts), entry.words("because"))
    except WrongRule as error:
        raise entry.refuse(str(error)) from error
    entry.done()
    return criterion


def read_way(entry: Entry, stages: tuple[str, ...], milestones: tuple[str, ...]) -> SchemeWay:
    way = SchemeWay(
        code=entry.code("code"),
        names=entry.words("name"),
        sources=entry.names("from"),
        target=entry.one_of("to", stages),
        needs=entry.names("needs"),
        why=entry.get("why", bool, False),
        anew=entry.get("anew", bool, False),
    )
    entry.done()
    for one in way.needs:
        if one not in milestones:
            raise entry.refuse(f"“needs” names “{one}”, which is no milestone of the scheme.")
    return way


def read_milestone(entry: Entry) -> MilestoneKind:
    milestone = MilestoneKind(
        code=entry.code("code"),
        names=entry.words("name"),
        output=entry.get("output", bool, False),
        outcome=entry.get("outcome", bool, False),
        money=entry.get("money", bool, False),
        photo=entry.get("photo", bool, False),
        after=entry.get("after", str, ""),
        months=entry.get("months", int, 0),
        stages=entry.names("in"),
    )
    entry.done()
    return milestone
