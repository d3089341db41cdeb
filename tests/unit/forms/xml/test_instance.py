from __future__ import annotations

import pytest

from khetane.forms.xml.instance import MAX_INSTANCE_ID, parse
from khetane.forms.xml.problems import Unreadable
from khetane.forms.xml.reading import Limits

ID = "3f0c5b1e-8f0a-4f3e-9a51-1d6f1c2b7a10"


def submission(
    meta: str = f"<instanceID>uuid:{ID}</instanceID>", attributes: str = 'id="visit" version="7"'
) -> bytes:
    return f"<data {attributes}><name>Џемиле</name><meta>{meta}</meta></data>".encode()


def problem(xml: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        parse(xml, limits or Limits())
    assert "{" not in caught.value.problem.message
    return caught.value.problem.code


def test_a_submission_tells_its_form_version_and_ids() -> None:
    read = parse(
        submission(
            f"<instanceID>uuid:{ID}</instanceID><deprecatedID>uuid:old</deprecatedID>"
            "<instanceName>Visit of May</instanceName>"
        )
    )
    assert (read.form_id, read.version, read.instance_id, read.deprecated_id, read.instance_name) == (
        "visit",
        "7",
        ID,
        "old",
        "Visit of May",
    )
    assert read.names_itself


@pytest.mark.parametrize("written", [ID, f"uuid:{ID}", f" uuid:{ID}\n"])
def test_the_instance_id_is_the_same_with_and_without_prefix(written: str) -> None:
    assert parse(submission(f"<instanceID>{written}</instanceID>")).instance_id == ID


@pytest.mark.parametrize("meta", ["", "<instanceID/>", "<instanceID>uuid:</instanceID>"])
def test_a_submission_without_instance_id_gets_one_from_its_bytes(meta: str) -> None:
    one, again, other = parse(submission(meta)), parse(submission(meta)), parse(submission(meta + " "))
    assert not one.names_itself
    assert one.instance_id == again.instance_id != other.instance_id


def test_namespaces_and_prefixes_do_not_matter() -> None:
    xml = (
        f'<x:data xmlns:x="http://a" xmlns:orx="http://openrosa.org/xforms" id="f" orx:version="2">'
        f"<orx:meta><orx:instanceID>uuid:{ID}</orx:instanceID></orx:meta></x:data>"
    )
    read = parse(xml.encode())
    assert (read.form_id, read.version, read.instance_id) == ("f", "2", ID)


def test_the_namespace_of_the_root_names_the_form_when_no_id_does() -> None:
    assert parse(b'<data xmlns="http://example.org/visit"/>').form_id == "http://example.org/visit"


def test_a_declared_encoding_does_not_change_that_utf8_is_read() -> None:
    xml = '<?xml version="1.0" encoding="windows-1251"?><data id="f"><n>Ђурић</n></data>'
    assert parse(xml.encode()).root.findtext("n") == "Ђурић"


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "xml-01"),
        (b" \n", "xml-01"),
        (submission().decode().encode("utf-16"), "xml-03"),
        (submission().decode().encode("cp1251"), "xml-03"),
        (submission()[:-3], "xml-05"),
        (submission()[:30], "xml-05"),
        (b"hello", "xml-06"),
        (b'<data id="f">\n<a></b></data>', "xml-06"),
        (b'<data id="f">&unknown;</data>', "xml-06"),
        (b"<data/>", "submission-01"),
        (b'<data id="f" encrypted="yes"/>', "submission-02"),
        (b'<data id="f" xmlns="http://www.opendatakit.org/xforms/encrypted"/>', "submission-02"),
        (submission(f"<instanceID>{'x' * (MAX_INSTANCE_ID + 1)}</instanceID>"), "submission-03"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(xml: bytes, code: str) -> None:
    assert problem(xml) == code


def test_size_elements_and_depth_are_bounded() -> None:
    nested = b'<data id="f">' + b"<a>" * 9 + b"</a>" * 9 + b"</data>"
    assert parse(nested, Limits(depth=10, nodes=10, bytes=len(nested)))
    assert problem(nested, Limits(bytes=len(nested) - 1)) == "xml-02"
    assert problem(nested, Limits(nodes=9)) == "xml-07"
    assert problem(nested, Limits(depth=9)) == "xml-08"
    assert problem(b'<data id="f">' + b"<a>" * 999 + b"</a>" * 999 + b"</data>") == "xml-08"
    assert problem(b'<data id="f"><a b="' + b"x" * 11_000_000 + b'"/></data>') == "xml-09"


def test_the_sentence_about_bad_xml_does_not_quote_answers() -> None:
    with pytest.raises(Unreadable) as caught:
        parse(b'<data id="f"><name>Secret<name></data>')
    assert "Secret" not in str(caught.value)
