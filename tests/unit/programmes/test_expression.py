"""Rules of eligibility: what they say, what they leave open, what is refused."""

from __future__ import annotations

import pytest

from khetane.programmes.expression import Between, Fact, Kind, WrongRule, read_rule

KINDS = {"age": Kind.NUMBER, "works": Kind.YES_NO, "returned": Kind.YES_NO, "economy": Kind.TEXT}


@pytest.mark.parametrize(
    ("rule", "facts", "answer"),
    [
        ("age >= 14 and age <= 20", {"age": 14}, True),
        ("age >= 14 and age <= 20", {"age": 21}, False),
        ("14 <= age <= 20", {"age": 20}, True),
        ("14 <= age <= 20", {}, None),
        ("age >= 14", {"age": Between(13, 15)}, None),
        ("age >= 14", {"age": Between(14, 15)}, True),
        ("age < 14", {"age": Between(14, 15)}, False),
        ("age == 14", {"age": Between(13, 15)}, None),
        ("age != 14", {"age": Between(15, 16)}, True),
        ("not works", {"works": False}, True),
        ("not works", {}, None),
        ("works and age > 20", {"age": 3}, False),
        ("works or age > 20", {"age": 30}, True),
        ("works or age > 20", {"age": 3}, None),
        ('economy in ("RS", "MK")', {"economy": "MK"}, True),
        ('economy in ("RS", "MK")', {"economy": "BA"}, False),
        ('economy not in ("RS", "MK")', {"economy": "BA"}, True),
        ('economy in ("RS", "MK")', {}, None),
        ("works == returned", {"works": True, "returned": True}, True),
    ],
)
def test_a_rule_says_yes_no_or_leaves_it_open(rule: str, facts: dict[str, Fact], answer: bool | None) -> None:
    assert read_rule(rule, KINDS).holds(facts) is answer


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("__import__('os').system('true')", "not allowed"),
        ("age.real", "not allowed"),
        ("[1 for _ in (1,)]", "not allowed"),
        ("(lambda: True)()", "not allowed"),
        ("age + 1 > 3", "not allowed"),
        ("shoe_size > 3", "no fact"),
        ("age", "no yes or no"),
        ("works > 3", "different kinds"),
        ('economy > "A"', "no order"),
        ("economy in works", "comes a list"),
        ('age in ("RS",)', "different kinds"),
        ("age is 3", "“is” is not allowed"),
        ("age >=", "cannot be read"),
        ("works and age", "no yes or no"),
        ("(" * 200 + "works" + ")" * 200, "longer"),
        (" or ".join(["works"] * 40), "longer|too many"),
    ],
)
def test_anything_else_is_refused_when_it_is_read(rule: str, said: str) -> None:
    with pytest.raises(WrongRule, match=said):
        read_rule(rule, KINDS)
