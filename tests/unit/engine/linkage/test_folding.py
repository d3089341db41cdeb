from __future__ import annotations

import pytest

from khetane.engine.linkage.folding import fold, skeleton, skeletons, sound_class

ONE_NAME = [
    ("Djurić", "Ђурић", "Gjuric", "Đurić", "Gjurić", "Ѓуриќ", "Duric", "DJURIĆ", "Ðurić"),
    ("Džemile", "Џемиле", "Dzemile", "Xhemile", "Dschemile", "Dzhemile"),
    ("Hajrija", "Ajrija", "Хајрија", "Hayriya", "Airija"),
    ("Qamil", "Ćamil", "Ќамил", "Kjamil", "Çamil", "Чамил", "Tschamil"),
    ("Shefqet", "Šefćet", "Шефќет", "Shefket".replace("k", "q")),
    ("Zhaklina", "Žaklina", "Жаклина", "Zaklina"),
    ("Wesel", "Vesel", "Весел"),
    ("Muharrem", "Muarem", "Мухарем"),
    ("Yıldız", "Jildiz"),
    ("Njegoš", "Његош", "Negos"),
    ("Bislimi", "Bislim", "Бислими"),
    ("Bashë", "Baša", "Башa"),
]
TWO_READINGS = [("Cemile", "Džemile"), ("Gorgiev", "Ѓорѓиев"), ("Kamil", "Ќамил"), ("Erdoan", "Erdoğan")]
TWO_READINGS += [("Aleksandar", "Alexandar"), ("Jemal", "Xhemal"), ("Zykhra", "Zuhra")]


@pytest.mark.parametrize("spellings", ONE_NAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_have_one_skeleton(spellings: tuple[str, ...]) -> None:
    assert {skeleton(spelling) for spelling in spellings} == {skeleton(spellings[0])}


@pytest.mark.parametrize(("one", "other"), TWO_READINGS)
def test_a_spelling_with_two_readings_meets_both(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)
    assert set(skeletons(one)) & set(skeletons(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Petrović", "Marković"), ("Bajram", "Ramadan"), ("Salih", "Malik"), ("Đurić", "Đukić"), ("Ana", "Ema")],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert not set(skeletons(one)) & set(skeletons(other))


def test_vowels_count_in_the_fold_only() -> None:
    assert skeleton("Marina") == skeleton("Mirjana")
    assert fold("Marina") != fold("Mirjana")


def test_a_c_with_a_mark_is_never_the_turkish_one() -> None:
    assert skeletons("Čemile") == ("cml",)


@pytest.mark.parametrize(("one", "other"), [("Begić", "Pekič"), ("Zoran", "Soran"), ("Fikret", "Vikret")])
def test_sound_class_joins_what_is_misheard(one: str, other: str) -> None:
    assert sound_class(skeleton(one)) == sound_class(skeleton(other))
    assert skeleton(one) != skeleton(other)


def test_nothing_to_hear_has_no_skeleton() -> None:
    assert skeleton("") == skeleton("- 12 -") == skeleton("'") == ""
