"""`khetane match`, as a script calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from khetane.cli.registry import build
from khetane.config.problem import Problem

MAP = "id: nr\ngiven_name: ime\nfamily_name: prezime\nbirth_date: rodjen\n"
TABLE = "nr,ime,prezime,rodjen\n1,Ајша,Бериша,1988-02-03\n2,Ajsha,Berisha,3.2.1988\n3,Nenad,Ilić,1951-10-30\n4,Љиља,Кос,ne zna\n"


def match(folder: Path, *options: str, table: str = TABLE) -> tuple[str, str]:
    (folder / "a.csv").write_text(table, encoding="utf-8")
    (folder / "map.yaml").write_text(MAP, encoding="utf-8")
    words = [
        "match",
        str(folder / "a.csv"),
        "--columns",
        str(folder / "map.yaml"),
        "--out",
        str(folder / "pairs.csv"),
        *options,
    ]
    result = CliRunner().invoke(build(), words, catch_exceptions=False)
    return result.stderr, (folder / "pairs.csv").read_text(
        encoding="utf-8"
    ) if result.exit_code == 0 else result.output


def test_pairs_are_written_and_what_was_odd_is_said(tmp_path: Path) -> None:
    said, pairs = match(tmp_path)
    header, pair, *rest = pairs.splitlines()
    assert (header, pair.rpartition(",")[0], rest) == ("id_a,id_b,probability", "1,2", [])
    assert 0.9 < float(pair.rpartition(",")[2]) <= 1
    assert "1 pairs among 4 rows" in said
    assert "1 birth dates are no days" in said


def test_the_threshold_is_a_probability(tmp_path: Path) -> None:
    assert "less than or equal to 1" in match(tmp_path, "--threshold", "1.5")[1]


@pytest.mark.parametrize(
    ("options", "table", "said"),
    [
        ((), "nr,ime\n1,A\n", "has no column 'prezime'"),
        ((), "", "is empty"),
        (("--memory", "much"), TABLE, "no amount of memory"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, options: tuple[str, ...], table: str, said: str) -> None:
    with pytest.raises(Problem, match=said):
        match(tmp_path, *options, table=table)


def test_the_pairs_never_overwrite_what_is_read(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="one of the files to read"):
        match(tmp_path, "--out", str(tmp_path / "a.csv"))
    with pytest.raises(Problem, match="cannot be written"):
        match(tmp_path, "--out", str(tmp_path / "none" / "pairs.csv"))
