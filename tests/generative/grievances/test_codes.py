"""Whatever is misread in a code, it is refused before anybody looks it up."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from khetane.core.codes import ALPHABET
from khetane.grievances import codes

secrets = st.binary(min_size=32, max_size=32)
places = st.integers(0, codes.LENGTH - 1)


def signs(secret: bytes) -> str:
    return codes.code_of(secret).replace("-", "")


@given(secrets)
def test_a_code_is_whole_and_the_same_however_it_is_typed(secret: bytes) -> None:
    code = codes.code_of(secret)
    assert codes.check(code)
    assert codes.normalise(code.lower().replace("-", " ")) == code == codes.code_of(secret)


@given(secrets, places, st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_refused(secret: bytes, place: int, other: str) -> None:
    right = signs(secret)
    assume(right[place] != other)
    assert not codes.check(right[:place] + other + right[place + 1 :])


@given(secrets, places, places)
def test_two_signs_exchanged_are_refused(secret: bytes, one: int, other: int) -> None:
    swapped = list(signs(secret))
    assume(swapped[one] != swapped[other])
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert not codes.check("".join(swapped))


@given(secrets, places)
def test_a_sign_left_out_or_doubled_is_refused(secret: bytes, place: int) -> None:
    right = signs(secret)
    assert not codes.check(right[:place] + right[place + 1 :])
    assert not codes.check(right[:place] + right[place] + right[place:])


@given(st.lists(secrets, min_size=2, max_size=50, unique=True))
def test_codes_of_different_secrets_differ_everywhere(several: list[bytes]) -> None:
    made = [signs(one) for one in several]
    assert len(set(made)) == len(made)


@given(st.text(max_size=30))
def test_anything_may_be_typed(typed: str) -> None:
    assert codes.check(typed) in (True, False)
    assert codes.normalise(codes.normalise(typed)) == codes.normalise(typed)
