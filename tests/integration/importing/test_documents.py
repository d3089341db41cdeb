"""Numbers of documents in a table: encrypted and found by their hash as from a form, one of each kind a person."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from khetane.access.models import Account
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.models import Submission
from khetane.importing import at_once
from khetane.importing.guessing import guessed
from khetane.importing.mapping import ColumnMap, of_json
from khetane.importing.models import TableImport
from khetane.people.models import Document, Household, Person
from khetane.people.numbers import number_hash, open_number
from tests.integration.importing.table import dry_run, take_in, workbook

pytestmark = pytest.mark.django_db
HEADER = ("Br. dom.", "Naselje", "Ime", "Prezime", "JMBG", "Broj LK", "Usluga", "Datum")
CODES = (
    "household.key", "household.place", "person.given_name", "person.family_name", "document.number", "document/2.number",
    "service.type", "service.date",
)  # fmt: skip
NUMBER = "0101980500005"
ROWS = (
    (1, "HERE-S1", "Ana", "Izmišljena", NUMBER, "ab 123-456", "job_counselling", "2026-03-01"),
    (1, "", "Ana", "Izmišljena", NUMBER, "", "job_counselling", "2026-03-05"),
    (1, "", "Beba", "Izmišljena", "", "", "", ""),
)


def mapping(**more: object) -> ColumnMap:
    columns = dict(zip(HEADER, CODES, strict=True))
    return of_json({"columns": columns, "defaults": {"document/2.kind": "id_card"}, **more})


def table(*rows: tuple[object, ...]) -> bytes:
    return workbook(*(rows or ROWS), header=HEADER)


def numbers(who: Account) -> dict[tuple[str, str], str]:
    """What the register holds, opened: by given name and kind."""
    with acting_as(who.pk):
        return {
            (one.person.given_name, one.kind): open_number(bytes(one.number_sealed or b""), one.pk)
            for one in Document.objects.select_related("person")
        }


def test_numbers_come_in_encrypted_and_are_found_by_their_hash(author: Account) -> None:
    assert take_in(author, table(), mapping())["made"] == {
        "household": 1,
        "person": 2,
        "document": 2,
        "service": 2,
    }
    assert numbers(author) == {("Ana", "personal_number"): NUMBER, ("Ana", "id_card"): "AB123456"}
    with acting_as(author.pk):
        found = Document.objects.get(number_hash=number_hash("0101980 500005"))
        assert (found.kind, found.state, found.person.given_name) == ("personal_number", "has", "Ana")
        assert not Document.objects.filter(person__given_name="Beba").exists()


def test_no_number_stands_anywhere_in_clear(author: Account) -> None:
    take_in(author, table(), mapping())
    with acting_as(author.pk), connection.cursor() as cursor:
        for name in (
            "people_document",
            "khetane_forms_submission",
            "history_entitychange",
            "importing_tableimport",
        ):
            cursor.execute(f"select coalesce(text(array_agg(t)), '') from {name} t")
            [kept] = cursor.fetchone()
            for number in (NUMBER, "AB123456", "ab 123-456"):
                assert number not in kept
                assert number.encode().hex() not in kept


def test_again_it_changes_nothing_and_an_undo_takes_it_back(author: Account) -> None:
    first = take_in(author, table(), mapping())
    assert take_in(author, table(), mapping())["made"] == {}
    undone = at_once.undo_at_once(author.pk, UUID(first["import"]))
    assert undone["withdrawn"] == {"household": 1, "person": 2, "document": 2, "service": 2}
    with acting_as(author.pk):
        for model in (Household, Person, Document, Submission):
            assert not model.objects.exists(), model
        assert TableImport.objects.get().state == "undone"


def test_a_kind_and_a_state_may_have_columns_of_their_own(author: Account) -> None:
    header = ("Ime", "Prezime", "Dokument", "Stanje", "Broj")
    codes = ("person.given_name", "person.family_name", "document.kind", "document.state", "document.number")
    said = of_json({
        "columns": dict(zip(header, codes, strict=True)), "defaults": {"household.place": "HERE-S1"},
    })  # fmt: skip
    rows = (("Ana", "Izmišljena", "lična karta", "lost", ""), ("Iva", "Izmišljena", "JMBG", "ima", NUMBER))
    assert take_in(author, workbook(*rows, header=header), said)["errors"] == []
    with acting_as(author.pk):
        kept = {
            (one.person.given_name, one.kind, one.state) for one in Document.objects.select_related("person")
        }
    assert kept == {("Ana", "id_card", "lost"), ("Iva", "personal_number", "has")}


def test_two_numbers_of_one_kind_and_a_number_of_nobody_are_told_by_row(author: Account) -> None:
    rows = (
        ROWS[0],
        (1, "", "Ana", "Izmišljena", "0202990500004", "", "", ""),
        (1, "", "", "", "0303990500005", "", "", ""),
    )
    errors = dry_run(author, table(*rows), mapping())["errors"]
    assert [(one["row"], one["column"]) for one in errors] == [(3, "JMBG"), (4, "")]
    assert "nobody whose it is" in errors[1]["message"]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [(101980500005, NUMBER), (101980500004, "101980500004"), ("101980500005", NUMBER)],
)
def test_a_zero_that_the_spreadsheet_dropped_is_put_back_where_the_check_digit_says_so(
    author: Account, cell: object, kept: str
) -> None:
    take_in(author, table((1, "HERE-S1", "Ana", "Izmišljena", cell, "", "", "")), mapping())
    assert numbers(author) == {("Ana", "personal_number"): kept}


def test_another_number_than_the_register_holds_is_left_out_and_contests_nothing(author: Account) -> None:
    take_in(author, table(), mapping())
    with acting_as(author.pk):
        code = Household.objects.get().code
    header = ("Šifra", "Ime", "Prezime", "JMBG")
    codes = ("household.code", "person.given_name", "person.family_name", "document.number")
    said = of_json({"columns": dict(zip(header, codes, strict=True))})
    other = workbook((code, "Ana", "Izmišljena", "0202990500004"), header=header)
    answer = take_in(author, other, said)
    assert (answer["made"], len(answer["errors"])) == ({}, 1)
    assert numbers(author)["Ana", "personal_number"] == NUMBER
    same = workbook((code, "Beba", "Izmišljena", "0202990500004"), header=header)
    assert take_in(author, same, said)["made"] == {"document": 1}
    assert numbers(author)["Beba", "personal_number"] == "0202990500004"


def test_a_column_called_jmbg_is_known(author: Account) -> None:
    with acting_as_system():
        assert guessed(["JMBG", "Ime"]) == {"JMBG": "document.number", "Ime": "person.given_name"}
        assert guessed(["ЕМБГ", "Роден"]) == {"ЕМБГ": "document.number", "Роден": "person.birth_date"}


ODD = (
    (1, "HERE-S1", "Ana", "Izmišljena", "0302990735020", "", "", ""),
    (2, "HERE-S1", "Senad", "Nepostojeći", "123", "", "", ""),
    (3, "HERE-S1", "Zora", "Izmaštana", NUMBER, "AB1", "", ""),
)


def test_numbers_in_doubt_are_told_by_row_and_column_and_taken_in_all_the_same(author: Account) -> None:
    tried = dry_run(author, table(*ODD), mapping())
    assert [(one["row"], one["column"]) for one in tried["warnings"]] == [(2, "JMBG"), (3, "JMBG")]
    assert "last digit" in tried["warnings"][0]["message"]
    assert "thirteen digits" in tried["warnings"][1]["message"]
    assert take_in(author, table(*ODD), mapping())["made"]["person"] == 3
    assert numbers(author)["Ana", "personal_number"] == "0302990735020"


def test_a_number_of_another_birth_is_in_doubt_only_where_the_whole_day_is_known(author: Account) -> None:
    header = ("Ime", "Prezime", "Rođen", "JMBG")
    codes = ("person.given_name", "person.family_name", "person.birth_date", "document.number")
    said = of_json({
        "columns": dict(zip(header, codes, strict=True)), "defaults": {"household.place": "HERE-S1"},
    })  # fmt: skip
    days = ("1.1.1980", "2.1.1980", "1981", "")
    data = workbook(*((f"Ana {day}", "Izmišljena", day, NUMBER) for day in days), header=header)
    assert [one["row"] for one in dry_run(author, data, said)["warnings"]] == [3]


def test_a_column_that_slipped_is_told_once_above_its_rows(author: Account) -> None:
    slipped = tuple(
        (number, "HERE-S1", f"Ana{number}", "Izmišljena", f"{number}", "", "", "") for number in range(1, 4)
    )
    told = dry_run(author, table(*slipped, ODD[2]), mapping())["warnings"]
    assert told[0]["message"].startswith("3 of 4 personal numbers")
    assert [one["row"] for one in told[1:]] == [2, 3, 4]


def test_a_table_without_odd_numbers_says_nothing_of_them(author: Account) -> None:
    assert dry_run(author, table(), mapping())["warnings"] == []
