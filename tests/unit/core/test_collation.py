from __future__ import annotations

import random

import pytest

from khetane.core.collation import MAX_LENGTH, sort_key

IN_ORDER = [
    "Ajša", "Ana", "Ana Marija", "Anabela", "Cana", "Çelik", "Čedomir", "Ćira", "Dragan", "Džemile", "Đorđe", "Elvis",
    "Luka", "Ljubav", "Mira", "Nada", "Nazif", "Njegoš", "Oda", "Ömer", "Sali", "Suzana", "Šaban", "Umer", "Ümit",
    "Xhemile", "Zoran", "Žarko",
]  # fmt: skip


def test_names_stand_in_the_order_of_the_regions_latin_alphabet() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == IN_ORDER


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [("Ђурић", "Đurić"), ("Љубица Његуш", "Ljubica Njeguš"), ("ЏЕМИЛЕ", "Džemile"), ("Шаћир", "Šaćir")],
)
def test_a_name_in_two_scripts_is_one_name(cyrillic: str, latin: str) -> None:
    assert sort_key(cyrillic) == sort_key(latin)


def test_macedonian_letters_stand_with_their_serbian_kin() -> None:
    assert sort_key("Ѓорѓи") == sort_key("Ђорђи")
    assert sort_key("Ќосев") == sort_key("Ћосев")


@pytest.mark.parametrize(
    ("plain", "accented", "after"),
    [("Gezim", "Gëzim", "Gezo"), ("Isik", "Işık", "Izo"), ("Agim", "Ağım", "Ago")],
)
def test_other_accents_only_decide_between_equals(plain: str, accented: str, after: str) -> None:
    assert sort_key(plain) < sort_key(accented) < sort_key(after)


def test_numbers_in_names_are_compared_as_numbers() -> None:
    names = ["Naselje 100", "Naselje 2", "Naselje 10"]
    assert sorted(names, key=sort_key) == ["Naselje 2", "Naselje 10", "Naselje 100"]


def test_case_apostrophes_and_kinds_of_dashes_do_not_matter() -> None:
    assert sort_key("o'brien–ANA") == sort_key("OBrien-Ana")


def test_the_turkish_dotted_capital_is_an_i() -> None:
    assert sort_key("İbrahim") == sort_key("Ibrahim") == sort_key("ibrahim")


def test_a_very_long_name_keeps_within_the_column() -> None:
    assert len(sort_key("щ" * 500)) == MAX_LENGTH
