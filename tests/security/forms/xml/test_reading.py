"""XML that asks its reader to expand, fetch or recurse is refused, and nothing is expanded or fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from khetane.forms.xml.instance import parse
from khetane.forms.xml.problems import Unreadable
from khetane.forms.xml.reading import Limits

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><d id="f">&l9;</d>'


def code(xml: str | bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        parse(xml.encode() if isinstance(xml, str) else xml)
    return caught.value.problem.code


@pytest.mark.parametrize(
    "xml",
    [
        BOMB,
        BOMB.replace("&l9;", "").replace('id="f"', 'id="&l9;"'),
        '<!doctype d SYSTEM "http://127.0.0.1:9/x.dtd"><d id="f"/>',
        '<?xml version="1.0"?>\n<!-- <d> --><!DOCTYPE d><d id="f"/>',
        "<!--" * 50_000 + "--><!DOCTYPE d><d id='f'/>",
    ],
)
def test_a_document_type_is_refused(xml: str) -> None:
    assert code(xml) in ("xml-04", "xml-06")
    if "<!--<!--" not in xml and "doctype" not in xml:
        assert code(xml) == "xml-04"


def test_no_file_is_read_through_an_external_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    xml = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><d id="f"><a>&x;</a></d>'
    assert code(xml) == "xml-04"


def test_the_word_doctype_in_an_answer_is_an_answer() -> None:
    read = parse(b'<d id="f"><a><![CDATA[<!DOCTYPE x>]]></a><!-- <!DOCTYPE y> --></d>')
    assert read.root.findtext("a") == "<!DOCTYPE x>"


def test_deep_nesting_is_refused() -> None:
    assert code(b'<d id="f">' + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</d>") in ("xml-06", "xml-08")


def test_fifty_megabytes_are_refused_by_their_size() -> None:
    assert code(b'<d id="f">' + b" " * 50_000_000 + b"</d>") == "xml-02"


def test_a_prolog_of_many_comments_takes_no_time_to_judge() -> None:
    # Exponential matching would never end here; the suite's time-out would stop it.
    read = parse(b"<!-- c -->" * 20_000 + b"<d id='f'><![CDATA[<!DOCTYPE]]></d>", Limits())
    assert read.form_id == "f"
