"""What a scheme is: whom it is for, who may take part and why, its stages, milestones and sessions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from khetane.core.definitions import Words
from khetane.core.ways import Course, Dated, Way
from khetane.programmes.expression import Kind, Rule


class For(StrEnum):
    """Who is enrolled."""

    PERSON = "person"
    HOUSEHOLD = "household"


class Phase(StrEnum):
    """What a stage means for counting: whoever is served takes part now."""

    WAITING = "waiting"
    SERVED = "served"
    COMPLETED = "completed"
    LEFT = "left"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that is not on record and is asked when somebody applies."""

    code: str
    kind: Kind
    question: Words


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of taking part, and how it is said."""

    rule: Rule
    because: Words


@dataclass(frozen=True, slots=True)
class MilestoneKind:
    """Something to be reached. `output` was delivered, `outcome` came of it; `months` after the milestone `after`.

    It is reached in one of `stages`; in any, where there are none.
    """

    code: str
    names: Words
    output: bool
    outcome: bool
    money: bool
    photo: bool
    after: str
    months: int
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeWay(Way):
    """A step of a scheme. `anew`: what it needs counts only where it was reached since the stage before it began."""

    anew: bool = False


@dataclass(frozen=True, slots=True)
class SchemeRules(Course[Phase, SchemeWay]):
    """The rules of a scheme from one day on. What a way needs are milestones that must have been reached."""

    criteria: tuple[Criterion, ...]
    milestones: Mapping[str, MilestoneKind]


@dataclass(frozen=True, slots=True)
class Scheme(Dated[SchemeRules]):
    """A scheme; `sessions` when people meet, `parents` when it matters whether a parent took part.

    `own_since` is the first day of rules that the installation made; without one all come with Khetane.
    """

    area: str
    mandate: str
    whom: For
    sessions: bool
    parents: bool
    asks: tuple[Asked, ...]
    own_since: date | None = None
