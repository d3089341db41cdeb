"""Pairs across units: how likely two records are one person's follows from the two alone, and from what is shipped here.

Whatever is learnt from a register, or counted in it, tells of everybody in it: nothing is learnt here, no value is rare, no key too crowded
(docs/adr/0612). Instead of that the keys are narrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log2

from khetane.engine.matching import relatives, store
from khetane.engine.matching.comparisons import COLUMN_OF, Comparison, comparisons_of
from khetane.engine.matching.features import Features
from khetane.engine.matching.matching import MEMORY, THRESHOLD, Pair, database
from khetane.engine.matching.relatives import Mix
from khetane.engine.matching.table import Row
from khetane.engine.matching.training import Sides

# Each says two things at least, or a day of birth, so that few persons of a country share one.
KEYS = (
    "key_document",
    "key_birth",
    "key_turned",
    "key_given",
    "key_family",
    "key_given_there",
    "key_family_there",
    "key_home",
)
# As in a register of so many persons, of whom every twenty-fifth is recorded in another unit too.
PERSONS = Sides(100_000)
SHIPPED = Mix(same=PERSONS.a / 25, family=relatives.RELATIVES * PERSONS.a / 2)
# Whom two units have recorded has mostly moved; of strangers in two units few live in settlements of one name. Best level first: m, u.
HOMES_APART = {
    "settlement": ((0.50, 0.005), (0.03, 0.005), (0.47, 0.99)),
    "address": ((0.35, 0.001), (0.10, 0.01), (0.55, 0.989)),
}
COMPARISONS = tuple(
    one.trained(*map(list, zip(*HOMES_APART[one.name], strict=True))) if one.name in HOMES_APART else one
    for one in comparisons_of(frozenset(COLUMN_OF))
)


def match_across(
    units: Iterable[tuple[str, Iterable[Row]]], *, threshold: float = THRESHOLD, memory: str = MEMORY
) -> Iterator[Pair]:
    """The pairs of records of different `units` (a name and the rows), whose ids are unlike one another, the likeliest first."""
    with database(memory) as connection:
        store.take(connection, units)
        connection.execute("create table found (id_a varchar, id_b varchar, p double)")
        for number, key in enumerate(KEYS):
            connection.execute(f"insert into found {_scored(key, KEYS[:number])}", [threshold])
        found = connection.execute("select * from found order by p desc, id_a, id_b")
        while some := found.fetchmany(store.AT_ONCE):
            yield from (Pair(*one) for one in some)


def _scored(key: str, before: tuple[str, ...]) -> str:
    """SQL: the pairs that share a key and none of those `before` it, with their probability."""
    read = ", ".join(f"{side}.{name} as {name}_{side}" for side in "lr" for name in ("id", *Features._fields))
    anew = "".join(f" and not coalesce(l.{one} = r.{one}, false)" for one in before)
    pairs = f"select {read} from persons l join persons r on l.{key} = r.{key} and l.side < r.side{anew}"
    levels = ", ".join(_level(one) for one in COMPARISONS)
    weights = ", ".join(_weight(one) for one in COMPARISONS)
    against_strangers = " + ".join(f"mw_{one.name}" for one in COMPARISONS)
    return f"""
        select id_l, id_r, round({relatives.probability(SHIPPED, PERSONS)}, 6) as p from (
            select id_l, id_r, {against_strangers} as w, {relatives.against_relatives(COMPARISONS)} as kin from (
                select *, {weights} from (select *, {levels} from ({pairs}))))
        where p >= ?
    """


def _level(one: Comparison) -> str:
    """SQL: the number of the level at which two agree, -1 where one of them is not known."""
    *better, _ = (
        f"when {level.condition} then {one.gamma(number)}" for number, level in enumerate(one.levels)
    )
    return f"case when {one.unknown} then -1 {' '.join(better)} else 0 end as gamma_{one.name}"


def _weight(one: Comparison) -> str:
    """SQL: the bits of that level for one person, and none for a value that is rare: it is rare among others."""
    bits = " ".join(
        f"when {one.gamma(number)} then {log2(level.m / level.u):.6f}"
        for number, level in enumerate(one.levels)
    )
    return f"case gamma_{one.name} {bits} else 0.0 end as mw_{one.name}, 0.0 as mw_tf_adj_{one.name}"
