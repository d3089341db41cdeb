"""One person, two strangers, or two of a family: twins share a name, a day and a home, and are not one person.

Splink weighs one person against two strangers, as if what a family shares agreed by chance. Here relatives are the
third explanation: the weight of each level against them is known, and EM over the pairs that share a key says how many
pairs of each kind there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

import duckdb

from khetane.engine.matching.comparisons import Comparison
from khetane.engine.matching.training import Sides

# Relatives of a person in the tables, before anybody looked; for how many persons of experience that counts.
RELATIVES, PERSONS_BEFORE = 3.0, 100.0
PAIRS_BEFORE = 1.0
ROUNDS = 30
ENOUGH = 0.001  # of change, where EM ends


@dataclass(frozen=True, slots=True)
class Mix:
    """How many pairs there are of one person, and of two of a family."""

    same: float
    family: float


def against_relatives(comparisons: Sequence[Comparison]) -> str:
    """SQL: log2 of how much likelier a pair's agreement is of relatives than of one person."""
    return " + ".join(_against(one) for one in comparisons)


def _against(one: Comparison) -> str:
    cases = []
    for number, level in enumerate(one.levels):
        bits = f"{log2(level.in_family / level.m):.6f}"
        if number == 0 and one.rare and level.family is None:
            bits = f"{bits} - mw_tf_adj_{one.name}"
        elif number == 0 and one.rare == "given":
            # A child is called after a parent now and then, however rare the name; else relatives share names as strangers do.
            bits = f"greatest({bits}, -mw_{one.name} - mw_tf_adj_{one.name})"
        cases.append(f"when gamma_{one.name} = {one.gamma(number)} then {bits}")
    return f"(case {' '.join(cases)} else 0 end)"


def settle(connection: duckdb.DuckDBPyConnection, sides: Sides, *, sees_homes: bool) -> Mix:
    """How many pairs are one person and how many relatives, by EM over the table `weighed` (w, kin) without a crowd's pairs.

    Without addresses relatives are not seen together: then they are as many as are taken for usual.
    """
    people = sides.a + (sides.b or 0)
    usual = RELATIVES * (people / 2 if sides.b is None else min(sides.a, sides.b))
    mix = Mix(sides.most, max(usual, PAIRS_BEFORE))
    for _ in range(ROUNDS):
        found = connection.execute(
            f"select coalesce(sum({probability(mix, sides)}), 0), coalesce(sum({probability(mix, sides, kin=True)}), 0) from weighed where not crowd"
        ).fetchone() or (0.0, 0.0)
        share = PERSONS_BEFORE / (people + PERSONS_BEFORE)
        family = share * usual + (1 - share) * found[1] if sees_homes else usual
        after = Mix(found[0] + PAIRS_BEFORE * min(1.0, sides.most), max(family, PAIRS_BEFORE))
        if (
            abs(after.same - mix.same) < ENOUGH * after.same
            and abs(after.family - mix.family) < ENOUGH * after.family
        ):
            return after
        mix = after
    return mix


def probability(mix: Mix, sides: Sides, *, kin: bool = False) -> str:
    """SQL over `w` (bits for one person against strangers) and `kin` (bits for relatives against one person)."""
    strangers = max(sides.pairs - mix.same - mix.family, sides.pairs / 4, 1.0)
    same = f"{log2(mix.same / strangers):.6f} + least(w, 200)"
    ratio = f"{log2(mix.family / mix.same):.6f} + kin"
    whole = f"(1 + pow(2, least({ratio}, 200)) + pow(2, -({same})))"
    return f"pow(2, least({ratio}, 200)) / {whole}" if kin else f"1 / {whole}"
