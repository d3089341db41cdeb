from __future__ import annotations

import pytest

from khetane.engine.linkage.keys import MAX_PERSON_KEYS, MAX_QUERY_KEYS, name_keys, query_keys


def meet(text: str, *names: str | None, born: int | None = None) -> bool:
    return not name_keys(*names, birth_year=born).isdisjoint(query_keys(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ђурић Џемиле",
        "Xhemile Gjuric",
        "cemile duric",
        "dzemile dju",
        "đurić dže",
        "DZEMILE  DJURIC 1987",
        "Đurić, Džemile",
        "Dzenile Duric",  # a neighbouring key
        "Demzile Djuric",  # two letters swapped
        "Džemile Đutić",
        "Đurić Milan",  # the parent's name instead
        "Đurić",
        "džem",
        "Đurić 1988",  # a year off
        "Dzemila Corich",  # heard, both wrong
    ],
)
def test_a_query_meets_the_person(text):
    assert meet(text, "Džemile", "Đurić", "Milan", born=1987)


@pytest.mark.parametrize("text", ["", "1987", "Hasan Berisha", "Salko Petrović", "Ilir", "123456789"])
def test_a_query_for_somebody_else_does_not(text):
    assert not meet(text, "Džemile", "Đurić", "Milan", born=1987)


@pytest.mark.parametrize("text", ["Marković Ana", "ана ђурић", "Jelena Đurić", "jelena markovic", "Đurić"])
def test_every_part_of_a_double_name_is_found(text):
    assert meet(text, "Ana Jelena", "Marković-Đurić")


def test_one_name_alone_is_enough():
    assert meet("Sevda", "Sevda", "")
    assert meet("Бериша", "", "Berisha")
    assert name_keys("", "") == frozenset()


def test_a_whole_name_never_looks_up_one_name_alone():
    assert {key[0] for key in query_keys("Džemile Petrović ")} == set("=~%")
    assert name_keys("Marko", "Petrović").isdisjoint(query_keys("Džemile Petrović "))


def test_rare_keys_stand_before_common_ones():
    kinds = [key[0] for key in query_keys("džemile đurić 1987")]
    assert kinds == sorted(kinds, key="=y~%^s132".index)


def test_the_number_of_keys_is_bounded():
    assert len(name_keys("Ćamila Kjemal Xeni", "Gjorgjieva Ķirkova", "Jovan", 1990)) == MAX_PERSON_KEYS
    assert len(query_keys("Ćamila Qemal Gjorgjieva Jovanova Petkova 1990")) == MAX_QUERY_KEYS
