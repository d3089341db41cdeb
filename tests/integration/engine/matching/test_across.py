"""How likely a pair across units is follows from its two records, whoever else is recorded."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.matching.population import entries
from khetane.engine.matching.across import match_across
from khetane.engine.matching.columns import FIELDS
from khetane.engine.matching.table import Row

Units = Mapping[str, list[Row]]
Found = dict[frozenset[str], float]
LEAST = 0.01


def register() -> dict[str, list[Row]]:
    """Three units; every second person who is entered again is entered by the next one."""
    units: dict[str, list[Row]] = {"1": [], "2": [], "3": []}
    for line, one in enumerate(entries(900, again=0.3, seed=5), 2):
        home = int(one.family) % 3
        again = one.id != one.who and line % 2
        units[str((home + again) % 3 + 1)].append(Row(line, *(one.row[field] for field in FIELDS)))
    return units


def found(units: Units, among: frozenset[str] | None = None) -> Found:
    pairs = match_across(units.items(), threshold=LEAST)
    return {
        frozenset((pair.id_a, pair.id_b)): pair.probability
        for pair in pairs
        if among is None or among >= {pair.id_a, pair.id_b}
    }


def test_a_third_units_records_change_nothing() -> None:
    units = register()
    two = {name: units[name] for name in ("1", "2")}
    alone = found(two)
    ids = frozenset(row.id for rows in two.values() for row in rows)
    assert len(alone) > 20
    assert found(units, ids) == alone
    listed = [row._replace(id=f"{row.id} {at}") for row in two["1"][:60] for at in range(30)]
    assert found(two | {"3": listed}, ids) == alone
    assert found({"1": two["1"] + listed, "2": two["2"]}, ids) == alone


def test_persons_of_two_units_are_found_and_those_of_one_are_not_compared() -> None:
    units = register()
    unit_of = {row.id: name for name, rows in units.items() for row in rows}
    pairs = {pair: probability for pair, probability in found(units).items() if probability >= 0.5}
    assert all(len({unit_of[one] for one in pair}) == 2 for pair in pairs)
    same = {pair for pair in pairs if len({one.removesuffix("-again") for one in pair}) == 1}
    truth = [one for one in unit_of if one.endswith("-again") and unit_of[one] != unit_of[one[:-6]]]
    assert len(same) >= 0.97 * len(pairs)
    assert len(same) >= 0.75 * len(truth)


def test_one_unit_has_no_pairs_across() -> None:
    assert found({"1": register()["1"]}) == {}
    assert found({}) == {}
