"""What a type of service is, and the version of its rules on a day. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from khetane.core.definitions import Words


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """The rules of a type from one day on.

    `unit` is what the quantity counts; `asks` names the properties that are asked of this type alone.
    """

    valid_from: date
    unit: str
    ends_need: bool
    group: bool
    money: bool
    asks: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceType:
    """A type of service; `versions` in the order in which they came to hold, `valid_to` the last day of its use."""

    code: str
    names: Words
    area: str
    versions: tuple[ServiceRules, ...]
    valid_to: date | None = None

    def rules_on(self, day: date) -> ServiceRules | None:
        """The rules for what is delivered on a day; None when the type is not in use then."""
        if self.valid_to is not None and day > self.valid_to:
            return None
        return next((one for one in reversed(self.versions) if one.valid_from <= day), None)

    @property
    def latest(self) -> ServiceRules:
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The types by code in the order of the file, and the words for what quantities count."""

    types: Mapping[str, ServiceType]
    units: Mapping[str, Words]

    def on(self, day: date) -> Mapping[str, ServiceType]:
        """The types in use on a day."""
        return {code: one for code, one in self.types.items() if one.rules_on(day) is not None}
