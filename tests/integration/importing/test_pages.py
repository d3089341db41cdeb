"""A coordinator takes a table in on the screen."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from khetane.access.models import Account
from khetane.core.viewer import acting_as, acting_as_system
from khetane.importing.jobs import forget, take_in
from khetane.importing.kept import left_out_of
from khetane.importing.models import TableImport
from khetane.people.enums import DocumentKind
from khetane.people.models import Document, Person
from khetane.places.models import Place
from tests import world
from tests.integration.desk.scene import client_of
from tests.integration.importing.table import COLUMNS, HEADER, ROWS, workbook

pytestmark = pytest.mark.django_db


def upload(author: Account, data: bytes) -> TableImport:
    made = client_of(author).post(reverse("importing:imports"), {"file": SimpleUploadedFile("t.xlsx", data)})
    assert made.status_code == 302
    with acting_as(author.pk):
        return TableImport.objects.get()


def said() -> dict[str, str]:
    columns = {f"c{place}": COLUMNS[name] for place, name in enumerate(HEADER)}
    return {**columns, "days": "dmy", "names": "given_first", "decimal": ",", "place": ""}


def test_the_whole_way_from_the_table_to_the_register_and_back(author: Account, here: world.Town) -> None:
    client = client_of(author)
    wrong = (7, "Nigde", "", "Zora", "Izmaštana", "", "", "", "", "")
    one = upload(author, workbook(*ROWS, wrong))
    page = client.get(reverse("importing:columns", args=[one.pk]))
    assert page.context["form"].initial["c4"] == "person.family_name"  # proposed by the name of the column
    assert client.post(reverse("importing:columns", args=[one.pk]), said()).status_code == 302
    preview = client.get(reverse("importing:preview", args=[one.pk]))
    assert (preview.context["households"], preview.context["taken"]) == (3, 2)
    assert "Nigde" in preview.content.decode()
    assert "about 1985" in preview.content.decode()  # no day that nobody knows
    with acting_as(author.pk):
        assert not Person.objects.exists()
    assert client.post(reverse("importing:preview", args=[one.pk])).status_code == 302
    assert client.get(reverse("importing:import", args=[one.pk])).context["applying"]
    take_in(account_id=str(author.pk), import_id=str(one.pk))
    take_in(account_id=str(author.pk), import_id=str(one.pk))
    result = client.get(reverse("importing:import", args=[one.pk]))
    assert dict(result.context["counts"]) == {"households": 2, "persons": 3, "needs": 2}
    assert [line.row for line in result.context["left"]] == [5]
    assert client.get(reverse("importing:undo", args=[one.pk])).status_code == 200
    client.post(reverse("importing:undo", args=[one.pk]))
    with acting_as(author.pk):
        assert not Person.objects.exists()
    assert client.get(reverse("importing:import", args=[one.pk])).context["undone"]


def test_what_was_left_out_names_a_list_in_the_language_of_who_reads_it(author: Account) -> None:
    wrong = (7, "HERE-S1", "", "Zora", "Izmaštana", "dečak", "", "", "", "")
    client, one = client_of(author), upload(author, workbook(*ROWS, wrong))
    client.post(reverse("importing:columns", args=[one.pk]), said())
    client.post(reverse("importing:preview", args=[one.pk]))
    with override("en"):  # as the background work speaks
        take_in(account_id=str(author.pk), import_id=str(one.pk))
    client.cookies["django_language"] = "mk"
    (line,) = client.get(reverse("importing:import", args=[one.pk])).context["left"]
    assert "„dečak“" in line.message
    assert "женски, машки" in line.message


def test_where_nothing_can_be_taken_in_nobody_is_asked_to(author: Account) -> None:
    wrong = (7, "Nigde", "", "Zora", "Izmaštana", "", "", "", "", "")
    client, one = client_of(author), upload(author, workbook(wrong))
    client.post(reverse("importing:columns", args=[one.pk]), said())
    preview = client.get(reverse("importing:preview", args=[one.pk])).content.decode()
    assert "Nothing can be taken in as it is" in preview
    assert "Take it in" not in preview
    assert "row 2" in preview.partition("The first households")[2]


def test_the_same_columns_are_proposed_as_they_were_said_before(author: Account) -> None:
    one = upload(author, workbook())
    client_of(author).post(reverse("importing:columns", args=[one.pk]), said() | {"c9": ""})
    client_of(author).post(
        reverse("importing:imports"), {"file": SimpleUploadedFile("u.xlsx", workbook(ROWS[0]))}
    )
    with acting_as(author.pk):
        other = TableImport.objects.exclude(pk=one.pk).get()
    assert "Opis" not in other.mapping["columns"]
    client_of(author).post(reverse("importing:discard", args=[other.pk]))
    with acting_as(author.pk):
        assert TableImport.objects.count() == 1


def test_another_document_of_a_row_is_asked_for_and_taken_in(author: Account, here: world.Town) -> None:
    client = client_of(author)
    header = ("Br. dom.", "Naselje", "Ime", "Prezime", "JMBG", "Broj LK")
    row = (1, "HERE-S1", "Ana", "Izmišljena", "0101980500005", "ab 123-456")
    one = upload(author, workbook(row, header=header))
    url = reverse("importing:columns", args=[one.pk])
    assert "Document 2" not in client.get(url).content.decode()
    codes = (
        "household.key",
        "household.place",
        "person.given_name",
        "person.family_name",
        "document.number",
        "",
    )
    chosen = {f"c{place}": code for place, code in enumerate(codes)} | {
        "days": "mdy", "names": "given_first", "decimal": ",", "place": "HERE-S1", "documents": "1",
    }  # fmt: skip
    more = client.post(url, {**chosen, "another": "document"})
    assert more.status_code == 200
    assert "Document 2: number" in more.content.decode()
    form = more.context["form"]
    assert (form["c4"].value(), form["days"].value(), form["place"].value()) == (
        "document.number",
        "mdy",
        "HERE-S1",
    )
    assert form["documents"].value() == 2
    told = {**chosen, "documents": "2", "c5": "document/2.number", "kind2": "id_card"}
    assert client.post(url, told).status_code == 302
    again = client.get(url).context["form"]  # as it was said
    assert (again["c5"].value(), again["kind2"].value()) == ("document/2.number", "id_card")
    assert client.post(reverse("importing:preview", args=[one.pk])).status_code == 302
    take_in(account_id=str(author.pk), import_id=str(one.pk))
    with acting_as(author.pk):
        assert {found.kind for found in Document.objects.all()} == {"personal_number", "id_card"}


def test_nobody_has_more_documents_than_there_are_kinds(author: Account) -> None:
    one = upload(author, workbook())
    page = client_of(author).post(
        reverse("importing:columns", args=[one.pk]), said() | {"documents": "99999", "another": "document"}
    )
    assert page.context["form"]["documents"].value() == len(DocumentKind)
    assert 'name="another"' not in page.content.decode()


def test_the_same_table_is_not_taken_in_twice(author: Account) -> None:
    client = client_of(author)
    one = upload(author, workbook())
    client.post(reverse("importing:columns", args=[one.pk]), said())
    client.post(reverse("importing:preview", args=[one.pk]))
    take_in(account_id=str(author.pk), import_id=str(one.pk))
    client.post(reverse("importing:imports"), {"file": SimpleUploadedFile("t.xlsx", workbook())})
    with acting_as(author.pk):
        again = TableImport.objects.get(state="draft")
    client.post(reverse("importing:preview", args=[again.pk]))
    with acting_as(author.pk):
        assert TableImport.objects.get(pk=again.pk).state == "draft"


def test_a_column_said_twice_or_none_at_all_is_refused(author: Account) -> None:
    one = upload(author, workbook())
    address = reverse("importing:columns", args=[one.pk])
    assert client_of(author).post(address, said() | {"c4": "person.given_name"}).status_code == 422
    nothing = {name: "" if name.startswith("c") else value for name, value in said().items()}
    assert client_of(author).post(address, nothing).status_code == 422


def test_the_empty_table_is_recognised_when_it_comes_back(author: Account) -> None:
    client = client_of(author)
    blank = client.get(reverse("importing:blank")).content
    book = openpyxl.load_workbook(io.BytesIO(blank))
    book.worksheets[0].append([1, "HERE-S1", "", "", "Ana", "Izmišljena"])
    filled = io.BytesIO()
    book.save(filled)
    one = upload(author, filled.getvalue())
    initial = client.get(reverse("importing:columns", args=[one.pk])).context["form"].initial
    assert [initial[f"c{place}"] for place in (0, 1, 4, 5)] == [
        "household.key", "household.place", "person.given_name", "person.family_name",
    ]  # fmt: skip
    assert "" not in [initial[f"c{place}"] for place in range(13)]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04 broken", b"\0\1\2" * 10, b" "])
def test_what_is_no_table_is_refused_with_a_sentence(author: Account, data: bytes) -> None:
    answer = client_of(author).post(
        reverse("importing:imports"), {"file": SimpleUploadedFile("t.xlsx", data)}
    )
    assert answer.status_code == 422
    with acting_as(author.pk):
        assert not TableImport.objects.exists()


def test_tables_that_nobody_took_in_are_forgotten(author: Account) -> None:
    one = upload(author, workbook())
    with acting_as(author.pk):
        TableImport.objects.update(made_at="2020-01-01T00:00Z")
    forget(0)
    with acting_as(author.pk):
        assert not TableImport.objects.filter(pk=one.pk).exists()
        assert left_out_of(one) == []


def test_names_of_columns_are_found_below_a_title_and_may_be_taken_from_another_row(
    author: Account, here: world.Town
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Popis domaćinstava 2024"])
    for row in ((), HEADER, *ROWS):
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    client, one = client_of(author), upload(author, kept.getvalue())
    page = reverse("importing:columns", args=[one.pk])
    assert client.get(page).context["form"].header == HEADER
    title = client.get(page + "?row=1")
    assert title.context["form"].header[0] == "Popis domaćinstava 2024"
    assert client.get(page + "?row=999").context["form"].header == HEADER
    assert client.post(page, said()).status_code == 302
    preview = client.get(reverse("importing:preview", args=[one.pk]))
    assert preview.context["households"] == 2


def test_a_preview_tells_of_numbers_in_doubt_and_says_each_person_in_one_order(author: Account) -> None:
    header = ("Rođen", "Pol", "Prezime", "Ime", "JMBG", "Naselje")
    one = upload(
        author, workbook(("3.2.1990", "Ž", "Izmišljena", "Ana", "0302990735020", "HERE-S1"), header=header)
    )
    codes = (
        "person.birth_date", "person.sex", "person.family_name", "person.given_name", "document.number", "household.place",
    )  # fmt: skip
    columns = {f"c{place}": code for place, code in enumerate(codes)}
    client = client_of(author)
    client.post(
        reverse("importing:columns", args=[one.pk]), said() | {f"c{n}": "" for n in range(10)} | columns
    )
    preview = client.get(reverse("importing:preview", args=[one.pk]))
    assert [(line.row, line.column) for line in preview.context["doubts"]] == [(2, "JMBG")]
    assert "Personal numbers in doubt" in preview.content.decode()
    assert preview.context["taken"] == 1
    assert preview.context["groups"][0].persons == ["Ana Izmišljena, female, 3 February 1990"]


def test_numbers_of_a_country_that_numbers_its_people_otherwise_are_not_doubted(author: Account) -> None:
    with acting_as_system():
        for place in Place.objects.filter(path__startswith="see.rs."):
            Place.objects.filter(pk=place.pk).update(path=place.path.replace("see.rs.", "see.xk."))
    header = ("Emri", "JMBG", "Naselje")
    one = upload(author, workbook(("Ana", "1170123456", "HERE-S1"), header=header))
    columns = {"c0": "person.given_name", "c1": "document.number", "c2": "household.place"}
    client = client_of(author)
    client.post(
        reverse("importing:columns", args=[one.pk]), said() | {f"c{n}": "" for n in range(10)} | columns
    )
    preview = client.get(reverse("importing:preview", args=[one.pk]))
    assert preview.context["doubts"] == []
    assert preview.context["taken"] == 1
