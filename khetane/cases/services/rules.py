"""What may be said of a delivery, by the rules of its type on its day. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from khetane.cases import problems
from khetane.cases.services.definition import Catalogue, ServiceRules
from khetane.core.problems import Problem


def rules_of(catalogue: Catalogue, values: Mapping[str, Any]) -> ServiceRules | None:
    """The rules of what `values` says was delivered; None for a type that was not in use then."""
    kind, day = catalogue.types.get(values["type"] or ""), values["date"]
    return kind.rules_on(date.fromisoformat(day)) if kind and day else None


def faults(catalogue: Catalogue, values: Mapping[str, Any], *, where: str) -> Iterator[Problem]:
    """What speaks against a delivery: a type that was not in use, money where none flows, what was not answered."""
    if not values["type"] or not values["date"]:
        return
    rules = rules_of(catalogue, values)
    if rules is None:
        yield problems.NOT_IN_USE.about(where=where, type=values["type"], day=values["date"])
        return
    if values["amount"] and not rules.money:
        yield problems.NO_MONEY.about(where=where, type=values["type"])
    if values["amount"] and not values["currency"]:
        yield problems.NO_CURRENCY.about(where=where)
    for asked in rules.asks:
        if values.get(asked) is None:
            yield problems.NOT_ANSWERED.about(where=where, type=values["type"], property=asked)
