"""The same register kept by units: each looked through by itself, as every night, beside all of it at once (docs/adr/0612)."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

from benchmarks.matching.population import HOUSEHOLDS_A_SETTLEMENT, entries
from khetane.engine.matching.across import match_across
from khetane.engine.matching.columns import FIELDS
from khetane.engine.matching.matching import Pair, match_rows
from khetane.engine.matching.table import Row

# Of those entered again so many are entered by another unit.
ELSEWHERE = 0.3
Truth = set[frozenset[str]]


def write(path: Path, persons: int, units: int, seed: int = 1) -> tuple[int, Truth, Truth]:
    """Write the register as CSV, the unit first; how many rows, and the pairs that are one person: in a unit, and across two."""
    random = Random(seed)
    within: Truth = set()
    across: Truth = set()
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for one in entries(persons, seed=seed):
            unit = home = int(one.family) // HOUSEHOLDS_A_SETTLEMENT % units
            if one.id != one.who:
                if random.random() < ELSEWHERE:
                    unit = (home + random.randrange(1, units)) % units
                (within if unit == home else across).add(frozenset((one.who, one.id)))
            writer.writerow([unit, *(one.row[field] for field in FIELDS)])
            rows += 1
    return rows, within, across


def read(path: Path) -> dict[str, list[Row]]:
    """The rows of each unit."""
    units = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as stream:
        for line, (unit, *row) in enumerate(csv.reader(stream), 1):
            units[unit].append(Row(line, *row))
    return dict(units)


def apart(units: Mapping[str, list[Row]], least: float) -> Iterable[tuple[str, Pair]]:
    """Each unit by itself, and pairs across units by what is shipped."""
    for rows in units.values():
        yield from (("within", pair) for pair in match_rows(rows, threshold=least))
    yield from (("across", pair) for pair in match_across(units.items(), threshold=least))


def together(units: Mapping[str, list[Row]], least: float) -> Iterable[tuple[str, Pair]]:
    """All units at once, by a model that all of them taught."""
    unit_of = {row.id: unit for unit, rows in units.items() for row in rows}
    for pair in match_rows([row for rows in units.values() for row in rows], threshold=least):
        yield "within" if unit_of[pair.id_a] == unit_of[pair.id_b] else "across", pair


WAYS = {"apart": apart, "together": together}


def match(way: str, path: Path, out: Path, least: float) -> None:
    """Write the pairs of `within` and `across` beside `out`."""
    found = defaultdict(list)
    for kind, pair in WAYS[way](read(path), least):
        found[kind].append(pair)
    for kind in ("within", "across"):
        with out.with_suffix(f".{kind}").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["id_a", "id_b", "probability"])
            writer.writerows([pair.id_a, pair.id_b, pair.probability] for pair in found[kind])
