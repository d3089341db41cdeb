"""What lies in what, codes, names."""

from __future__ import annotations

import datetime

import pytest

from khetane.core.refusals import Invalid
from khetane.places.enums import Kind
from khetane.places.tree import rules

TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize("code", ["RS-VRANJE", "MK-101", "A", "RS-BELA-PALANKA"])
def test_a_code_of_capitals_digits_and_dashes_is_taken(code: str) -> None:
    rules.check_code(code)


@pytest.mark.parametrize(
    "code", ["", "rs-vranje", "RS VRANJE", "RS_VRANJE", "-A", "A-", "A--B", "ВРАЊЕ", "A" * 61]
)
def test_any_other_code_is_refused_and_named(code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_code(code)
    assert code in refusal.value.message


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        ("country", "region"),
        ("district", "country"),
        ("municipality", "country"),
        ("settlement", "municipality"),
    ],
)
def test_levels_may_be_left_out_but_keep_their_order(kind: str, parent: str) -> None:
    rules.check_kind("Here", kind, parent)
    with pytest.raises(Invalid):
        rules.check_kind("Here", parent, kind)


def test_every_kind_has_a_rule() -> None:
    assert set(rules.LIES_IN) == set(Kind.values)


def test_serbian_in_latin_letters_is_derived_only_where_it_is_missing() -> None:
    assert rules.complete({"sr-Cyrl": " Љиг ", "mk": ""}) == {"sr-Cyrl": "Љиг", "sr-Latn": "Ljig"}
    assert rules.complete({"sr-Cyrl": "Љиг", "sr-Latn": "Lig"})["sr-Latn"] == "Lig"
    assert rules.complete({"sr-Latn": "Šarena Lokva 2"})["sr-Cyrl"] == "Шарена Локва 2"


def test_a_name_that_follows_from_another_script_is_known_as_such() -> None:
    assert rules.derived({"sr-Latn": "Breza", "mk": "Бреза", "sr-Cyrl": " "}) == {"sr-Cyrl"}
    assert rules.derived({"sr-Latn": "Breza", "sr-Cyrl": "Бреза"}) == frozenset()


def test_search_text_holds_each_name_as_it_sounds() -> None:
    text = rules.search_text("RS-ZITORADA", ["Žitorađa", "Житорађа"])
    assert text.split() == ["rs-zitorada", rules.heard("Zitoradja")]


@pytest.mark.parametrize(
    ("begins", "on"),
    [(None, TODAY + datetime.timedelta(days=1)), (TODAY, TODAY), (TODAY, datetime.date(2020, 1, 1))],
)
def test_a_place_ends_after_it_began_and_not_in_the_future(
    begins: datetime.date | None, on: datetime.date
) -> None:
    with pytest.raises(Invalid):
        rules.check_end("Here", begins, on, TODAY)


def test_within_does_not_take_a_longer_label_for_a_place_below() -> None:
    assert rules.within("see.rs.a", "see.rs")
    assert not rules.within("see.rsx.a", "see.rs")
