from __future__ import annotations

from pathlib import Path

import pytest

from khetane.engine.matching.refusal import Unmatchable
from khetane.engine.matching.table import rows

COLUMNS = {"id": ("nr",), "given_name": ("ime",), "address": ("ulica", "broj")}


def table(folder: Path, content: bytes) -> Path:
    path = folder / "people.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        "nr,ime,ulica,broj\n1,Ђурђа,Ромска,5\n\n".encode(),
        "\ufeffnr;ime;ulica;broj\r\n1;Ђурђа;Ромска;5\r\n".encode(),
        "nr\time\tulica\tbroj\n1\tЂурђа\tРомска\t5\n".encode("utf-16"),
        'nr, ime, ulica, broj\n1, "Ђурђа", Ромска, 5'.encode(),
        'broj,nr,more,ime,ulica\n5,1,"a, b",Ђурђа,Ромска\n'.encode(),
    ],
)
def test_a_table_is_read_whatever_wrote_it(tmp_path: Path, content: bytes) -> None:
    [row] = rows(table(tmp_path, content), COLUMNS)
    assert (row.id, row.given_name, row.address, row.family_name) == ("1", "Ђурђа", "Ромска 5", "")


def test_another_encoding_is_read_where_it_is_named(tmp_path: Path) -> None:
    path = table(tmp_path, "nr,ime,ulica,broj\n1,Đurđa,Šid,5\n".encode("cp1250"))
    assert next(rows(path, COLUMNS, "cp1250")).given_name == "Đurđa"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"nr,ime,ulica,broj\n", "has no rows"),
        (b"nr,ime,ulica\n1,A,B\n", "has no column 'broj'. Its columns are: nr, ime, ulica"),
        (b"nr,ime,ulica,broj,ime\n1,A,B,5,C\n", "more than one column 'ime'"),
        (b"nr,ime,ulica,broj\n1,A,B\n", "Line 2 of people.csv has 3 cells and its first line 4"),
        (b"nr,ime,ulica,broj\n1,A,B,5\n,C,D,6\n", "Line 3 of people.csv has no id"),
        (b'nr,ime,ulica,broj\n1,"A"x,B,5\n', "not a CSV table"),
        ("nr,ime,ulica,broj\n1,Đ,B,5\n".encode("cp1250"), "is not written in UTF-8"),
        (b"PK\x03\x04\0\0", "a file of another kind"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(Unmatchable, match=said):
        list(rows(table(tmp_path, content), COLUMNS))


def test_a_missing_file_and_an_unknown_encoding_are_said(tmp_path: Path) -> None:
    with pytest.raises(Unmatchable, match="cannot be read"):
        list(rows(tmp_path / "none.csv", COLUMNS))
    with pytest.raises(Unmatchable, match="no encoding 'cp9'"):
        list(rows(table(tmp_path, b"nr\n1\n"), COLUMNS, "cp9"))
