"""Rules of eligibility as small expressions over declared facts: “age >= 14 and not attends_school”. Pure.

Comparisons, and, or, not, in; nothing is called, nothing is looked up but facts, and every expression is checked
against the kinds of its facts when it is read. A fact that is not known leaves the answer open unless the others
decide it.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

LONGEST, MOST_PARTS = 300, 60


class Kind(StrEnum):
    """What a fact is."""

    NUMBER = "number"
    YES_NO = "yes_no"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Between:
    """A number that is known only to lie from `low` to `high`."""

    low: int
    high: int


Fact = int | Decimal | bool | str | Between | None
Truth = bool | None  # None: not known


class WrongRule(ValueError):
    """An expression that cannot be used; the sentence says what to mend."""


ORDER: Mapping[type, Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One expression, as written and as read; `names` are the facts it asks for."""

    source: str
    tree: ast.expr
    names: frozenset[str]

    def holds(self, facts: Mapping[str, Fact]) -> Truth:
        """Whether it holds; None when that cannot be said from what is known."""
        return _truth(self.tree, facts)


def read_rule(source: str, kinds: Mapping[str, Kind]) -> Rule:
    """The rule, checked against the facts there are. Raises WrongRule."""
    if len(source) > LONGEST:
        raise WrongRule(f"the rule is longer than {LONGEST} characters. Divide it into several criteria.")
    try:
        tree = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise WrongRule(f"“{source}” cannot be read as a rule.") from error
    parts = list(ast.walk(tree))
    if len(parts) > MOST_PARTS:
        raise WrongRule(f"“{source}” has too many parts. Divide it into several criteria.")
    if _kind(tree, kinds) is not Kind.YES_NO:
        raise WrongRule(f"“{source}” is no yes or no.")
    return Rule(source, tree, frozenset(part.id for part in parts if isinstance(part, ast.Name)))


def _kind(node: ast.expr, kinds: Mapping[str, Kind]) -> Kind:
    """The kind of an expression; WrongRule when parts of different kinds are put together."""
    match node:
        case ast.Name(id=name):
            if name not in kinds:
                raise WrongRule(f"“{name}” is no fact. Known are {', '.join(sorted(kinds))}.")
            return kinds[name]
        case ast.Constant(value=bool()):
            return Kind.YES_NO
        case ast.Constant(value=int() | float()):
            return Kind.NUMBER
        case ast.Constant(value=str()):
            return Kind.TEXT
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _all_of(Kind.YES_NO, [inner], kinds)
        case ast.BoolOp(values=several):
            return _all_of(Kind.YES_NO, several, kinds)
        case ast.Compare(left=left, ops=ops, comparators=others):
            for op, one, other in zip(ops, [left, *others], others, strict=False):
                _check_comparison(op, one, other, kinds)
            return Kind.YES_NO
    raise WrongRule(
        f"“{ast.unparse(node)}” is not allowed in a rule: only facts, and, or, not, in and comparisons."
    )


def _all_of(kind: Kind, nodes: list[ast.expr], kinds: Mapping[str, Kind]) -> Kind:
    for node in nodes:
        if _kind(node, kinds) is not kind:
            raise WrongRule(f"“{ast.unparse(node)}” is no yes or no.")
    return kind


def _check_comparison(op: ast.cmpop, one: ast.expr, other: ast.expr, kinds: Mapping[str, Kind]) -> None:
    said = f"“{ast.unparse(one)}” and “{ast.unparse(other)}”"
    if isinstance(op, ast.In | ast.NotIn):
        if not isinstance(other, ast.Tuple) or not other.elts:
            raise WrongRule(f'after “in” comes a list such as ("RS", "MK"), not “{ast.unparse(other)}”.')
        if not all(
            isinstance(choice, ast.Constant) and _kind(choice, kinds) is _kind(one, kinds)
            for choice in other.elts
        ):
            raise WrongRule(f"{said} are of different kinds.")
        return
    if _kind(one, kinds) is not _kind(other, kinds):
        raise WrongRule(f"{said} are of different kinds.")
    ordered = type(op) in ORDER
    if ordered and _kind(one, kinds) is not Kind.NUMBER:
        raise WrongRule(f"{said} have no order: only numbers have.")
    if not ordered and not isinstance(op, ast.Eq | ast.NotEq):
        raise WrongRule(f"{said}: “is” is not allowed in a rule; use ==.")


def _truth(node: ast.expr, facts: Mapping[str, Fact]) -> Truth:
    match node:
        case ast.UnaryOp(operand=inner):
            return _not(_truth(inner, facts))
        case ast.BoolOp(op=ast.And(), values=several):
            return _every([_truth(one, facts) for one in several])
        case ast.BoolOp(values=several):
            return _not(_every([_not(_truth(one, facts)) for one in several]))
        case ast.Compare(left=left, ops=ops, comparators=others):
            pairs = zip(ops, [left, *others], others, strict=False)
            return _every([_compared(op, one, other, facts) for op, one, other in pairs])
    value = _value(node, facts)
    return value if isinstance(value, bool) else None


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _every(truths: list[Truth]) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def _value(node: ast.expr, facts: Mapping[str, Fact]) -> Any:
    if isinstance(node, ast.Name):
        return facts.get(node.id)
    return node.value if isinstance(node, ast.Constant) else None


def _compared(op: ast.cmpop, one: ast.expr, other: ast.expr, facts: Mapping[str, Fact]) -> Truth:
    if isinstance(op, ast.In | ast.NotIn):
        choices = other.elts if isinstance(other, ast.Tuple) else []
        found = _not(_every([_not(_compared(ast.Eq(), one, choice, facts)) for choice in choices]))
        return found if isinstance(op, ast.In) else _not(found)
    left, right = _ends(_value(one, facts)), _ends(_value(other, facts))
    if left is None or right is None:
        return None
    if type(op) in ORDER:
        compare = ORDER[type(op)]
        answers = {compare(a, b) for a in left for b in right}
    else:
        apart = left[1] < right[0] or right[1] < left[0]
        certain = left[0] == left[1] and right[0] == right[1]
        answers = {False} if apart else {True} if certain else {True, False}
        answers = {not answer for answer in answers} if isinstance(op, ast.NotEq) else answers
    return answers.pop() if len(answers) == 1 else None


def _ends(value: Any) -> tuple[Any, Any] | None:
    if value is None:
        return None
    return (value.low, value.high) if isinstance(value, Between) else (value, value)
