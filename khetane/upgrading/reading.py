"""The kinds of process: one YAML file each, read strictly. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from khetane.cases.procedures.definition import Status
from khetane.core.definitions import Entry, read_yaml
from khetane.upgrading.definition import (
    Jurisdiction,
    Needed,
    Phase,
    ProcessRules,
    ProcessType,
    Safeguard,
    Stage,
    Way,
    machine_of,
)

SHIPPED = Path(__file__).with_name("catalogue")
ALL = "all"  # stands for every safeguard of the rules
EVERYWHERE = "*"  # the jurisdiction that holds where none of its own is given


@cache
def shipped() -> Mapping[str, ProcessType]:
    """The kinds that come with Khetane, by code."""
    return {one.code: one for one in map(read_file, sorted(SHIPPED.glob("*.yaml")))}


def read_file(file: Path) -> ProcessType:
    """The kind of a file, whose name is its code. Raises WrongDefinition."""
    entry = read_yaml(file)
    versions = tuple(read_rules(one, file.stem) for one in entry.each("versions"))
    if not versions:
        raise entry.refuse("no version of its rules. Give at least one.")
    if any(older.valid_from >= newer.valid_from for older, newer in pairwise(versions)):
        raise entry.refuse("the versions are not in the order of “valid_from”. Put the oldest first.")
    kind = ProcessType(
        code=file.stem,
        names=entry.words("name"),
        about=entry.words("about"),
        proposals=entry.get("proposals", bool, False),
        versions=versions,
    )
    entry.done()
    return kind


def read_rules(entry: Entry, kind: str) -> ProcessRules:
    jurisdictions = dict(read_jurisdiction(one) for one in entry.each("jurisdictions"))
    if EVERYWHERE not in jurisdictions:
        raise entry.refuse(
            f"no jurisdiction “{EVERYWHERE}”, which holds where none of its own is given. Add it."
        )
    safeguards = {one.code: one for one in map(read_safeguard, entry.each("safeguards"))}
    stages = {one.code: one for one in map(read_stage, entry.each("stages"))}
    ways = tuple(read_way(one, stages, safeguards) for one in entry.each("steps"))
    if not stages:
        raise entry.refuse("no stage. Give at least one.")
    try:
        machine = machine_of(kind, stages, ways)
    except ValueError as error:
        raise entry.refuse(str(error)) from error
    rules = ProcessRules(
        version=entry.get("version", str),
        valid_from=entry.get("valid_from", date),
        status=Status(entry.one_of("status", tuple(Status))),
        source=entry.get("source", str),
        jurisdictions=jurisdictions,
        documents={one.get("code", str): one.words("name") for one in entry.each("documents")},
        safeguards=safeguards,
        stages=stages,
        ways=ways,
        machine=machine,
    )
    entry.done()
    return rules


def read_jurisdiction(entry: Entry) -> tuple[str, Jurisdiction]:
    economy = entry.get("economy", str)
    jurisdiction = Jurisdiction(
        body=entry.words("body"),
        legal_basis=entry.get("legal_basis", str),
        status=Status(entry.one_of("status", tuple(Status))),
        source=entry.get("source", str),
    )
    entry.done()
    return economy, jurisdiction


def read_safeguard(entry: Entry) -> Safeguard:
    safeguard = Safeguard(
        code=entry.get("code", str),
        names=entry.words("name"),
        source=entry.get("source", str),
        status=Status(entry.one_of("status", tuple(Status))),
    )
    entry.done()
    return safeguard


def read_stage(entry: Entry) -> Stage:
    stage = Stage(entry.get("code", str), entry.words("name"), Phase(entry.one_of("phase", tuple(Phase))))
    entry.done()
    return stage


def read_way(entry: Entry, stages: Collection[str], safeguards: Collection[str]) -> Way:
    needs, asked = entry.get("needs", list, []), entry.get("safeguards", list, [])
    asked = [*safeguards] if asked == [ALL] else asked
    for one, known in (
        (one, known) for listed, known in ((needs, tuple(Needed)), (asked, safeguards)) for one in listed
    ):
        if one not in known:
            raise entry.refuse(f"“{one}” is not known here. Known are {', '.join(known)}.")
    way = Way(
        code=entry.get("code", str),
        names=entry.words("name"),
        sources=tuple(entry.get("from", list)),
        target=entry.one_of("to", tuple(stages)),
        needs=tuple(Needed(one) for one in needs),
        safeguards=tuple(asked),
        why=entry.get("why", bool, False),
    )
    entry.done()
    return way
