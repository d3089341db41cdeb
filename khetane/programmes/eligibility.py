"""Whether somebody may take part in a scheme, criterion by criterion. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from khetane.programmes.definition import Criterion, SchemeRules
from khetane.programmes.expression import Fact, Truth

YES, NO, OPEN = "yes", "no", "open"


@dataclass(frozen=True, slots=True)
class Answered:
    """One criterion and whether it is met; None: not known."""

    criterion: Criterion
    met: Truth


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to every criterion. Somebody may take part who meets all of them."""

    answered: tuple[Answered, ...]

    @property
    def eligible(self) -> str:
        """`yes`, `no`, or `open` while something that decides is not known."""
        met = [one.met for one in self.answered]
        if False in met:
            return NO
        return OPEN if None in met else YES

    def against(self) -> tuple[Criterion, ...]:
        """What speaks against it, or must be asked."""
        return tuple(one.criterion for one in self.answered if one.met is not True)


def judge(rules: SchemeRules, facts: Mapping[str, Fact]) -> Verdict:
    """The verdict on what is known."""
    return Verdict(tuple(Answered(one, one.rule.holds(facts)) for one in rules.criteria))
