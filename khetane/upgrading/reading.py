"""The kinds of process: one YAML file each, read strictly. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from khetane.cases.procedures.definition import Status
from khetane.core.definitions import Entry, read_yaml
from khetane.core.ways import in_order, machine_of, read_stages
from khetane.upgrading.definition import (
    Jurisdiction,
    Needed,
    Phase,
    ProcessRules,
    ProcessType,
    ProcessWay,
    Safeguard,
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
    versions = in_order(entry, tuple(read_rules(one, file.stem) for one in entry.each("versions")))
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
    stages = read_stages(entry, Phase)
    ways = tuple(read_way(one, stages, safeguards) for one in entry.each("steps"))
    machine = machine_of(entry, kind, stages, ways)
    rules = ProcessRules(
        version=entry.get("version", str),
        valid_from=entry.get("valid_from", date),
        status=Status(entry.one_of("status", tuple(Status))),
        source=entry.words("source"),
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
        legal_basis=entry.words("legal_basis"),
        status=Status(entry.one_of("status", tuple(Status))),
        source=entry.words("source"),
    )
    entry.done()
    return economy, jurisdiction


def read_safeguard(entry: Entry) -> Safeguard:
    safeguard = Safeguard(
        code=entry.get("code", str),
        names=entry.words("name"),
        source=entry.words("source"),
        status=Status(entry.one_of("status", tuple(Status))),
    )
    entry.done()
    return safeguard


def read_way(entry: Entry, stages: Collection[str], safeguards: Collection[str]) -> ProcessWay:
    needs, asked = entry.get("needs", list, []), entry.get("safeguards", list, [])
    asked = [*safeguards] if asked == [ALL] else asked
    for one, known in (
        (one, known) for listed, known in ((needs, tuple(Needed)), (asked, safeguards)) for one in listed
    ):
        if one not in known:
            raise entry.refuse(f"“{one}” is not known here. Known are {', '.join(known)}.")
    way = ProcessWay(
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
