from __future__ import annotations

import pytest

from khetane.engine.linkage.keys import MAX_PERSON_KEYS, MAX_QUERY_KEYS, name_keys, query_keys


def meet(text: str, given: str, family: str, parent: str | None = None, born: int | None = None) -> bool:
    return not name_keys(given, family, parent, born).isdisjoint(query_keys(text))


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
def test_a_query_meets_the_person(text: str) -> None:
    assert meet(text, "Džemile", "Đurić", "Milan", born=1987)


@pytest.mark.parametrize("text", ["", "1987", "Hasan Berisha", "Salko Petrović", "Ilir", "123456789"])
def test_a_query_for_somebody_else_does_not(text: str) -> None:
    assert not meet(text, "Džemile", "Đurić", "Milan", born=1987)


@pytest.mark.parametrize("text", ["Marković Ana", "ана ђурић", "Jelena Đurić", "jelena markovic", "Đurić"])
def test_every_part_of_a_double_name_is_found(text: str) -> None:
    assert meet(text, "Ana Jelena", "Marković-Đurić")


def test_one_name_alone_is_enough() -> None:
    assert meet("Sevda", "Sevda", "")
    assert meet("Бериша", "", "Berisha")
    assert name_keys("", "") == frozenset()


def test_a_whole_name_never_looks_up_one_name_alone() -> None:
    assert {key[0] for key in query_keys("Džemile Petrović ")} == set("=~%")
    assert name_keys("Marko", "Petrović").isdisjoint(query_keys("Džemile Petrović "))


def test_rare_keys_stand_before_common_ones() -> None:
    kinds = [key[0] for key in query_keys("džemile đurić 1987")]
    assert list(dict.fromkeys(kinds)) == list("=ys~%i")
    assert list(dict.fromkeys(key[0] for key in query_keys("džemile đurić"))) == list("=~%^")


@pytest.mark.parametrize("asked", ["1987", "1988", "1986"])
def test_one_name_with_the_year_is_looked_up_more_narrowly_than_alone(asked: str) -> None:
    shared = name_keys("Džemile", "Đurić", None, 1987) & set(query_keys(f"Đurić {asked}"))
    assert "sdrc|1987" in shared


def test_the_number_of_keys_is_bounded() -> None:
    assert len(name_keys("Ćamila Kjemal Xeni", "Gjorgjieva Ķirkova", "Jovan", 1990)) == MAX_PERSON_KEYS
    assert len(query_keys("Ćamila Qemal Gjorgjieva Jovanova Petkova 1990")) == MAX_QUERY_KEYS
