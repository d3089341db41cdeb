"""What a process of a settlement is: its stages, steps and what each needs, bodies, documents, safeguards. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from khetane.cases.procedures.definition import Status
from khetane.core.definitions import Words
from khetane.core.ways import Course, Dated, Way


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
class ProcessWay(Way):
    """A step of a process; `safeguards` must be met before it."""

    needs: tuple[Needed, ...]
    safeguards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What a standard asks before people are moved; `source` names the standard."""

    code: str
    names: Words
    source: Words
    status: Status


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Who decides in an economy, and by which law."""

    body: Words
    legal_basis: Words
    status: Status
    source: Words


@dataclass(frozen=True, slots=True)
class ProcessRules(Course[Phase, ProcessWay]):
    """The rules of a kind of process from one day on."""

    version: str
    status: Status
    source: Words
    jurisdictions: Mapping[str, Jurisdiction]
    documents: Mapping[str, Words]
    safeguards: Mapping[str, Safeguard]

    def phase(self, stage: str) -> Phase:
        """A stage that these rules do not know is still to be dealt with."""
        return self.stages[stage].phase if stage in self.stages else Phase.RUNNING


@dataclass(frozen=True, slots=True)
class ProcessType(Dated[ProcessRules]):
    """A kind of process; `proposals` when homes are proposed in it."""

    proposals: bool
