"""The catalogue of services: one YAML file, read strictly. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from khetane.cases.services.definition import Catalogue, ServiceRules, ServiceType
from khetane.core.definitions import Entry, Words, read_yaml
from khetane.core.mandates import Area

SHIPPED = Path(__file__).with_name("catalogue.yaml")
ASKS = ("child_year",)


@cache
def shipped() -> Catalogue:
    """The services that come with Khetane."""
    return read_file(SHIPPED)


def read_file(file: Path) -> Catalogue:
    """The services of a file. Raises WrongDefinition."""
    top = read_yaml(file)
    words = Entry(f"{file.name}, units", top.get("units", dict))
    units = {code: words.words(code) for code in words.values}
    types = Entry(f"{file.name}, types", top.get("types", dict))
    top.done()
    return Catalogue(
        {
            code: read_type(code, Entry(f"{file.name}, {code}", types.get(code, dict)), units)
            for code in types.values
        },
        units,
    )


def read_type(code: str, entry: Entry, units: Mapping[str, Words]) -> ServiceType:
    versions = tuple(read_rules(one, units) for one in entry.each("versions"))
    if not versions:
        raise entry.refuse("no version of its rules. Give at least one.")
    if any(older.valid_from >= newer.valid_from for older, newer in pairwise(versions)):
        raise entry.refuse("the versions are not in the order of “valid_from”. Put the oldest first.")
    kind = ServiceType(
        code=code,
        names=entry.words("name"),
        area=entry.one_of("area", tuple(Area.values)),
        versions=versions,
        valid_to=entry.get("valid_to", date) if "valid_to" in entry.values else None,
    )
    entry.done()
    if kind.valid_to and kind.valid_to < versions[-1].valid_from:
        raise entry.refuse(
            f"“valid_to” is {kind.valid_to}, before its last version begins. Mend one of the two."
        )
    return kind


def read_rules(entry: Entry, units: Mapping[str, Words]) -> ServiceRules:
    rules = ServiceRules(
        valid_from=entry.get("valid_from", date),
        unit=entry.one_of("unit", tuple(units)),
        ends_need=entry.get("ends_need", bool, False),
        group=entry.get("group", bool, False),
        money=entry.get("money", bool, False),
        asks=tuple(entry.get("asks", list, [])),
        indicators=tuple(entry.get("indicators", list, [])),
    )
    entry.done()
    for asked in rules.asks:
        if asked not in ASKS:
            raise entry.refuse(f"“asks” names “{asked}”; known are {', '.join(ASKS)}.")
    return rules
