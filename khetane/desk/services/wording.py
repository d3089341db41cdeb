"""Services in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from khetane.cases.lists import SERVICES
from khetane.cases.services.definition import ServiceType
from khetane.cases.services.reading import shipped
from khetane.core.mandates import Area
from khetane.web.names import code_label, worded

# Every delivery stands in one of these lists.
DELIVERED = ((gettext_lazy("To households"), "cases:services"), (gettext_lazy("To groups"), "cases:groups"))


@dataclass(frozen=True, slots=True)
class Offered:
    """The services of one area, to choose from."""

    area: str
    label: str
    types: tuple[tuple[str, str], ...]


def offered(day: date, *, first: str = "", groups: bool = False) -> Iterator[Offered]:
    """What can be delivered on a day, area by area; `first` is the area that is most likely meant."""
    kinds = [one for one in shipped().on(day).values() if not groups or one.latest.group]
    for area in sorted(Area, key=lambda one: one.value != first):
        types = tuple((one.code, service_label(one.code)) for one in kinds if one.area == area)
        if types:
            yield Offered(area.value, str(area.label), types)


def service_label(code: str) -> str:
    return code_label(SERVICES, code)


def service_choices() -> list[tuple[str, Any]]:
    """Every service to choose from, in the language of whoever looks."""
    return [(code, lazy(service_label, str)(code)) for code in SERVICES.codes]


def unit_label(kind: ServiceType, day: date) -> str:
    """What the quantity of a service counts."""
    rules = kind.rules_on(day) or kind.latest
    return worded(shipped().units[rules.unit])
