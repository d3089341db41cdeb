from __future__ import annotations

from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from khetane.core.codes import ALPHABET, check, new_household_code, normalise

codes = st.integers(0, 2**64).map(lambda seed: new_household_code(Random(seed)))
places = st.integers(0, 7)


def replaced(code: str, place: int, character: str) -> str:
    characters = list(code.replace("-", ""))
    characters[place] = character
    return "".join(characters)


@given(codes)
def test_every_new_code_checks_and_holds_a_digit(code: str) -> None:
    assert check(code)
    assert any(character.isdigit() for character in code)


@given(code=codes, place=places, wrong=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: str, place: int, wrong: str) -> None:
    changed = replaced(code, place, wrong)
    assert check(changed) is (normalise(changed) == code)


@given(code=codes, one=places, other=places)
def test_two_exchanged_characters_are_noticed(code: str, one: int, other: int) -> None:
    plain = code.replace("-", "")
    assume(plain[one] != plain[other])
    assert not check(replaced(replaced(code, one, plain[other]), other, plain[one]))


@given(st.text(max_size=20))
def test_any_text_is_normalised_once(text: str) -> None:
    assert check(text) == check(normalise(text))
