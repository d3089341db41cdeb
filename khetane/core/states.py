"""What states a record goes through: one table per kind, from which checks, buttons and diagrams follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from khetane.core.problems import Problem, Sentence, gettext_noop

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

BEGINNING = ""  # the state of a record that is not there yet

NO_SUCH_STEP = Sentence(
    "no_such_step",
    gettext_noop(
        "{where}: from “{before}” it cannot become “{after}”, only: {possible}. "
        "Look at the record as it stands now and choose one of these."
    ),
)
NO_STEP_LEFT = Sentence(
    "no_step_left",
    gettext_noop(
        "{where}: it is “{before}” and stays so; it cannot become “{after}”. Look at it, and make a new record if needed."
    ),
)
NO_SUCH_BEGINNING = Sentence(
    "no_such_beginning",
    gettext_noop(
        "{where}: a record does not begin as “{after}”, only as: {possible}. Begin with one of these."
    ),
)
STEP_ASKS = Sentence(
    "step_asks",
    gettext_noop("{where}: to become “{after}” it needs “{property}”. Fill it in and send it again."),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One way from any of `sources` to `target`.

    `name` is its code, `label` what its button says, `asks` the properties that must not be empty for it.
    """

    name: str
    label: StrPromise | str
    sources: tuple[str, ...]
    target: str
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """The states of one kind of record. `starts` are those in which a record may be recorded first.

    ValueError when the table names unknown states, names a step twice, has two steps between the same
    states, or has a state that nothing leads to.
    """

    kind: str
    states: tuple[str, ...]
    starts: tuple[str, ...]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        ways = [(source, step.target) for step in self.steps for source in step.sources]
        named = {*self.starts, *(state for way in ways for state in way)}
        names = [step.name for step in self.steps]
        faults: Mapping[str, set[Any]] = {
            "unknown states": named - {*self.states},
            "two steps of one name": {name for name in names if names.count(name) > 1},
            "two steps between the same states": {way for way in ways if ways.count(way) > 1},
            "states that nothing leads to": {*self.states} - {*self.starts} - {target for _, target in ways},
        }
        for what, found in faults.items():
            if found:
                raise ValueError(f"The states of {self.kind} have {what}: {sorted(map(str, found))}.")

    def following(self, state: str) -> tuple[Step, ...]:
        """The steps that lead on from `state`, in the table's order."""
        return tuple(step for step in self.steps if state in step.sources)

    def step(self, before: str, after: str) -> Step | None:
        """The step between two states; None when there is none."""
        return next((step for step in self.following(before) if step.target == after), None)

    def check(self, before: str, after: str, values: Mapping[str, Any], where: str) -> Iterator[Problem]:
        """What speaks against becoming `after` with `values`; `before` is BEGINNING for a new record.

        Staying as it is is no step.
        """
        if before == BEGINNING:
            if after not in self.starts:
                yield NO_SUCH_BEGINNING.about(where=where, after=after, possible=", ".join(self.starts))
            return
        if before == after:
            return
        step = self.step(before, after)
        if step is not None:
            for name in step.asks:
                if values.get(name) in (None, "", []):
                    yield STEP_ASKS.about(where=where, after=after, property=name)
            return
        possible = ", ".join(one.target for one in self.following(before))
        sentence = NO_SUCH_STEP if possible else NO_STEP_LEFT
        told = {"possible": possible} if possible else {}
        yield sentence.about(where=where, before=before, after=after, **told)

    def diagram(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        lines += [f"    [*] --> {state}" for state in self.starts]
        lines += [
            f"    {source} --> {step.target}: {step.name}" for step in self.steps for source in step.sources
        ]
        lines += [f"    {state} --> [*]" for state in self.states if not self.following(state)]
        return "\n".join(lines)
