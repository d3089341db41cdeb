"""Matching two tables, or one with itself: pairs of rows with the probability that they are one person."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from khetane.engine.matching import crowds, relatives, store, training
from khetane.engine.matching.columns import Columns
from khetane.engine.matching.comparisons import COLUMN_OF, Comparison, comparisons_of
from khetane.engine.matching.table import Row, rows
from khetane.engine.matching.training import Sides

MEMORY = "2GB"
THRESHOLD = 0.5
# Pairs that are less likely than this are no longer looked at, however many there are of them.
LEAST_BITS = -12.0


@dataclass(frozen=True, slots=True)
class Table:
    """A file with persons, and which of its columns holds what."""

    path: Path
    columns: Columns
    encoding: str | None = None

    def rows(self) -> Iterator[Row]:
        return rows(self.path, self.columns, self.encoding)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that may be one person."""

    id_a: str
    id_b: str
    probability: float


@dataclass(frozen=True, slots=True)
class Report:
    """What was read and found. `crowded`: how many persons were not looked up under a key, since too many share it."""

    rows_a: int
    rows_b: int | None
    pairs: int
    bad_dates: int
    crowded: dict[str, int]


def match_files(
    a: Table, b: Table | None, out: Path, *, threshold: float = THRESHOLD, memory: str = MEMORY
) -> Report:
    """Write the pairs as CSV (id_a, id_b, probability), the likeliest first; Unmatchable when a file cannot be read."""
    tables = {"a": a} if b is None else {"a": a, "b": b}
    with database(memory) as connection:
        bad = store.take(connection, ((side, table.rows()) for side, table in tables.items()))
        store.check_ids(connection, {side: table.path.name for side, table in tables.items()})
        sides, crowded = prepare(connection, linked=b is not None)
        taught = crowds.set_apart(connection, sides)
        weigh(connection, taught)
        written = 0
        with out.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(["id_a", "id_b", "probability"])
            for pair in likely(connection, taught, threshold):
                writer.writerow([pair.id_a, pair.id_b, f"{pair.probability:.6f}"])
                written += 1
    return Report(sides.a, sides.b, written, bad, crowded)


def match_rows(
    people: Iterable[Row], *, threshold: float = THRESHOLD, memory: str = MEMORY
) -> Iterator[Pair]:
    """The pairs among `people`, whose ids are unlike one another, the likeliest first."""
    with database(memory) as connection:
        store.take(connection, [("a", people)])
        sides, _ = prepare(connection, linked=False)
        taught = crowds.set_apart(connection, sides)
        weigh(connection, taught)
        yield from likely(connection, taught, threshold)


@contextmanager
def database(memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database that is gone from the disk afterwards: it holds persons."""
    with (
        TemporaryDirectory(prefix="khetane-match-") as folder,
        store.opened(Path(folder), memory) as connection,
    ):
        yield connection


def prepare(connection: duckdb.DuckDBPyConnection, *, linked: bool) -> tuple[Sides, dict[str, int]]:
    """Set `persons` ready; how many they are on each side, and how many of them are too alike to be looked up by a key."""
    crowded = store.limit_keys(connection)
    counted = dict(connection.execute("select side, count(*) from persons group by side").fetchall())
    return Sides(counted.get("a", 0), counted.get("b", 0) if linked else None), crowded


def weigh(connection: duckdb.DuckDBPyConnection, sides: Sides) -> None:
    """Write the pairs that share a key as `weighed`: both numbers, bits for one person and bits for relatives.

    `sides` are those who teach; `weighed` marks the pairs of a crowd.
    """
    known = [
        field for field, column in COLUMN_OF.items()
        if connection.execute(f"select count({column}) from taught").fetchall()[0][0]
    ]  # fmt: skip
    comparisons = comparisons_of(frozenset(known))
    if not comparisons or sides.pairs < 1:
        connection.execute("create table weighed (l bigint, r bigint, w double, kin double, crowd boolean)")
        return
    model = training.trained(connection, comparisons, sides)
    score(connection, model, sides)
    matches = relatives.settle(connection, sides, sees_homes="address" in known).same
    alone = training.without_matches(model, matches / sides.pairs)
    if alone is not None:
        training.frequencies(connection, alone)
        score(connection, alone, sides)


def score(connection: duckdb.DuckDBPyConnection, model: Sequence[Comparison], sides: Sides) -> None:
    """Write `weighed` by a model."""
    splink = training.linker(
        connection, model, sides, tables="persons", additional_columns_to_retain=["crowd"]
    )
    scored = splink.inference.predict(threshold_match_weight=LEAST_BITS, warning_mode="never")
    against_strangers = " + ".join(
        f"mw_{one.name} + mw_tf_adj_{one.name}" if one.rare else f"mw_{one.name}" for one in model
    )
    connection.execute(
        f"create or replace table weighed as select n_l as l, n_r as r, {against_strangers} as w, "
        f"{relatives.against_relatives(model)} as kin, crowd_l or crowd_r as crowd from {scored.physical_name}"
    )
    scored.drop_table_from_database_and_remove_from_cache()


def likely(connection: duckdb.DuckDBPyConnection, sides: Sides, threshold: float) -> Iterator[Pair]:
    """The pairs of `weighed` that are one person with a probability of `threshold` or more, the likeliest first."""
    sees_homes = connection.execute("select count(address) > 0 from taught").fetchall()[0][0]
    mix = relatives.settle(connection, sides, sees_homes=sees_homes)
    found = connection.execute(
        f"select a.id, b.id, round({relatives.probability(mix, sides)}, 6) as p from weighed join persons a on a.n = least(l, r) "
        "join persons b on b.n = greatest(l, r) where p >= ? order by p desc, a.id, b.id",
        [threshold],
    )
    while some := found.fetchmany(store.AT_ONCE):
        yield from (Pair(*one) for one in some)
