"""The catalogue of grievances: whole, and refused with what to mend."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from khetane.core.definitions import WrongDefinition
from khetane.grievances.catalogue.reading import FILE, catalogue, read
from khetane.grievances.enums import Heard
from khetane.subjects.catalogue.reading import ABOUT

SECOND = """terms:
  - valid_from: 2030-01-01
    acknowledge_days: 3
    answer_days: 15
    status: verified
    source: {en: "a law", sr: "закон", mk: "закон"}
"""


def test_what_is_about_violence_or_about_officers_is_kept_apart() -> None:
    assert {code for code, one in catalogue().about.items() if one.apart} == {"safety", "handling"}


def test_who_hears_it_outside_stands_in_the_catalogue_of_bodies() -> None:
    assert set(Heard.values) == set(ABOUT)


def test_terms_hold_from_their_day(tmp_path: Path) -> None:
    file = tmp_path / "grievances.yaml"
    file.write_text(FILE.read_text("utf-8").replace("terms:\n", SECOND, 1), encoding="utf-8")
    both = read(file)
    given = [both.terms_on(dt.date(year, 1, 1)).answer_days for year in (2020, 2026, 2029, 2030, 2031)]
    assert given == [30, 30, 30, 15, 15]


@pytest.mark.parametrize(
    ("standing", "instead", "said"),
    [
        ("acknowledge_days: 7", "acknowledge_days: 0", "one or more"),
        ("answer_days: 30", "answer_days: 3", "no longer than the second"),
        ("status: recalled", "status: certain", "it is one of verified"),
        ("apart: false", "apart: perhaps", "a bool is expected"),
        ("valid_from: 2026-01-01", "valid_from: soon", "a date is expected"),
        ("    source:", "    sauce: x\n    source:", "“sauce” is not known here"),
    ],
)
def test_a_wrong_catalogue_is_refused(tmp_path: Path, standing: str, instead: str, said: str) -> None:
    file = tmp_path / "grievances.yaml"
    file.write_text(FILE.read_text("utf-8").replace(standing, instead, 1), encoding="utf-8")
    with pytest.raises(WrongDefinition, match=said):
        read(file)


def test_a_catalogue_without_terms_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "grievances.yaml"
    file.write_text("terms: []\nabout: {}\n", encoding="utf-8")
    with pytest.raises(WrongDefinition, match="Say at least one"):
        read(file)
