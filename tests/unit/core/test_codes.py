from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khetane.core.codes import (
    ALPHABET,
    LENGTH,
    check,
    check_character,
    misread,
    new_household_code,
    normalise,
)

BODY = "K7M49RX"
CODE = f"K7M4-9RX{check_character(BODY)}"


def test_a_new_code_checks_and_looks_like_one() -> None:
    code = new_household_code(Random(1))
    assert check(code)
    assert normalise(code) == code
    assert len(code) == 9
    assert code[4] == "-"


def test_the_same_chance_gives_the_same_code() -> None:
    assert new_household_code(Random(7)) == new_household_code(Random(7))


@pytest.mark.parametrize(
    "typed", [CODE.lower(), CODE.replace("-", ""), f" {CODE[:4]} {CODE[5:]} ", CODE.replace("-", "–")]
)
def test_case_blanks_and_dashes_do_not_matter(typed: str) -> None:
    assert normalise(typed) == CODE
    assert check(typed)


def test_look_alikes_of_either_script_are_forgiven() -> None:
    assert normalise("кSм8 ерх5") == "K5M8-ERX5"
    assert normalise("ЈАЗТВУФЦ") == "JA3T-VYFC"


@pytest.mark.parametrize("typed", ["", "K7M4", CODE + "2", "K7M4-9RX!", "Đurić", "٣٣٣٣٣٣٣٣"])
def test_what_is_not_a_code_is_refused(typed: str) -> None:
    assert not check(typed)


def test_the_alphabet_is_prime_and_without_look_alikes() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    assert not set(ALPHABET) & set("01OQDILBSZPHU")


@pytest.mark.parametrize("typed", ["JRWR-RV65", "jrwr rv65", "JRWRRV65"])
def test_a_code_with_a_wrong_sign_is_told_from_a_name(typed: str) -> None:
    assert misread(typed)


@pytest.mark.parametrize(
    "typed", ["", "Marković", "MARKOVIC 1985", "Ana 1985 Nis", "12345678901", "Stevanka", "Стеванка"]
)
def test_names_years_and_numbers_are_not_taken_for_a_misread_code(typed: str) -> None:
    assert not misread(typed)


@given(st.randoms(use_true_random=False), st.integers(0, LENGTH - 1))
def test_every_wrong_sign_with_a_digit_left_is_noticed(random: Random, place: int) -> None:
    code = new_household_code(random).replace("-", "")
    wrong = (
        code[:place] + random.choice([sign for sign in ALPHABET if sign != code[place]]) + code[place + 1 :]
    )
    assert misread(wrong) == any(sign.isdigit() for sign in wrong)
    assert not misread(code)
