"""What a process of a settlement is: its stages, steps and what each needs, bodies, documents, safeguards. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from khetane.cases.procedures.definition import Status
from khetane.core.definitions import Words
from khetane.core.states import Machine, Step


class Phase(StrEnum):
    """What a stage means: whether anything is still to be done."""

    RUNNING = "working"
    COMPLETED = "completed"
    STOPPED = "left"


class Needed(StrEnum):
    """What a step may need besides safeguards."""

    DECISION = "decision"  # one on record that granted
    DOCUMENTS = "documents"  # all that the rules name
    INSPECTION = "inspection"  # the last one found everything in order
    PROPOSALS = "proposals"  # each housing proposal agreed or dropped


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a process stands."""

    code: str
    names: Words
    phase: Phase


@dataclass(frozen=True, slots=True)
class Way:
    """A step from some stages to another; `safeguards` must be met before it, `why` asks for a reason."""

    code: str
    names: Words
    sources: tuple[str, ...]
    target: str
    needs: tuple[Needed, ...]
    safeguards: tuple[str, ...]
    why: bool


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What a standard asks before people are moved; `source` names the standard."""

    code: str
    names: Words
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Who decides in an economy, and by which law."""

    body: Words
    legal_basis: str
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class ProcessRules:
    """The rules from one day on; a process ends under those it began under."""

    version: str
    valid_from: date
    status: Status
    source: str
    jurisdictions: Mapping[str, Jurisdiction]
    documents: Mapping[str, Words]
    safeguards: Mapping[str, Safeguard]
    stages: Mapping[str, Stage]
    ways: tuple[Way, ...]
    machine: Machine

    @property
    def first(self) -> str:
        return next(iter(self.stages))

    def way(self, before: str, after: str) -> Way | None:
        return next((one for one in self.ways if before in one.sources and one.target == after), None)

    def following(self, stage: str) -> tuple[Way, ...]:
        return tuple(one for one in self.ways if stage in one.sources)

    def phase(self, stage: str) -> Phase:
        """A stage that these rules do not know is still to be dealt with."""
        return self.stages[stage].phase if stage in self.stages else Phase.RUNNING


@dataclass(frozen=True, slots=True)
class ProcessType:
    """A kind of process; `versions` in the order in which they came into force."""

    code: str
    names: Words
    about: Words
    proposals: bool
    versions: tuple[ProcessRules, ...]

    def rules_on(self, day: date) -> ProcessRules:
        """The rules under which a process begins on a day; before the first version known, that one."""
        return next((one for one in reversed(self.versions) if one.valid_from <= day), self.versions[0])

    @property
    def latest(self) -> ProcessRules:
        return self.versions[-1]


def machine_of(kind: str, stages: Mapping[str, Stage], ways: tuple[Way, ...]) -> Machine:
    """The table of states that the stages and ways make. ValueError as `Machine` says."""
    steps = tuple(Step(one.code, one.names["en"], one.sources, one.target) for one in ways)
    return Machine(kind=kind, states=tuple(stages), starts=(next(iter(stages)),), steps=steps)
