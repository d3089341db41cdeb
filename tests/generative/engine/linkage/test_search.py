from __future__ import annotations

import cyrtranslit
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from khetane.engine.linkage.folding import fold, skeleton
from khetane.engine.linkage.keys import MAX_LOOKUPS, MAX_PERSON_KEYS, keyed_names, lookups
from khetane.engine.linkage.query import parse
from khetane.engine.linkage.score import Candidate, score

SERBIAN = "абвгдђежзијклљмнњопрстћуфхцчџш"
names = st.text(SERBIAN, min_size=2, max_size=12).filter(fold)
years = st.integers(1920, 2025)
texts = st.text(max_size=60) | st.lists(names, max_size=6).map(" ".join)


def asked_keys(text: str) -> set[str]:
    return {one.key for one in lookups(text)}


@given(given_name=names, family=names, parent=names, year=years)
def test_a_person_is_found_by_the_own_name_in_either_script_and_order(
    given_name: str, family: str, parent: str, year: int
) -> None:
    stored = keyed_names(given_name, family, parent, year).keys()
    for text in (f"{given_name} {family}", f"{family} {given_name} {year}"):
        assert stored & asked_keys(text)
        assert stored & asked_keys(cyrtranslit.to_latin(text, "sr"))


@given(given_name=names, family=names, place=st.integers(0, 11), letter=st.sampled_from(SERBIAN))
def test_one_wrong_letter_in_one_name_is_forgiven(
    given_name: str, family: str, place: int, letter: str
) -> None:
    wrong = family[:place] + letter + family[place + 1 :]
    heard, right = skeleton(wrong), skeleton(family)
    assume(len(right) >= 3)
    assume(len(heard) >= 2)
    assume(Levenshtein.distance(heard, right) <= 1)
    assert keyed_names(given_name, family).keys() & asked_keys(f"{given_name} {wrong}")


@given(given_name=names, family=names, parent=names, year=years)
def test_keys_are_bounded_and_the_same_every_time(
    given_name: str, family: str, parent: str, year: int
) -> None:
    keys = keyed_names(given_name, family, parent, year)
    assert len(keys) <= MAX_PERSON_KEYS
    assert keys == keyed_names(given_name, family, parent, year)


@given(texts)
def test_any_text_is_parsed_into_a_bounded_list_without_repeats(text: str) -> None:
    found = lookups(text)
    assert len(found) <= MAX_LOOKUPS
    assert len(found) == len({one.key for one in found})


@given(given_name=names, family=names, other_given=names, other_family=names, year=years)
def test_nobody_scores_above_the_person_of_that_very_name(
    given_name: str, family: str, other_given: str, other_family: str, year: int
) -> None:
    query = parse(f"{given_name} {family} {year}")
    own = score(query, Candidate.of(given_name, family, None, year))
    assert own >= score(query, Candidate.of(other_given, other_family, None, year))
    assert own == score(query, Candidate.of(given_name, family, None, year))
