from __future__ import annotations

from datetime import date

import pytest

from khetane.core.birth import Birth, Precision
from khetane.people.keys import KEY_LENGTH, key_rows


@pytest.mark.parametrize(
    ("precision", "years"),
    [(Precision.DAY, (1984, 1984)), (Precision.YEAR, (1984, 1984)), (Precision.ESTIMATED, (1982, 1986))],
)
def test_the_years_of_birth_stand_beside_every_key(precision: Precision, years: tuple[int, int]) -> None:
    rows = key_rows("Džemile", "Đurić", "Milan", Birth(date(1984, 3, 1), precision))
    assert {(row.born_from, row.born_to) for row in rows} == {years}


def test_without_a_birth_there_are_no_years() -> None:
    assert {(row.born_from, row.born_to) for row in key_rows("Džemile", "Đurić", "", None)} == {(None, None)}


def test_namesakes_share_one_text_but_for_the_keys_of_their_parents() -> None:
    milan = {row.key: row.name for row in key_rows("Džemile", "Đurić", "Milan", None)}
    emin = {row.key: row.name for row in key_rows("Џемиле", "Ђурић", "Emin", None)}
    shared = milan.keys() & emin.keys()
    assert {milan[key] for key in shared} == {emin[key] for key in shared} == {"džemile|đurić"}
    assert {milan[key] for key in milan.keys() - shared} == {"džemile|đurić|milan"}


def test_keys_fit_their_column_and_stand_once() -> None:
    long = "Нечувеноизмишљенопредугачкоимезапробу"
    keys = [row.key for row in key_rows(long, long, long, None)]
    assert max(map(len, keys)) == KEY_LENGTH
    assert len(keys) == len(set(keys))


def test_who_has_no_name_has_no_keys() -> None:
    assert key_rows("", "", "", None) == []
