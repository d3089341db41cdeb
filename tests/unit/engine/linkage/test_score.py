from __future__ import annotations

from itertools import pairwise

import pytest

from khetane.engine.linkage.query import parse
from khetane.engine.linkage.score import Candidate, Level, agreement, score
from khetane.engine.linkage.word import words_of

ASKED = Candidate.of("Džemile", "Đurić", "Milan", 1987)


def test_scores_fall_as_the_candidate_fits_less() -> None:
    query = parse("Џемиле Ђурић 1987 ")
    candidates = [
        ASKED,
        Candidate.of("Xhemile", "Gjuric", "Milan", 1987),
        Candidate.of("Xhemile", "Gjuric", "Milan", 1988),
        Candidate.of("Džemile", "Đukić", "Milan", 1988),
        Candidate.of("Jasmina", "Đurić", "Milan", 1950),
        Candidate.of("Marko", "Petrović", "Milan", 1950),
    ]
    scores = [score(query, candidate) for candidate in candidates]
    assert all(better > worse for better, worse in pairwise(scores))


def test_order_of_the_names_does_not_matter() -> None:
    assert score(parse("Đurić Džemile "), ASKED) == score(parse("Džemile Đurić "), ASKED)


def test_a_stored_name_answers_one_word_only() -> None:
    assert score(parse("Đurić Đurić "), ASKED) < score(parse("Đurić Džemile "), ASKED)


def test_a_word_asks_for_one_stored_name_only() -> None:
    twice, once = Candidate.of("Đurić", "Đurić"), Candidate.of("Ana", "Đurić")
    assert score(parse("Đurić "), twice) == score(parse("Đurić "), once)


def test_a_word_that_fits_nobody_counts_against() -> None:
    assert score(parse("Đurić Džemile Bekim Hasan "), ASKED) < score(parse("Đurić Džemile "), ASKED)


def test_no_year_on_either_side_says_nothing() -> None:
    unknown = Candidate.of("Džemile", "Đurić", "Milan")
    assert score(parse("Đurić 1987"), unknown) == score(parse("Đurić "), unknown)


def test_an_estimated_birth_is_exact_within_its_tolerance() -> None:
    estimated = Candidate.of("Džemile", "Đurić", "Milan", 1989, year_tolerance=2)
    assert score(parse("Đurić 1987"), estimated) == score(parse("Đurić 1987"), ASKED)
    assert score(parse("Đurić 1986"), estimated) < score(parse("Đurić 1986"), ASKED) + 4


@pytest.mark.parametrize("names", [("", "", ""), ("H", "", ""), ("|", " ", "|")])
def test_a_stored_name_without_a_sound_answers_no_word(names: tuple[str, str, str]) -> None:
    assert score(parse("Đurić "), Candidate.of(*names)) == score(
        parse("Đurić "), Candidate.of("Bekim", "Has")
    )


def test_nothing_asked_is_no_opinion() -> None:
    assert score(parse(""), ASKED) == 0.0


@pytest.mark.parametrize(
    ("word", "name", "level"),
    [
        ("ђурић", "đurić", Level.WRITTEN),
        ("gjuric", "đurić", Level.HEARD),
        ("cemile", "džemile", Level.HEARD),
        ("dzenile", "džemile", Level.CLOSE),
        ("marina", "mirjana", Level.CLOSE),
        ("jovan", "jovanka", Level.CLOSE),
        ("fatima", "fatmire", Level.NEAR),
        ("bekić", "pegić", Level.ALIKE),
        ("hasan", "petrović", Level.OTHER),
    ],
)
def test_agreement_levels(word: str, name: str, level: Level) -> None:
    assert agreement(*words_of(f"{word} {name}")) is level


def test_an_unfinished_word_agrees_with_what_it_begins() -> None:
    assert agreement(*words_of("ib ibrahimović"), unfinished=True) is Level.BEGINS
    assert agreement(*words_of("ib ibrahimović")) < Level.BEGINS
