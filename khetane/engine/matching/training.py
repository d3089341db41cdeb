"""A Splink model of the tables at hand: what they say themselves, held by where we begin while they are small.

EM is trained on blocks that do not fix the names, and on one that fixes only them for the rest. Never on homes: those who
share a home are mostly relatives, and EM would take them for one person.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from khetane.engine.matching.comparisons import Comparison
from khetane.engine.matching.store import KEYS

# How many pairs or persons of experience the beginning counts for.
MATCHES_BEFORE, STRANGERS_BEFORE, NAMED_BEFORE = 200.0, 20_000.0, 500.0
SAMPLED_PAIRS, TRAINED_PAIRS = 5e5, 3e5
FEWEST_MATCHES = 20.0
SEED = 1

# What is trained on which pairs; a comparison of what a block fixes learns nothing there. The block names the very columns that
# are compared: of others Splink does not know that they are fixed, and takes every pair for one person.
BLOCKS = {
    "birth_date": "l.birth = r.birth and l.birth_year is not null",
    "document": "l.document = r.document",
    "given_name": "l.given = r.given and l.family = r.family",
}
LEARNT = {
    "birth_date": ("given_name", "family_name", "sex", "address", "settlement", "document"),
    "document": ("given_name", "family_name", "birth_date", "sex", "address", "settlement"),
    "given_name": ("birth_date",),
}
# Of those with the same names many were born far apart who are father and son: no more than this of one person's records are.
MOST_FAR_APART = 0.05


@dataclass(frozen=True, slots=True)
class Sides:
    """How many persons stand in the tables: in one of them, or in two that are linked."""

    a: int
    b: int | None = None

    @property
    def pairs(self) -> float:
        return self.a * (self.a - 1) / 2 if self.b is None else float(self.a) * self.b

    @property
    def most(self) -> float:
        """How many pairs of one person there may be before anybody looked: one in ten, or half of the smaller table."""
        return max(self.a / 10 if self.b is None else min(self.a, self.b) / 2, 0.5)


def trained(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], sides: Sides
) -> tuple[Comparison, ...]:
    """The comparisons with the probabilities that the tables and the beginning together give."""
    _quiet()
    strangers = _strangers(connection, comparisons, sides)
    seen: dict[str, list[tuple[float, list[float]]]] = {}
    for block, names in _blocks(comparisons):
        for name, matches, m in _learnt(connection, strangers, sides, block, names):
            seen.setdefault(name, []).append((matches, m))
    return tuple(_held(one, seen.get(one.name, ())) for one in strangers)


def linker(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Iterable[Comparison],
    sides: Sides,
    *,
    tables: str = "taught",
    **more: Any,
) -> Linker:
    """Splink over `taught` or `persons`, with the frequencies that `frequencies` wrote."""
    comparisons = tuple(comparisons)
    api = DuckDBAPI(connection)
    settings = {
        "link_type": "dedupe_only" if sides.b is None else "link_only",
        "unique_id_column_name": "n",
        "source_dataset_column_name": "side",
        "probability_two_random_records_match": min(0.5, sides.most / max(sides.pairs, 1.0)),
        "comparisons": [one.settings() for one in comparisons],
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.{key} = r.{key}", "sql_dialect": "duckdb"} for key in KEYS
        ],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "max_iterations": 20,
    } | more
    frames = [
        api.register(table) for table in ([tables] if sides.b is None else [f"{tables}_a", f"{tables}_b"])
    ]
    made = Linker(
        frames if sides.b is not None else frames[0],
        settings,
        log_level=logging.ERROR,
        validate_settings=False,
    )
    for one in comparisons:
        if one.rare:
            made.table_management.register_term_frequency_lookup(api.register(f"rare_{one.rare}"), one.rare)
    return made


def frequencies(connection: duckdb.DuckDBPyConnection, comparisons: Iterable[Comparison]) -> None:
    """Write how common each value is, as `rare_COLUMN`; a small table is no measure of that, the beginning holds it.

    What only a crowd has is counted in the crowd, the rest without it.
    """
    for one in comparisons:
        if one.rare:
            column, before = one.rare, NAMED_BEFORE * one.levels[0].u
            connection.execute(
                f"create or replace table rare_{column} as select {column}, "
                f"(coalesce(nullif(count(*) filter (not crowd), 0), count(*)) + ?::double) / "
                f"((select count({column}) from taught) + {NAMED_BEFORE}) as tf_{column} "
                f"from persons where {column} is not null group by {column}",
                [before],
            )


def _quiet() -> None:
    """Splink tells how its training went; whoever matches two files cannot do anything with it."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="splink")


def _strangers(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], sides: Sides
) -> tuple[Comparison, ...]:
    frequencies(connection, comparisons)
    one = linker(connection, comparisons, sides)
    one.training.estimate_u_using_random_sampling(
        max_pairs=SAMPLED_PAIRS, seed=SEED, min_count_per_level=None
    )
    sampled = min(SAMPLED_PAIRS, sides.pairs)
    found = _probabilities(one, "u_probability")
    learnt = []
    for comparison in comparisons:
        before = [level.u for level in comparison.levels]
        u = _blended(before, STRANGERS_BEFORE, found[comparison.name], sampled)
        learnt.append(comparison.trained([level.m for level in comparison.levels], u))
    frequencies(connection, learnt)
    return tuple(learnt)


def _blocks(comparisons: Sequence[Comparison]) -> list[tuple[str, tuple[str, ...]]]:
    there = {one.name for one in comparisons}
    named = there >= {"given_name", "family_name"}
    return [
        (rule, tuple(name for name in LEARNT[field] if name in there))
        for field, rule in BLOCKS.items()
        if field in there and (named or field != "given_name") and there.intersection(LEARNT[field])
    ]


def _learnt(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    sides: Sides,
    block: str,
    names: tuple[str, ...],
) -> Iterable[tuple[str, float, list[float]]]:
    """What EM on a block says of `m`, with how many pairs of one person it says it by; nothing where there are too few."""
    pairs = _pairs_in(connection, block, sides)
    if pairs < FEWEST_MATCHES:
        return
    one = linker(connection, comparisons, sides)
    session = one.training.estimate_parameters_using_expectation_maximisation(
        block, estimate_without_term_frequencies=True, max_pairs=TRAINED_PAIRS
    )
    matches = session.core_model_settings.probability_two_random_records_match * min(pairs, TRAINED_PAIRS)
    if matches < FEWEST_MATCHES:
        return
    found = _probabilities(one, "m_probability")
    yield from ((name, matches, found[name]) for name in names)


def _pairs_in(connection: duckdb.DuckDBPyConnection, block: str, sides: Sides) -> float:
    across = "l.n < r.n" if sides.b is None else "l.side < r.side"
    [[pairs]] = connection.execute(
        f"select count(*) from (select 1 from taught l join taught r on {block} where {across} limit {int(TRAINED_PAIRS)})"
    ).fetchall()
    return float(pairs)


def _probabilities(one: Linker, kind: str) -> dict[str, list[float]]:
    """The probabilities of each comparison's levels; 0 where Splink has seen none."""
    saved = one.misc.save_model_to_json()
    return {
        comparison["output_column_name"]: [
            value if isinstance(value := level.get(kind), float) else 0.0
            for level in comparison["comparison_levels"]
            if not level.get("is_null_level")
        ]
        for comparison in saved["comparisons"]
    }


def _blended(before: list[float], weight: float, found: list[float], seen: float) -> list[float]:
    total = sum(found)
    if not total:
        return before
    mixed = [
        (weight * was + seen * is_ / total) / (weight + seen) for was, is_ in zip(before, found, strict=True)
    ]
    return [one / sum(mixed) for one in mixed]


def _held(comparison: Comparison, seen: Sequence[tuple[float, list[float]]]) -> Comparison:
    m = [level.m for level in comparison.levels]
    weight = MATCHES_BEFORE
    for matches, found in seen:
        m = _blended(m, weight, found, matches)
        weight += matches
    if comparison.name == "birth_date":
        m[-1] = min(m[-1], MOST_FAR_APART)
    return comparison.trained(m, [level.u for level in comparison.levels])


def without_matches(comparisons: Sequence[Comparison], share: float) -> tuple[Comparison, ...] | None:
    """The comparisons where `u` counts strangers alone, of whom pairs of one person were a `share`; None where it matters nowhere.

    The pairs that Splink takes for strangers hold some of one person. In a small table with many of them that is most of those that agree.
    """
    if not any(share * level.m > level.u / 20 for one in comparisons for level in one.levels):
        return None
    return tuple(_without_matches(one, share) for one in comparisons)


def _without_matches(one: Comparison, share: float) -> Comparison:
    u = [max(level.u - share * level.m, level.u / 20) for level in one.levels]
    return one.trained([level.m for level in one.levels], [value / sum(u) for value in u])
