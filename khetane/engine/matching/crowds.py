"""Persons who share so much with so many that they cannot all be persons as others are: placeholders, a list read into one home.

One bad list holds more pairs than there are true ones in a country. Whoever stands in a crowd is compared as everybody is, and
teaches nothing: what the others are told is what they would be told without her.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import duckdb

from khetane.engine.matching.training import Sides

# So many may share a value in a small table; in a large one common names and days are met oftener.
ALWAYS, OF_THE_ROOT = 20, 0.3
SHARED = (
    "given || '|' || family",
    "document",
    "birth",
    "family || '|' || address || '|' || coalesce(settlement, '')",
)
_MARK = """
    update persons set crowd = true where {shared} in (
        select {shared} from persons where {shared} is not null group by {shared} having count(*) > ?)
"""
# Numbered anew: Splink samples by number, and a crowd in between must not change who is sampled.
_TAUGHT = """
    create table taught as
    select * replace (row_number() over (order by n) - 1 as n) from persons where not crowd order by n
"""


def set_apart(connection: duckdb.DuckDBPyConnection, sides: Sides) -> Sides:
    """Mark who stands in a crowd, `persons.crowd`; how many are left, whom the table `taught` holds.

    Where nobody would be left nobody is marked: a table that is one crowd has nobody else to mislead.
    """
    most = max(ALWAYS, int(OF_THE_ROOT * sqrt(sides.a + (sides.b or 0))))
    connection.execute("alter table persons add column crowd boolean default false")
    for shared in SHARED:
        connection.execute(_MARK.format(shared=shared), [most])
    left = _left(connection, sides)
    if left.pairs < 1:
        connection.execute("update persons set crowd = false")
        left = sides
    connection.execute(_TAUGHT)
    if sides.b is not None:
        for side in "ab":
            for table in ("persons", "taught"):
                connection.execute(
                    f"create view {table}_{side} as select * from {table} where side = '{side}'"
                )
    return left


def _left(connection: duckdb.DuckDBPyConnection, sides: Sides) -> Sides:
    counted = dict(
        connection.execute("select side, count(*) from persons where not crowd group by side").fetchall()
    )
    left = replace(sides, a=counted.get("a", 0))
    return left if sides.b is None else replace(left, b=counted.get("b", 0))
