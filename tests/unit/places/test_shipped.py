"""The shipped facts hang together."""

from __future__ import annotations

import re
from importlib import import_module

from django.utils.translation import override

from khetane.places import shipped
from khetane.places.sources import SAID, source_said
from khetane.places.tree import rules

ROWS = list(shipped.read("places.csv"))
SEVEN = ["AL", "BA", "XK", "ME", "MK", "RS", "TR"]
NEIGHBOURS = ["BG", "HR", "GR", "HU", "RO", "SK"]
CODES = [row["code"] for row in ROWS]


def test_codes_are_unique_and_usable() -> None:
    assert len(set(CODES)) == len(CODES)
    for code in CODES:
        rules.check_code(code)


def test_the_seven_economies_and_six_neighbours_are_there() -> None:
    countries = {row["code"] for row in ROWS if row["kind"] == "country"}
    assert countries == set(SEVEN + NEIGHBOURS)


def test_what_a_place_lies_in_is_there_too_and_may_hold_it() -> None:
    kinds = {"SEE": "region"} | {row["code"]: row["kind"] for row in ROWS}
    for row in ROWS:
        rules.check_kind(row["name"], row["kind"], kinds[row["parent"]])


def test_every_place_names_its_source_and_stands_in_europe_or_turkiye() -> None:
    for row in ROWS:
        assert row["source"], row["code"]
        if row["lat"]:
            assert 34 < float(row["lat"]) < 50, row["code"]
            assert 13 < float(row["lon"]) < 46, row["code"]


def test_municipalities_lie_near_their_country() -> None:
    countries = {row["code"]: row for row in ROWS if row["kind"] == "country"}
    for row in ROWS:
        if row["kind"] == "municipality" and row["lat"]:
            country = countries[row["code"][:2]]
            assert abs(float(row["lat"]) - float(country["lat"])) < 3, row["code"]
            assert abs(float(row["lon"]) - float(country["lon"])) < 4, row["code"]


def test_municipalities_with_mobile_units_are_shipped_and_the_pilots_are_twenty() -> None:
    units = list(shipped.read("mobile_units.csv"))
    assert {unit["code"] for unit in units} <= set(CODES)
    assert sum(unit["wave"].startswith("IPA 2012") for unit in units) == 20


def test_the_designation_note_is_there_in_three_languages() -> None:
    assert shipped.designations().keys() == {"XK"}
    assert shipped.designations()["XK"].keys() == {"en", "sr-Cyrl", "mk"}


def test_sources_are_told_in_words_and_of_what_is_there() -> None:
    for row in ROWS:
        assert not re.search(r"PyPI|npm|github |unlicensed|\.json \+", row["source"]), row["source"]
        assert bool(row["lat"]) == ("point:" in row["source"]), row


def test_an_upgrade_says_the_same_as_what_is_shipped() -> None:
    upgrade = import_module("khetane.places.migrations.0008_sources_in_words")
    told = {*upgrade.WORDS.values(), *upgrade.POINTLESS.values()}
    assert {row["source"] for row in ROWS} - told <= {
        "names: several public lists that agree",
        "names: several public lists that agree; point: mean of its municipalities' points",
    }
    assert told <= {row["source"] for row in ROWS}
    assert not told & set(upgrade.WORDS)


def test_every_part_of_a_source_is_told_in_the_readers_language() -> None:
    parts = {part for row in ROWS for part in row["source"].split("; ")}
    assert parts == SAID
    with override("mk"):
        said = source_said("names: CLDR; our own survey; point: mean of its places")
    assert said == "имиња: CLDR; our own survey; точка: средина на точките на нејзините места"
