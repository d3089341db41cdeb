"""What the converter says of a form, on the page of who publishes it and in her language."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from khetane.forms.models import FormContent
from khetane.review.catalogue import line_of, stored_warnings
from tests.integration.desk.scene import client_of
from tests.workbooks import Sheets, form, xlsx
from tests.workbooks_in_english import GOOD, asked, question
from tests.world import account, town

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return client_of(account("unit_coordinator", town("NIS").unit))


def published(client: Client, sheets: Sheets, language: str, status: int) -> str:
    file = SimpleUploadedFile("f.xlsx", xlsx(sheets))
    headers = {"accept-language": language}
    answer = client.post("/forms/upload/", {"file": file}, follow=True, headers=headers)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "this choice has no label, so that people read its name."),
        ("sr", "овај избор нема натпис, па се чита његово име."),
        ("sr-latn", "ovaj izbor nema natpis, pa se čita njegovo ime."),
        ("mk", "овој избор нема натпис, па се чита неговото име."),
    ],
)
def test_a_remark_is_read_in_the_language_of_the_page(client: Client, language: str, said: str) -> None:
    choices = [("list_name", "name", "label"), ("yn", "yes", "")]
    page = published(client, form(asked(GOOD), choices=choices), language, 200)
    assert said in page
    assert "should have a label" not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sr", "параметар „rows“ мора бити број, нула или више."),
        ("mk", "параметарот „rows“ мора да биде број, нула или повеќе."),
    ],
)
def test_a_refusal_is_read_in_the_language_of_the_page(client: Client, language: str, said: str) -> None:
    page = published(client, form(asked(question("text", parameters="rows=many"))), language, 422)
    assert said in page
    assert "integer" not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "pyxform, which converts the form, says in English: "),
        ("sr", "pyxform, који претвара образац, на енглеском каже: "),
        ("mk", "pyxform, кој го претвора образецот, на англиски вели: "),
    ],
)
def test_what_only_the_converter_says_is_quoted_and_marked_as_english(
    client: Client, language: str, said: str
) -> None:
    page = published(client, form(asked(question("include"))), language, 422)
    opened = "“" if language == "en" else "„"
    assert f'{said}{opened}<span lang="en">This section has not been included.</span>“' in page.replace(
        "”", "“"
    )


def test_what_the_converter_quotes_of_a_workbook_cannot_be_markup(client: Client) -> None:
    page = published(client, form(asked(question("include <b>"))), "sr", 422)
    assert "include &lt;b&gt;" in page
    assert "<b>" not in page


def test_a_remark_that_was_stored_in_english_is_quoted_too() -> None:
    old = {
        "sheet": "survey",
        "row": 2,
        "code": "form-30",
        "sentence": "{text}",
        "values": {"text": "Beware."},
    }
    (remark,) = stored_warnings(FormContent(warnings=[{**old, "message": "Beware."}]))
    with translation.override("sr"):
        assert 'каже: „<span lang="en">Beware.</span>“' in line_of(remark).text


def test_what_a_file_is_instead_is_said_in_the_language_of_the_page(client: Client) -> None:
    file = SimpleUploadedFile("f.xlsx", b"%PDF-1.7")
    answer = client.post("/forms/upload/", {"file": file}, headers={"accept-language": "mk"})
    assert "Датотеката „f.xlsx“ е документ PDF, а не образец." in answer.content.decode()
