"""Small tables, where the beginning weighs most, and a register of families, where the table says itself."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.matching.population import write
from khetane.engine.matching.columns import FIELDS
from khetane.engine.matching.matching import Table, match_files
from khetane.engine.matching.refusal import Unmatchable
from khetane.engine.matching.table import Row

COLUMNS = {field: (field,) for field in FIELDS}
PEOPLE = [
    Row(2, "dragana", "Драгана", "Ђорђевић", "12.3.1980.", "ж", "Ромска 5", "Орловско насеље", ""),
    Row(3, "latin", "Dragana", "Djordjevic", "1980-03-12", "f", "Romska 5", "Orlovsko naselje", ""),
    Row(4, "swapped", "Djordjević", "Dragana", "1980-12-03", "F", "", "Orlovsko", ""),
    Row(5, "twin", "Marko", "Jovanović", "2001-05-06", "m", "Ciganska 1", "Bangladeš", ""),
    Row(6, "other twin", "Stefan", "Jovanović", "2001-05-06", "m", "Ciganska 1", "Bangladeš", ""),
    Row(7, "father", "Rama", "Beriša", "1960-02-01", "m", "Deponija 2", "Deponija", ""),
    Row(8, "son", "Rama", "Berisha", "1985-07-09", "m", "Deponija 2", "Deponija", ""),
    Row(9, "year", "Sanija", "Demirović", "1990", "f", "", "Veliki Rit", ""),
    Row(10, "day", "Sanija", "Demirovic", "1990-04-21", "f", "", "Veliki rit", ""),
    Row(11, "no day", "Ana", "Petrović", "1999-13-45", "f", "", "", "123456"),
    Row(12, "no birth", "Anna", "Petrovic", "", "f", "", "", "123-456"),
    Row(13, "alone", "Zvonko", "Kovačević", "1944-11-30", "m", "Crvena 9", "Crvena zvezda", "998877"),
]


def test_of_few_the_same_are_found_and_twins_and_father_and_son_are_not(tmp_path: Path) -> None:
    match_files(as_csv(tmp_path / "a.csv", PEOPLE), None, tmp_path / "pairs.csv", threshold=0.01)
    among_few = read(tmp_path / "pairs.csv")[1:]
    assert {frozenset((a, b)) for a, b, probability in among_few if float(probability) >= 0.5} == {
        frozenset(("dragana", "latin")),
        frozenset(("dragana", "swapped")),
        frozenset(("latin", "swapped")),
        frozenset(("year", "day")),
        frozenset(("no day", "no birth")),
    }
    probabilities = [float(probability) for _, _, probability in among_few]
    assert probabilities == sorted(probabilities, reverse=True)


def as_csv(path: Path, people: Sequence[Row]) -> Table:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(FIELDS)
        writer.writerows(row[1:] for row in people)
    return Table(path, COLUMNS)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_two_tables_are_linked_and_ids_may_be_the_same_in_both(tmp_path: Path) -> None:
    again = [PEOPLE[1]._replace(id="dragana"), PEOPLE[4], PEOPLE[11]._replace(id="z")]
    out = tmp_path / "pairs.csv"
    report = match_files(
        as_csv(tmp_path / "a.csv", PEOPLE[:1] + PEOPLE[3:4] + PEOPLE[11:]),
        as_csv(tmp_path / "b.csv", again),
        out,
    )
    header, *pairs = read(out)
    assert header == ["id_a", "id_b", "probability"]
    assert {(a, b) for a, b, _ in pairs} == {("dragana", "dragana"), ("alone", "z")}
    assert (report.rows_a, report.rows_b, report.pairs) == (3, 3, 2)


def test_one_row_alone_matches_nobody(tmp_path: Path) -> None:
    report = match_files(as_csv(tmp_path / "a.csv", PEOPLE[:1]), None, tmp_path / "pairs.csv")
    assert (report.pairs, read(tmp_path / "pairs.csv")) == (0, [["id_a", "id_b", "probability"]])


def test_columns_that_are_empty_say_nothing(tmp_path: Path) -> None:
    bare = [Row(2, "1", "Ana", "Petrović", *[""] * 5), Row(3, "2", "Ana", "Petrovic", *[""] * 5)]
    assert (
        match_files(as_csv(tmp_path / "a.csv", bare), None, tmp_path / "pairs.csv", threshold=0).rows_a == 2
    )
    nameless = [Row(2, "1", *[""] * 7), Row(3, "2", *[""] * 7)]
    assert match_files(as_csv(tmp_path / "a.csv", nameless), None, tmp_path / "pairs.csv").pairs == 0


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    twice = as_csv(tmp_path / "a.csv", [PEOPLE[0], PEOPLE[3], PEOPLE[1]._replace(id="dragana")])
    with pytest.raises(Unmatchable, match=r"'dragana' stands twice in a.csv \(lines 2 and 4\)"):
        match_files(twice, None, tmp_path / "pairs.csv")


def test_in_a_register_of_families_the_same_are_found(tmp_path: Path) -> None:
    rows, truth = write(tmp_path / "register.csv", 3000, seed=7)
    out = tmp_path / "pairs.csv"
    report = match_files(Table(tmp_path / "register.csv", COLUMNS), None, out)
    pairs = {frozenset((a, b)) for a, b, _ in read(out)[1:]}
    right = len(pairs & truth)
    assert report.rows_a == rows
    assert right / len(pairs) > 0.95
    assert right / len(truth) > 0.85
