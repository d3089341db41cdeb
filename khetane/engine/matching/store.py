"""The tables to match, kept on disk by DuckDB within a limit of memory.

Nothing is fetched: DuckDB neither looks for extensions nor loads any.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from khetane.engine.matching.features import Features, features
from khetane.engine.matching.refusal import Unmatchable
from khetane.engine.matching.table import Row

AT_ONCE = 20_000
# Pairs that one blocking key may make: values so common that more would come are not looked up under it.
PAIRS_A_KEY = 12_000_000

_KINDS = {
    **dict.fromkeys(("given_words", "family_words", "address_words"), pa.list_(pa.string())),
    **dict.fromkeys(("birth_year", "birth_month"), pa.int32()),
    "bad_date": pa.bool_(),
}
SCHEMA = pa.schema(
    [("n", pa.int64()), ("side", pa.string()), ("line", pa.int64()), ("id", pa.string())]
    + [(name, _KINDS.get(name, pa.string())) for name in Features._fields]
)
# One word of a name, in the order in which two persons' are compared: it does not matter which of them was called the family's.
_SOUNDS = "least(given_class, family_class) || '|' || greatest(given_class, family_class)"
_TURNED_DAY = (
    "least(substr(birth, 5, 2), substr(birth, 7, 2)) || greatest(substr(birth, 5, 2), substr(birth, 7, 2))"
)
KEYS = {
    "key_document": "document",
    "key_names": _SOUNDS,
    "key_birth": "case when birth_month is not null then birth end",
    "key_turned": f"case when birth is not null then substr(birth, 1, 4) || {_TURNED_DAY} || '|' || least(left(given_class, 1), left(family_class, 1)) end",
    "key_given": "given_skeleton || '|' || birth_year || '|' || left(family_class, 1)",
    "key_family": "family_skeleton || '|' || birth_year || '|' || left(given_class, 1)",
    "key_given_there": "given_skeleton || '|' || left(settlement, 4)",
    "key_family_there": "family_skeleton || '|' || left(settlement, 4)",
    "key_home": "address || '|' || coalesce(settlement, '')",
}


def opened(folder: Path, memory: str) -> duckdb.DuckDBPyConnection:
    """A database of its own in `folder`, which whoever asked removes."""
    connection = duckdb.connect(
        ":memory:",
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
    )
    connection.execute(f"set memory_limit = '{memory}'")
    connection.execute(f"set temp_directory = '{folder / 'spilled'}'")
    connection.execute(f"set threads = {min(4, os.cpu_count() or 1)}")
    connection.execute("set preserve_insertion_order = false")
    return connection


def take(connection: duckdb.DuckDBPyConnection, tables: Iterable[tuple[str, Iterable[Row]]]) -> int:
    """Store the rows of each table (its side, "a" or "b") as `persons`; how many birth dates are no days."""
    bad = 0
    connection.register("batch", SCHEMA.empty_table())
    connection.execute("create table raw as select * from batch")
    for batch in _batches(tables):
        bad += sum(batch.column("bad_date").to_pylist())
        connection.register("batch", batch)
        connection.execute("insert into raw select * from batch")
    connection.unregister("batch")
    keys = ", ".join(f"{made} as {name}" for name, made in KEYS.items())
    connection.execute(f"create table persons as select *, {keys} from raw")
    connection.execute("drop table raw")
    return bad


def _batches(tables: Iterable[tuple[str, Iterable[Row]]]) -> Iterator[pa.RecordBatch]:
    number = 0
    for side, rows in tables:
        left = iter(rows)
        while some := list(islice(left, AT_ONCE)):
            made = [(number + at, side, row.line, row.id, *features(row)) for at, row in enumerate(some)]
            number += len(some)
            yield pa.RecordBatch.from_arrays(
                [
                    pa.array(values, field.type)
                    for values, field in zip(zip(*made, strict=True), SCHEMA, strict=True)
                ],
                schema=SCHEMA,
            )


def check_ids(connection: duckdb.DuckDBPyConnection, names: dict[str, str]) -> None:
    """Unmatchable when an id stands twice in one table; `names` are the files of the sides."""
    twice = connection.execute(
        "select side, id, min(line), max(line) from persons group by side, id having count(*) > 1 order by 3 limit 1"
    ).fetchone()
    if twice:
        side, id, first, last = twice
        raise Unmatchable(
            f"The id {id!r} stands twice in {names[side]} (lines {first} and {last}). Give every row an id of its own: "
            "the answer could not say which is meant."
        )


def limit_keys(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Empty the keys under which too many stand; how many persons are not looked up under each key."""
    emptied = {}
    for key in KEYS:
        most = connection.execute(_MOST.format(key=key), [PAIRS_A_KEY]).fetchone()
        limit = most[0] if most else None
        if limit is not None:
            emptied[key] = connection.execute(_EMPTY.format(key=key), [limit]).fetchall()[0][0]
    return emptied


_MOST = """
    with sizes as (select count(*) as size from persons where {key} is not null group by {key}),
    sums as (select size, sum(size * (size - 1) / 2) over (order by size) as pairs from sizes)
    select min(size) from sums where pairs > ?
"""
_EMPTY = """
    update persons set {key} = null
    where {key} in (select {key} from persons where {key} is not null group by {key} having count(*) >= ?)
"""
