"""How two persons agree, level by level, and how often each level is met: between two records of one
person (`m`), of two strangers (`u`), of two of one family (`family`).

The probabilities are where a table begins: a large one says its own (`training`), in a small one these weigh more. They are
set from the register's own experience with names (benchmarks/search/weights.py) and from households of four to six.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement; `family` is None where relatives agree as strangers do."""

    label: str
    condition: str
    m: float
    u: float
    family: float | None = None

    @property
    def in_family(self) -> float:
        return self.u if self.family is None else self.family


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing about two persons, its best level first; `unknown` says when it cannot be compared.

    `rare` is the column of which a rare value that agrees says more than a common one.
    """

    name: str
    unknown: str
    levels: tuple[Level, ...]
    rare: str = ""

    def gamma(self, level: int) -> int:
        """The number Splink gives a level: the last is 0."""
        return len(self.levels) - 1 - level

    def settings(self) -> dict[str, Any]:
        """As Splink takes it."""
        return {
            "output_column_name": self.name,
            "comparison_levels": [
                {"sql_condition": self.unknown, "label_for_charts": "unknown", "is_null_level": True},
                *(self._settings_of(number, level) for number, level in enumerate(self.levels)),
            ],
        }

    def _settings_of(self, number: int, level: Level) -> dict[str, Any]:
        settings = {
            "sql_condition": level.condition,
            "label_for_charts": level.label,
            "m_probability": level.m,
            "u_probability": level.u,
        }
        if self.rare and number == 0:
            settings |= {"tf_adjustment_column": self.rare, "tf_adjustment_weight": 1.0}
        return settings

    def trained(self, m: list[float], u: list[float]) -> Comparison:
        """With other probabilities; relatives who agree as strangers do follow the new `u`."""
        levels = tuple(replace(level, m=m[at], u=u[at]) for at, level in enumerate(self.levels))
        return replace(self, levels=levels)


def _unknown(*columns: str) -> str:
    return " or ".join(f"{column}_{side} is null" for column in columns for side in "lr")


def _alike(one: str, other: str, least: float) -> str:
    return f"jaro_winkler_similarity({one}, {other}) >= {least}"


# Given name written as family name and the other way round. Counted once: where it holds, the family names say nothing more.
SWAPPED = (
    f"({_alike('given_l', 'family_r', 0.92)} and {_alike('family_l', 'given_r', 0.92)} "
    f"and not {_alike('given_l', 'given_r', 0.92)} and not {_alike('family_l', 'family_r', 0.92)})"
)


def _name(column: str) -> tuple[str, str, str]:
    """The conditions of a name: the same, nearly the same, somewhat alike."""
    left, right = f"{column}_l", f"{column}_r"
    close = (
        f"{_alike(left, right, 0.92)} or ({column}_skeleton_l = {column}_skeleton_r and {_alike(left, right, 0.8)}) "
        f"or list_has_any({column}_words_l, {column}_words_r)"
    )
    near = (
        f"{_alike(left, right, 0.82)} or ({column}_class_l = {column}_class_r and {_alike(left, right, 0.7)})"
    )
    return f"{left} = {right}", close, near


def _given() -> Comparison:
    same, close, near = _name("given")
    return Comparison(
        "given_name",
        _unknown("given"),
        (
            Level("the same", same, 0.835, 0.006, 0.03),
            Level("swapped", SWAPPED, 0.01, 0.00002),
            Level("close", close, 0.11, 0.006, 0.012),
            Level("alike", near, 0.03, 0.02),
            Level("another", "ELSE", 0.015, 0.968),
        ),
        rare="given",
    )


def _family() -> Comparison:
    same, close, near = _name("family")
    return Comparison(
        "family_name",
        f"{_unknown('family')} or coalesce({SWAPPED}, false)",
        (
            Level("the same", same, 0.82, 0.01, 0.80),
            Level("close", close, 0.09, 0.006, 0.06),
            Level("alike", near, 0.03, 0.02, 0.03),
            Level("another", "ELSE", 0.06, 0.964, 0.11),
        ),
        rare="family",
    )


_PARTS = "birth_year_l = birth_year_r and coalesce(birth_month_l = birth_month_r, true) and (birth_l is null or birth_r is null)"
_TURNED = (
    "substr(birth_l, 1, 4) = substr(birth_r, 1, 4) and substr(birth_l, 5, 2) = substr(birth_r, 7, 2) "
    "and substr(birth_l, 7, 2) = substr(birth_r, 5, 2)"
)
_SLIP = f"({_TURNED}) or damerau_levenshtein(birth_l, birth_r) = 1"
_NEAR = (
    "(birth_year_l = birth_year_r and (substr(birth_l, 5, 2) = substr(birth_r, 5, 2) or substr(birth_l, 7, 2) = substr(birth_r, 7, 2)))"
    " or (substr(birth_l, 5) = substr(birth_r, 5) and (abs(birth_year_l - birth_year_r) in (1, 2, 10, 20)"
    " or damerau_levenshtein(birth_l, birth_r) = 2)) or damerau_levenshtein(birth_l, birth_r) = 2"
)
_BIRTH = Comparison(
    "birth_date",
    "(birth_l is null and birth_year_l is null) or (birth_r is null and birth_year_r is null)",
    (
        Level("the same day", "birth_l = birth_r", 0.80, 0.0001, 0.02),
        Level("the same as far as known", _PARTS, 0.06, 0.004, 0.006),
        Level("one slip", _SLIP, 0.055, 0.0012, 0.006),
        Level("near", _NEAR, 0.04, 0.006, 0.02),
        Level("within two years", "abs(birth_year_l - birth_year_r) <= 2", 0.03, 0.06, 0.16),
        Level("another", "ELSE", 0.015, 0.9287, 0.788),
    ),
    rare="birth",
)
_SEX = Comparison(
    "sex",
    _unknown("sex"),
    (
        Level("the same", "sex_l = sex_r", 0.98, 0.5, 0.5),
        Level("another", "ELSE", 0.02, 0.5, 0.5),
    ),
)
_ADDRESS = Comparison(
    "address",
    _unknown("address"),
    (
        Level("the same", "address_l = address_r", 0.60, 0.002, 0.88),
        Level(
            "alike",
            f"{_alike('address_l', 'address_r', 0.9)} or "
            "2 * len(list_intersect(address_words_l, address_words_r)) >= "
            "greatest(len(address_words_l), len(address_words_r), 2)",
            0.15,
            0.01,
            0.06,
        ),
        Level("another", "ELSE", 0.25, 0.988, 0.06),
    ),
    rare="address",
)
_SETTLEMENT = Comparison(
    "settlement",
    _unknown("settlement"),
    (
        Level("the same", "settlement_l = settlement_r", 0.80, 0.05, 0.94),
        Level("alike", _alike("settlement_l", "settlement_r", 0.9), 0.05, 0.01, 0.02),
        Level("another", "ELSE", 0.15, 0.94, 0.04),
    ),
    rare="settlement",
)
_DOCUMENT = Comparison(
    "document",
    _unknown("document"),
    (
        Level("the same", "document_l = document_r", 0.85, 0.00001),
        Level(
            "one slip",
            "length(document_l) > 5 and damerau_levenshtein(document_l, document_r) = 1",
            0.07,
            0.0002,
        ),
        Level("another", "ELSE", 0.08, 0.99979),
    ),
)

# Where what is known of a field stands.
COLUMN_OF = {
    "given_name": "given",
    "family_name": "family",
    "birth_date": "coalesce(birth, birth_year::text)",
    "sex": "sex",
    "address": "address",
    "settlement": "settlement",
    "document": "document",
}
_BY_FIELD = {
    "given_name": _given(),
    "family_name": _family(),
    "birth_date": _BIRTH,
    "sex": _SEX,
    "address": _ADDRESS,
    "settlement": _SETTLEMENT,
    "document": _DOCUMENT,
}


def comparisons_of(fields: frozenset[str]) -> tuple[Comparison, ...]:
    """The comparisons that tables with these fields allow; Splink cannot look at columns that are nothing but empty."""
    return tuple(comparison for field, comparison in _BY_FIELD.items() if field in fields)
