from __future__ import annotations

from khetane.engine.linkage.names import joined
from khetane.engine.linkage.query import parse
from khetane.engine.linkage.ranking import Namesakes, best


def group(given: str, family: str, *ids: str, apart: int | None = None) -> Namesakes:
    return Namesakes(joined(given, family), apart, ",".join(ids))


def test_the_name_that_fits_better_stands_first_whatever_its_number() -> None:
    groups = [
        group("Osman", "Bajramović", *(f"a{n}" for n in range(30))),
        group("Osman", "Bajrami", "z"),
    ]
    assert best(parse("osman bajrami "), groups, 20)[0] == "z"


def test_a_birth_near_the_year_asked_for_goes_before_a_farther_one() -> None:
    groups = [group("Osman", "Bajrami", id, apart=apart) for id, apart in (("a", 9), ("b", None), ("c", 0))]
    assert best(parse("osman bajrami 1984"), groups, 20) == ["c", "b", "a"]


def test_without_a_year_years_say_nothing() -> None:
    groups = [group("Osman", "Bajrami", "a", apart=9), group("Osman", "Bajrami", "b", apart=0)]
    assert best(parse("osman bajrami"), groups, 20) == ["a", "b"]


def test_names_that_fit_equally_well_take_turns() -> None:
    groups = [group("Osman", "Bajrović", *"abcdef"), group("Osman", "Bajrić", "x", "y")]
    assert best(parse("osman baj"), groups, 4) == ["a", "x", "b", "y"]


def test_who_stands_in_two_groups_is_one_answer() -> None:
    two = [
        Namesakes(joined("Osman", "Bajrami"), None, "a"),
        Namesakes(joined("Osman", "Bajrami", "Emin"), None, "a"),
    ]
    assert best(parse("osman bajrami emin"), [*two, group("Osman", "Bajrami", "b")], 20) == ["a", "b"]


def test_a_name_that_fits_as_well_as_the_last_needed_takes_its_turn_too() -> None:
    many = group("Osman", "Bajrović", *(f"a{n:02}" for n in range(40)))
    assert best(parse("osman baj"), [many, group("Osman", "Bajrić", "x")], 20)[:2] == ["a00", "x"]


def test_an_id_that_stands_twice_in_a_group_has_one_turn() -> None:
    groups = [group("Osman", "Bajrović", *"aaaaaab"), group("Osman", "Bajrić", *"xyz")]
    assert best(parse("osman baj"), groups, 4) == ["a", "x", "b", "y"]


def test_nobody_is_nobody() -> None:
    assert best(parse("osman"), [], 20) == []
