"""A list that was entered wrongly must not change what is said of everybody else."""

from __future__ import annotations

from benchmarks.matching.population import entries
from khetane.engine.matching.columns import FIELDS
from khetane.engine.matching.matching import match_rows
from khetane.engine.matching.table import Row

CROWD = 130


def register() -> list[Row]:
    """Families as units write them down where homes have no address and few showed a document."""
    rows = [
        Row(line, *(one.row[field] for field in FIELDS))
        for line, one in enumerate(entries(2500, again=0.004, seed=3), 2)
    ]
    return [row._replace(address="", document="") for row in rows]


def placeholders(born: str = "") -> list[Row]:
    """Many persons of one home with one name, as bad lists have them; born in other years, or all on one day."""
    return [
        Row(
            10_000 + at, f"crowd {at}", f"Име{at}", "Многобројни", born or f"{1950 + at % 70}-05-05", "m", "", "Бела Паланка", "",
        )
        for at in range(CROWD)
    ]  # fmt: skip


def others(rows: list[Row]) -> dict[tuple[str, str], float]:
    """What is found among those who are no placeholder."""
    return {
        (pair.id_a, pair.id_b): pair.probability
        for pair in match_rows(rows)
        if not (pair.id_a + pair.id_b).count("crowd")
    }


def test_others_are_told_the_same_with_a_crowd_and_without() -> None:
    people = register()
    alone = others(people)
    assert alone
    assert others([*people, *placeholders()]) == alone
    assert others([*people[:700], *placeholders("1890-07-07"), *people[700:]]) == alone


def test_a_table_that_is_one_crowd_is_still_compared() -> None:
    alike = [row._replace(given_name="Ана", birth_date="1990-03-04") for row in placeholders()[:30]]
    assert len(list(match_rows(alike))) == 30 * 29 / 2
