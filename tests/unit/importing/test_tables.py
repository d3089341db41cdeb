"""Tables as files hold them, read in a process of their own."""

from __future__ import annotations

import io
import zipfile

import pytest

from khetane.importing.limits import TableLimits
from khetane.importing.process import read_table
from khetane.importing.tables import Unreadable
from tests.workbooks import xls, xlsx

HEADER, ROW = ["Ime", "Godina", "Dan"], ["Žarko Ђурђић", 1984, "1984-03-12"]


@pytest.mark.parametrize("make", [xlsx, xls])
def test_a_workbook_keeps_text_numbers_and_blank_rows(make: object) -> None:
    [sheet] = read_table(make({"List": [HEADER, [], ROW]}), "t.xlsx")  # type: ignore[operator]  # both make bytes
    assert sheet.name == "List"
    assert sheet.rows == [HEADER, [], ROW]


def test_a_day_of_excel_is_a_day() -> None:
    import datetime

    [sheet] = read_table(xlsx({"List": [HEADER, ["Ana", 1.5, datetime.datetime(1984, 3, 12)]]}), "t.xlsx")
    assert sheet.rows[1] == ["Ana", 1.5, "1984-03-12"]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_csv_is_read_in_the_encodings_of_excel(mark: str, encoding: str) -> None:
    text = "\r\n".join(mark.join(row) for row in (["Ime", "Šifra"], ["Žarko Čolić", "12"]))
    [sheet] = read_table(text.encode(encoding), "t.csv")
    assert sheet.rows == [["Ime", "Šifra"], ["Žarko Čolić", "12"]]


def test_csv_in_the_old_cyrillic_code_page_is_cyrillic() -> None:
    text = "Име;Презиме\nЖарко;Чолић\nЉубица;Ђурић\n"
    [sheet] = read_table(text.encode("cp1251"), "t.csv")
    assert sheet.rows[1] == ["Жарко", "Чолић"]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (30 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04nothing", "not_a_table"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not_a_table"),
        (b"a\0b\0c", "not_a_table"),
        (bomb(), "unpacks_too_large"),
        (b"x" * 40_000, "too_large"),
        (b"a;b\n" * 60, "too_many_rows"),
        (b";".join([b"a"] * 30), "too_many_columns"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_the_reason(data: bytes, code: str) -> None:
    limits = TableLimits(file=35_000, unpacked=1024 * 1024, rows=50, columns=20)
    if code == "unpacks_too_large":
        limits = TableLimits(unpacked=1024 * 1024)
    with pytest.raises(Unreadable) as refused:
        read_table(data, "t.xlsx", limits)
    assert refused.value.problem.code == code


def test_a_table_that_needs_too_much_is_stopped() -> None:
    with pytest.raises(Unreadable) as refused:
        read_table(b"a;b\n" * 1_000_000, "t.csv", TableLimits(memory=1024))
    assert refused.value.problem.code == "stopped"
