"""The catalogue of services, and how a wrong one is refused."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from khetane.cases.services.definition import ServiceRules, ServiceType
from khetane.cases.services.reading import read_file, shipped
from khetane.core.definitions import WrongDefinition
from khetane.core.mandates import Area
from khetane.forms.standard import ROOT

GOOD = """
units:
  time: {en: times, sr: пута, mk: пати}
types:
  tutoring:
    name: {en: Tutoring, sr: Подршка, mk: Туторство}
    area: education
    versions:
      - valid_from: 2020-01-01
        unit: time
"""


def read(text: str, folder: Path) -> dict[str, ServiceType]:
    file = folder / "services.yaml"
    file.write_text(text, encoding="utf-8")
    return dict(read_file(file).types)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    kind = read(GOOD, tmp_path)["tutoring"]
    assert kind.latest == ServiceRules(dt.date(2020, 1, 1), "time", False, False, False, (), ())


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("area: education", "area: schooling", "“area” is “schooling”"),
        ("unit: time", "unit: litre", "“unit” is “litre”"),
        ("unit: time", "unit: time\n        asks: [shoe_size]", "“asks” names “shoe_size”"),
        ("unit: time", "unit: time\n        cheap: true", "“cheap” is not known here"),
        ("unit: time", "unit: time\n        money: 1", "a bool is expected"),
        (", mk: Туторство", "", "“mk” is missing"),
        (
            "    area: education",
            "    area: education\n    valid_to: 2019-01-01",
            "before its last version begins",
        ),
        (
            "        unit: time",
            "        unit: time\n      - valid_from: 2019-01-01\n        unit: time",
            "not in the order",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_what_to_mend(was: str, becomes: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(WrongDefinition, match=said):
        read(GOOD.replace(was, becomes), tmp_path)


def test_a_delivery_is_read_by_the_version_of_its_day(tmp_path: Path) -> None:
    later = "        unit: time\n      - valid_from: 2025-09-01\n        unit: time\n        money: true\n"
    kind = read(GOOD.replace("        unit: time\n", later), tmp_path)["tutoring"]
    days = [dt.date(2019, 12, 31), dt.date(2020, 1, 1), dt.date(2025, 8, 31), dt.date(2025, 9, 1)]
    assert [rules.money if (rules := kind.rules_on(day)) else None for day in days] == [
        None,
        False,
        False,
        True,
    ]


def test_a_type_out_of_use_stays_readable(tmp_path: Path) -> None:
    kind = read(
        GOOD.replace("    area: education", "    area: education\n    valid_to: 2024-06-30"), tmp_path
    )["tutoring"]
    assert kind.rules_on(dt.date(2024, 6, 30)) is not None
    assert kind.rules_on(dt.date(2024, 7, 1)) is None


def test_each_area_of_needs_has_a_service() -> None:
    assert {kind.area for kind in shipped().types.values()} == set(Area.values)


def test_indicators_are_those_of_the_survey() -> None:
    with (ROOT / "indicator_questions.csv").open(encoding="utf-8", newline="") as sheet:
        known = {row["indicator"] for row in csv.DictReader(sheet)}
    named = {one for kind in shipped().types.values() for rules in kind.versions for one in rules.indicators}
    assert named
    assert named <= known
