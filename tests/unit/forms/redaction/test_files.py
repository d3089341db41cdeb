"""Lists in files without a name: her line keeps its value, other people's lines stay theirs."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from khetane.forms.redaction.files import Columns, names_in_file, redact_file
from khetane.forms.redaction.full_names import FullNames
from khetane.forms.redaction.naming import Names
from khetane.forms.redaction.neutral import Neutral
from tests.workbooks import xlsx


def neutral() -> Neutral:
    names = Names()
    names.add(given="Zlatija", family="Arsić")
    return Neutral(FullNames(names, frozenset({"0102980715023"})))


def without(name: str, content: str | bytes, columns: Columns = Columns()) -> str | None:  # noqa: B008  # frozen
    data = content.encode() if isinstance(content, str) else content
    plain = redact_file(name, data, neutral(), "(erased)", columns)
    return None if plain is None else plain.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name,label,street\np1,Zlatija Arsić,Ulica 5\np2,Ana Ilić,Ulica 5\n", "name,label,street\np1,(erased),\np2,Ana Ilić,Ulica 5\n"),
        ("name;label\r\nzlatija;Арсић Златија\r\nana;Ана\r\n", "name;label\r\nerased_1;(erased)\r\nana;Ана\r\n"),
        ("id,ime,prezime,telefon\n7,Zlatija,Arsić,061\n8,Jovan,Arsić,062\n", "id,ime,prezime,telefon\n7,,,\n8,Jovan,Arsić,062\n"),
        ("code,pupil,school\n17,\"Zlatija Arsić, Donje Selo\",OŠ 1\n", "code,pupil,school\n17,(erased),\n"),
        ("id,child,street\n3,Zlatija Arsić - Gornja Mahala,Ulica 5\n", "id,child,street\n3,(erased),\n"),
        ("code,pupil,school\n17,Zlatija Arsić,OŠ 1\n", "code,pupil,school\n17,(erased),\n"),
        ("name,label,mother\np3,Ana Arsić,Zlatija Arsić\n", "name,label,mother\np3,Ana Arsić,(erased)\n"),
        ("id,ime,prezime,ime_majke\n9,Ana,Arsić,Zlatija\n", "id,ime,prezime,ime_majke\n9,Ana,Arsić,Zlatija\n"),
        ("key,given,born,family\n7,Zlatija,2001,Arsić\n8,Ana,2001,Arsić\n", "key,given,born,family\n7,,,\n8,Ana,2001,Arsić\n"),
        ("id,ime_skole,prezime_ucenika,tel,ime_ucenika\n7,OŠ Vuk,Arsić,061,Zlatija\n", "id,ime_skole,prezime_ucenika,tel,ime_ucenika\n7,,,,\n"),
        ("id,ime,prezime,kontakt\n9,Ana,Arsić,Zlatija\n", "id,ime,prezime,kontakt\n9,Ana,Arsić,(erased)\n"),
        ("id,ime,prezime,tel,kontakt_ime\n9,Ana,Arsić,061,Zlatija\n", "id,ime,prezime,tel,kontakt_ime\n9,Ana,Arsić,061,(erased)\n"),
        ("id,ime,prezime,dete_ime,dete_prezime\n9,Ana,Ilić,Zlatija,Arsić\n", "id,ime,prezime,dete_ime,dete_prezime\n9,Ana,Ilić,(erased),(erased)\n"),
        ("id,mother_first_name,mother_last_name\n9,Zlatija,Arsić\n", "id,mother_first_name,mother_last_name\n9,(erased),(erased)\n"),
        ("id,ime,prezime,kontakt_prezime\n9,Zlatija,Ilić,Arsić\n", "id,ime,prezime,kontakt_prezime\n9,Zlatija,Ilić,Arsić\n"),
        ("id,Ime i prezime,a,b\n9,Ana Ilić,Zlatija,Arsić\n", "id,Ime i prezime,a,b\n9,Ana Ilić,(erased),(erased)\n"),
        ("name,label,tel\np1,Zlatija Arsić (7b),061\np2,Ana Ilić,062\n", "name,label,tel\np1,(erased),\np2,Ana Ilić,062\n"),
        ("name,tel\nZlatija Arsić VII-2,061\n", "name,tel\nerased_1,\n"),
        ("name,label\np1,Zlatija Arsić i deca\n", "name,label\np1,(erased) i deca\n"),
        ("name,label,jmbg\np1,Z. A.,0102980715023\n", "name,label,jmbg\np1,Z. A.,(erased)\n"),
    ],
)  # fmt: skip
def test_a_table(before: str, after: str) -> None:
    assert without("list.csv", before) == after


def test_the_columns_that_a_form_shows_are_asked() -> None:
    before = "key_no,village,pupil,street\nA1,Donje,Zlatija Arsić,Ulica 5\n"
    shown = Columns({"pupil"}, {"key_no"})
    assert without("list.csv", before, shown) == "key_no,village,pupil,street\nA1,,(erased),\n"


def test_a_table_without_her_is_not_written_anew() -> None:
    odd = 'name,label\r\n"p1", Zlatija Ilić\n\np2,"Jovan ""Arsić"""'
    assert without("list.csv", odd) == odd


def test_a_map_and_an_xml_list() -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [21, 43]},
        "properties": {"id": "h1", "title": "Zlatija Arsić", "street": "Ulica 5"},
    }
    other = {**feature, "properties": {"id": "h2", "title": "Ana Ilić"}}
    plain = json.loads(
        without("homes.geojson", json.dumps({"type": "FeatureCollection", "features": [feature, other]}))
        or ""
    )
    assert plain["features"] == [
        {"type": "Feature", "geometry": None, "properties": {"id": "h1", "title": "(erased)", "street": ""}},
        other,
    ]
    said = "<root><item><name>p1</name><label>Zlatija Arsić</label><street>Ulica 5</street></item><item><name>p2</name><label>Ana</label></item></root>"
    assert (without("list.xml", said) or "").endswith(
        "<root><item><name>p1</name><label>(erased)</label><street/></item><item><name>p2</name><label>Ana</label></item></root>"
    )


def test_ids_stay_on_a_map_and_a_map_called_by_her_keeps_the_others() -> None:
    hers = {
        "type": "Feature",
        "id": 7,
        "geometry": {},
        "properties": {"id": 7, "title": "Zlatija Arsić", "age": 14},
    }
    other = {"type": "Feature", "id": 8, "geometry": {}, "properties": {"id": 8, "title": "Ana Ilić"}}
    said = {"type": "FeatureCollection", "name": "Zlatija Arsić", "features": [hers, other]}
    plain = json.loads(without("homes.geojson", json.dumps(said)) or "")
    gone = {"id": 7, "title": "(erased)", "age": None}
    assert plain["features"] == [{"type": "Feature", "id": 7, "geometry": None, "properties": gone}, other]
    assert plain["name"].startswith("erased_")


def test_what_cannot_be_redacted_is_given_up() -> None:
    assert without("notes.txt", "Zlatija Arsić kaže") is None
    assert without("notes.txt", "Zlatija kaže") == "Zlatija kaže"
    assert without("broken.json", '{"label": "Zlatija Arsić"') is None
    assert without("sound.mp3", b"Zlatija Arsi\xc4\x87") is not None  # nobody reads it


def book(*rows: list[str]) -> bytes:
    return xlsx({"choices": [["list_name", "name", "label"], *rows]})


def test_a_workbook_that_names_her_anywhere_is_found() -> None:
    whom = neutral().whom
    assert names_in_file(book(["l", "p1", "Zlatija Arsić"]), whom)
    assert names_in_file(book(["l", "Zlatija", "Arsić"]), whom)
    assert not names_in_file(book(["l", "p1", "Zlatija Ilić"]), whom)
    assert names_in_file(
        commented(
            "<comments><comment><text><r><t>Zlatija </t></r><r><t>Arsić</t></r></text></comment></comments>"
        ),
        whom,
    )
    assert not names_in_file(
        commented("<comments><comment><text><t>Zlatija</t></text></comment></comments>"), whom
    )
    assert names_in_file("\x00\x00Zlatija Arsić\x00".encode("utf-16-le") + b"\xd0\xcf\xff", whom)
    assert names_in_file(b"PK\x03\x04 damaged", whom)  # nobody can tell
    assert not names_in_file(b"", whom)


def commented(part: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/comments1.xml", part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_a_damaged_or_swollen_archive_stops_no_erasure() -> None:
    whom = neutral().whom
    whole = commented("<comments><t>" + "Ana Ilić " * 300 + "</t></comments>")
    assert not names_in_file(whole, whom)
    assert [names_in_file(one, whom) for one in damaged(whole)]  # whatever it says, it says something
    swollen = commented("<comments>" + " " * (65 * 1024 * 1024) + "</comments>")
    assert names_in_file(swollen, whom)
    assert without("words.txt", "PKB 12, Ana Ilić") == "PKB 12, Ana Ilić"  # no archive
    assert without("deep.json", "[" * 200_000) == "[" * 200_000


def damaged(whole: bytes) -> Iterator[bytes]:
    for at in range(4, len(whole)):
        for sign in (0x00, 0xFF):
            yield whole[:at] + bytes([sign]) + whole[at + 1 :]
