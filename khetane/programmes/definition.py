"""What a scheme is: whom it is for, who may take part and why, its stages, milestones and sessions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from khetane.core.definitions import Words
from khetane.core.states import Machine, Step
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
class Stage:
    """Where an enrolment stands."""

    code: str
    names: Words
    phase: Phase


@dataclass(frozen=True, slots=True)
class Way:
    """A step from some stages to another; `needs` are milestones that must have been reached, `why` asks for a reason."""

    code: str
    names: Words
    sources: tuple[str, ...]
    target: str
    needs: tuple[str, ...]
    why: bool


@dataclass(frozen=True, slots=True)
class MilestoneKind:
    """Something to be reached. `output` was delivered, `outcome` came of it; `months` after the milestone `after`."""

    code: str
    names: Words
    output: bool
    outcome: bool
    money: bool
    photo: bool
    after: str
    months: int


@dataclass(frozen=True, slots=True)
class SchemeRules:
    """The rules of a scheme from one day on; an enrolment ends under those it was applied for under."""

    valid_from: date
    criteria: tuple[Criterion, ...]
    stages: Mapping[str, Stage]
    ways: tuple[Way, ...]
    milestones: Mapping[str, MilestoneKind]
    machine: Machine

    @property
    def first(self) -> str:
        return next(iter(self.stages))

    def way(self, before: str, after: str) -> Way | None:
        return next((one for one in self.ways if before in one.sources and one.target == after), None)

    def following(self, stage: str) -> tuple[Way, ...]:
        return tuple(one for one in self.ways if stage in one.sources)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme; `sessions` when people meet, `parents` when it matters whether a parent took part."""

    code: str
    names: Words
    about: Words
    area: str
    mandate: str
    whom: For
    sessions: bool
    parents: bool
    asks: tuple[Asked, ...]
    versions: tuple[SchemeRules, ...]

    def rules_on(self, day: date) -> SchemeRules:
        """The rules under which somebody applies on a day; before the first version known, that one."""
        return next((one for one in reversed(self.versions) if one.valid_from <= day), self.versions[0])

    @property
    def latest(self) -> SchemeRules:
        return self.versions[-1]


def machine_of(scheme: str, stages: Mapping[str, Stage], ways: tuple[Way, ...]) -> Machine:
    """The table of states that the stages and ways of a scheme make. ValueError as `Machine` says."""
    steps = tuple(Step(one.code, one.names["en"], one.sources, one.target) for one in ways)
    return Machine(kind=scheme, states=tuple(stages), starts=(next(iter(stages)),), steps=steps)
