from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from khetane.core.collation import sort_key
from khetane.web.scripts import serbian_latin

azbuka = st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџш ", max_size=30)


@given(st.text(max_size=60))
def test_a_key_is_ascii_letters_and_digits(name: str) -> None:
    assert set(sort_key(name)) <= set(string.ascii_lowercase + string.digits)


@given(azbuka)
def test_the_script_of_a_serbian_name_does_not_move_it(name: str) -> None:
    assert sort_key(name) == sort_key(serbian_latin(name))


@given(azbuka, azbuka)
def test_a_beginning_comes_before_what_continues_it(name: str, rest: str) -> None:
    assert sort_key(name.strip()) <= sort_key(name.strip() + rest.rstrip())


@given(st.text(max_size=40))
def test_case_does_not_move_a_name_in_our_alphabets(name: str) -> None:
    plain = "".join(letter for letter in name if letter in string.ascii_letters + "čćđšžЉљЊњЏџ ")
    assert sort_key(plain.upper()) == sort_key(plain.lower())
