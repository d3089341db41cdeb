"""Stages and the ways between them, as definitions tell them: what schemes and the processes of settlements have alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Generic, Protocol, TypeVar

from khetane.core.definitions import Entry, Words
from khetane.core.states import Machine, Step

PhaseT = TypeVar("PhaseT", bound=StrEnum)
WayT = TypeVar("WayT", bound="Way")


@dataclass(frozen=True, slots=True)
class Stage(Generic[PhaseT]):
    """Where something stands; `phase` is what that means."""

    code: str
    names: Words
    phase: PhaseT


@dataclass(frozen=True, slots=True)
class Way:
    """A step from some stages to another; `needs` must be there before it, `why` asks for a reason."""

    code: str
    names: Words
    sources: tuple[str, ...]
    target: str
    needs: tuple[str, ...]
    why: bool


@dataclass(frozen=True, slots=True)
class Course(Generic[PhaseT, WayT]):
    """Stages and ways as they are from one day on; what began under them ends under them."""

    valid_from: date
    stages: Mapping[str, Stage[PhaseT]]
    ways: tuple[WayT, ...]
    machine: Machine

    @property
    def first(self) -> str:
        return next(iter(self.stages))

    def way(self, before: str, after: str) -> WayT | None:
        return next((one for one in self.ways if before in one.sources and one.target == after), None)

    def following(self, stage: str) -> tuple[WayT, ...]:
        return tuple(one for one in self.ways if stage in one.sources)


CourseT = TypeVar("CourseT", bound="Course[Any, Any]")


@dataclass(frozen=True, slots=True)
class Dated(Generic[CourseT]):
    """Something whose rules change; `versions` in the order in which they came into force."""

    code: str
    names: Words
    about: Words
    versions: tuple[CourseT, ...]

    def rules_on(self, day: date) -> CourseT:
        """The rules under which one begins on a day; before the first version known, that one."""
        return next((one for one in reversed(self.versions) if one.valid_from <= day), self.versions[0])

    @property
    def latest(self) -> CourseT:
        return self.versions[-1]


def read_stages(entry: Entry, phases: type[PhaseT]) -> dict[str, Stage[PhaseT]]:
    """The stages of an entry by code. Raises WrongDefinition, also when there is none."""
    stages = by_code(entry, [read_stage(given, phases) for given in entry.each("stages")])
    if not stages:
        raise entry.refuse("no stage. Give at least one.")
    return stages


class Coded(Protocol):
    """Something with a code."""

    @property
    def code(self) -> str: ...


CodedT = TypeVar("CodedT", bound=Coded)


def by_code(entry: Entry, listed: Iterable[CodedT]) -> dict[str, CodedT]:
    """What an entry lists, by code. Raises WrongDefinition for a code that stands twice."""
    found: dict[str, CodedT] = {}
    for one in listed:
        if one.code in found:
            raise entry.refuse(f"“{one.code}” stands twice. Keep one, or give it another code.")
        found[one.code] = one
    return found


def read_stage(entry: Entry, phases: type[PhaseT]) -> Stage[PhaseT]:
    stage = Stage(entry.code("code"), entry.words("name"), phases(entry.one_of("phase", tuple(phases))))
    entry.done()
    return stage


def machine_of(
    entry: Entry, kind: str, stages: Mapping[str, Stage[PhaseT]], ways: tuple[WayT, ...]
) -> Machine:
    """The table of states that stages and ways make. Raises WrongDefinition for one that cannot be."""
    steps = tuple(Step(one.code, one.names["en"], one.sources, one.target) for one in ways)
    try:
        return Machine(kind=kind, states=tuple(stages), starts=(next(iter(stages)),), steps=steps)
    except ValueError as error:
        raise entry.refuse(str(error)) from error


def in_order(entry: Entry, versions: tuple[CourseT, ...]) -> tuple[CourseT, ...]:
    """The versions again. Raises WrongDefinition for none, or for one that comes before an older one."""
    if not versions:
        raise entry.refuse("no version of its rules. Give at least one.")
    if any(older.valid_from >= newer.valid_from for older, newer in pairwise(versions)):
        raise entry.refuse("the versions are not in the order of “valid_from”. Put the oldest first.")
    return versions
