from __future__ import annotations

import pytest

from khetane.engine.linkage.query import parse


def names(text: str) -> list[str]:
    return [word.letters for word in parse(text).words]


def test_names_are_read_in_either_script_with_any_punctuation() -> None:
    assert names("Ђурић, Џемиле (Милан)") == ["đurić", "džemile", "milan"]
    assert names("O'Đ’urić-Marković J.") == ["ođurić", "marković"]


def test_the_birth_year_is_the_last_number_that_can_be_one() -> None:
    assert parse("Đurić 1899 1987").birth_year == 1987
    assert parse("Đurić 2187").birth_year is None
    assert names("Đurić 1987") == ["đurić"]


@pytest.mark.parametrize("text", ["K7M4-9PX2", "k7m49px2 Đurić", "Đurić K7M4 9PX2"])
def test_a_household_code_is_offered_as_typed(text: str) -> None:
    assert [code.upper() for code in parse(text).household_codes] == ["K7M49PX2"]


def test_a_name_of_eight_letters_is_no_household_code() -> None:
    assert parse("Aleksand").household_codes == ()


def test_a_document_number_is_offered_as_typed_and_a_year_is_none() -> None:
    assert parse("broj 0101987-710005 1987").document_numbers == ("0101987-710005",)
    assert parse("AB123456").document_numbers == ("AB123456",)
    assert parse("Đurić-Marković").document_numbers == ()


@pytest.mark.parametrize(
    ("text", "typing"), [("dze", True), ("dze ", False), ("đurić 1987", False), ("", False)]
)
def test_the_last_word_may_be_unfinished_until_something_follows(text: str, typing: bool) -> None:
    assert parse(text).typing is typing


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ђурићовска-В1", ["đurićovska"]),
        ("Ana Petrović2 Marija", ["ana", "petrović2", "marija"]),
        ("Ana Petrović", []),
        ("Đurić 1987", []),
        ("AB123456", []),
    ],
)
def test_a_word_with_a_slip_of_a_digit_may_be_a_name(text: str, words: list[str]) -> None:
    assert [word.letters for word in parse(text).words_with_digits] == words
