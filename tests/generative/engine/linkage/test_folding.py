from __future__ import annotations

import cyrtranslit
from hypothesis import given
from hypothesis import strategies as st

from khetane.engine.linkage.folding import fold, readings, skeleton, skeletons
from khetane.engine.linkage.romanise import romanise, words

SERBIAN = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = "abcčćdđefghijklmnopqrsštuvwxyzžçëğışöüáâ' -"
names = st.text(SERBIAN, max_size=14) | st.text(LATIN, max_size=14) | st.text(max_size=14)


@given(names)
def test_folding_again_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert romanise(romanise(name)) == romanise(name)


@given(names)
def test_a_fold_holds_plain_letters_only(name: str) -> None:
    assert set(fold(name)) <= set("abcdefgiklmnoprstuvz")
    assert all(set(letters) <= set("abcdfgklmnprstvz") for letters in skeletons(name))


@given(st.text(SERBIAN, max_size=14))
def test_script_does_not_matter(name: str) -> None:
    latin = cyrtranslit.to_latin(name, "sr")
    assert fold(latin) == fold(name)
    assert skeletons(latin) == skeletons(name)


@given(names)
def test_capitals_and_doubling_do_not_matter(name: str) -> None:
    assert fold(name.swapcase().lower()) == fold(name.lower())
    plain = fold(name)
    assert fold("".join(letter * 2 for letter in plain)) == plain


@given(names)
def test_the_usual_reading_comes_first(name: str) -> None:
    assert readings(name)[0] == fold(name)
    assert skeletons(name)[0] == skeleton(name)
    assert len(readings(name)) <= 2


@given(st.text(max_size=30))
def test_words_are_the_same_taken_apart_or_together(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)
