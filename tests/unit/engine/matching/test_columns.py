from __future__ import annotations

from pathlib import Path

import pytest

from khetane.engine.matching.columns import read_columns
from khetane.engine.matching.refusal import Unmatchable


def told(folder: Path, text: str) -> Path:
    path = folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_map_serves_both_tables(tmp_path: Path) -> None:
    one, other = read_columns(
        told(tmp_path, "id: nr\nfamily_name: surname\naddress: [street, number]\nsex:\n")
    )
    assert one == other == {"id": ("nr",), "family_name": ("surname",), "address": ("street", "number")}


def test_each_table_may_have_its_own(tmp_path: Path) -> None:
    one, other = read_columns(told(tmp_path, "a: {id: nr, document: jmbg}\nb: {id: id, document: card}\n"))
    assert (one["document"], other["document"]) == (("jmbg",), ("card",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no columns"),
        ("just words", "names no columns"),
        ("id: [", "is not YAML"),
        ("given_name: ime", "which column is the id"),
        ("id: nr\nsex: pol", "nothing tells one person from another"),
        ("id: nr\nsurname: prezime", "there is no field 'surname'"),
        ("id: nr\nfamily_name: {a: b}", "family_name is neither"),
        ("a: {id: nr, document: d}", "none under `b:`"),
        ("a: {id: nr, document: d}\nb: nothing", "b: names no columns"),
    ],
)
def test_what_is_not_a_map_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Unmatchable, match=said):
        read_columns(told(tmp_path, text))


def test_a_map_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unmatchable, match="cannot be read"):
        read_columns(tmp_path / "none.yaml")
