from __future__ import annotations

import pytest

from khetane.engine.linkage.keys import MAX_LOOKUPS, MAX_PERSON_KEYS, Lookup, keyed_names, lookups
from khetane.engine.linkage.query import parse


def meet(text: str, given: str, family: str, parent: str = "", born: int | None = None) -> bool:
    stored, asked = keyed_names(given, family, parent, born), parse(text)
    return any(one.key in stored and near(one, asked.birth_year, born) for one in lookups(asked))


def near(one: Lookup, year: int | None, born: int | None) -> bool:
    return one.off is None or year is None or born is None or abs(born - year) <= one.off


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
    assert keyed_names("", "") == {}


def test_a_whole_name_never_looks_up_one_name_alone() -> None:
    assert {one.key[0] for one in lookups("Džemile Petrović ")} == set("=~%")
    others = keyed_names("Marko", "Petrović")
    assert not any(one.key in others for one in lookups("Džemile Petrović "))


def test_rare_keys_stand_before_common_ones() -> None:
    assert kinds("džemile đurić 1987") == list("=~%si")
    assert kinds("džemile đurić") == list("=~%")


def test_one_letter_heard_of_the_last_name_is_looked_up_as_a_beginning() -> None:
    assert kinds("džemile đu") == list("=~%^")
    assert kinds("džemile đu ") == list("=~%")


def test_a_word_that_names_a_settlement_may_be_a_name_but_holds_no_slip() -> None:
    asked = {one.key for one in lookups("džemile jalija", ["alia"])}
    assert keyed_names("Džemile", "Jalija").keys() & asked
    assert keyed_names("Dženile", "Jalija").keys() & asked
    assert not keyed_names("Džemile", "Galija").keys() & asked
    assert keyed_names("Džemile", "Galija").keys() & {one.key for one in lookups("džemile jalija")}


def kinds(text: str) -> list[str]:
    return list(dict.fromkeys(one.key[0] for one in lookups(text)))


def test_with_a_year_no_common_key_is_looked_up_whole() -> None:
    asked = lookups("džemile đurić 1987")
    assert all(one.off is not None for one in asked if one.key[0] == "%")
    assert all(one.key.endswith("|1987") for one in asked if one.key[0] in "si")
    assert all(one.off is None for one in lookups("džemile đurić"))


@pytest.mark.parametrize("born", [1987, 1991, 1950, None])
def test_with_a_year_a_name_misheard_is_found_whatever_the_birth(born: int | None) -> None:
    assert meet("Dzemila Djuric 1987", "Džemile", "Đurić", born=born)


@pytest.mark.parametrize(("born", "found"), [(1987, True), (1991, True), (1992, False), (None, True)])
def test_with_a_year_a_slip_is_forgiven_while_the_birth_is_not_far(born: int | None, found: bool) -> None:
    assert meet("Dzemile Djumic 1987 ", "Džemile", "Đurić", born=born) is found


@pytest.mark.parametrize("asked", ["1987", "1988", "1986"])
def test_one_name_with_the_year_is_looked_up_more_narrowly_than_alone(asked: str) -> None:
    shared = keyed_names("Džemile", "Đurić", "", 1987).keys() & {one.key for one in lookups(f"Đurić {asked}")}
    assert "sdrc|1987" in shared


def test_the_number_of_keys_is_bounded() -> None:
    assert len(keyed_names("Ćamila Kjemal Xeni", "Gjorgjieva Ķirkova", "Jovan", 1990)) == MAX_PERSON_KEYS
    assert len(lookups("Ćamila Qemal Gjorgjieva Jovanova Petkova 1990")) == MAX_LOOKUPS
