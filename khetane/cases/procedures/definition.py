"""What a type of procedure is: steps, terms, documents, and the version of the rules in force on a day. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from khetane.cases.procedures.terms import Term
from khetane.core.definitions import Words


class Status(StrEnum):
    """How sure we are of a fact of law."""

    VERIFIED = "verified"  # a lawyer compared it with the law in force
    SEEN = "seen"  # read in a public copy of the law or of an analysis
    RECALLED = "recalled"  # written from memory: to be verified before anybody relies on it


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens in a procedure; `event` is the code under which its day is given.

    `decides`: it grants or refuses.
    """

    event: str
    names: Words
    by: str  # client · office · court: whose turn it is
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """What must have happened (`until`) within `term` of the event `after`."""

    code: str
    names: Words
    after: str
    until: str
    term: Term
    basis: Words
    status: Status
    source: Words
    remedy: Words  # what one may do once it has passed; empty where nothing is kept
    when: str = ""  # "refused": it runs only where the event `after` refused


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules from one day on. `running`: they also bind procedures that began before that day.

    `initiates` and `solves` are the events with which the field counts a procedure as initiated and as solved.
    `newer` tells of a law that is published and not in these rules yet: its reader asks whether it is applied already.
    """

    version: str
    valid_from: date
    legal_basis: Words
    body: Words
    steps: tuple[Step, ...]
    deadlines: tuple[Deadline, ...]
    documents: tuple[Words, ...]
    status: Status
    source: Words
    running: bool
    initiates: str = ""
    solves: str = ""
    newer: Words = field(default_factory=dict)

    def step(self, event: str) -> Step | None:
        """The step of that event; None when there is none."""
        return next((step for step in self.steps if step.event == event), None)


@dataclass(frozen=True, slots=True)
class Ages:
    """For whom a procedure is, by age; both ends belong to it, None is no end."""

    from_years: int | None = None
    from_days: int | None = None
    until_days: int | None = None


@dataclass(frozen=True, slots=True)
class ProcedureType:
    """A type of procedure; `versions` in the order in which they came into force.

    `gives` is the document or right one has when it is solved. `several`: one person may ask for more than one at a time.
    """

    code: str
    jurisdiction: str
    calendar: str
    names: Words
    unlocks: tuple[str, ...]
    lawyer_only: bool
    versions: tuple[Rules, ...]
    gives: str = ""
    ages: Ages = Ages()
    several: bool = False

    @property
    def beginning(self) -> str:
        """The event that begins the procedure: its first step."""
        return self.versions[0].steps[0].event

    def rules_for(self, *, begun: date, at: date) -> Rules:
        """The rules that bind, on the day `at`, a procedure begun on the day `begun`.

        A procedure ends under the rules it began with, unless later ones say that they bind running
        procedures. One begun before the first version known is read by that version.
        """
        binding = self.versions[0]
        for rules in self.versions[1:]:
            if rules.valid_from <= begun or (rules.running and rules.valid_from <= at):
                binding = rules
        return binding
