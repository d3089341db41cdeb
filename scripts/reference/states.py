"""docs/reference/states.md."""

from __future__ import annotations

from collections.abc import Iterator

from khetane.core.states import Machine
from khetane.grievances.states import GRIEVANCE, GRIEVANCE_EXPIRY
from khetane.history.datasets import registered
from khetane.programmes.states import SCHEMES
from khetane.subjects.states import MACHINES as REQUESTS
from khetane.upgrading.states import PROCESSES
from scripts.reference import markdown

HEAD = """# States

Made by `python -m scripts.reference` from the tables that the datasets declare (`khetane/*/states.py`); do not edit it here.
Screens offer only these steps, and whatever way an edit comes in (form, API, screen), any other is refused with the reason.
A step is judged from the state its author saw; two who took different steps from one state meet in a conflict. A new version of a
submission (`deprecatedID`) corrects what was sent, and is no step.
"""


def page() -> str:
    """The page, in Markdown."""
    machines = [machine for dataset in registered() for machine in dataset.machines.values()] + [
        *SCHEMES,
        *PROCESSES,
        *REQUESTS,
        GRIEVANCE,
        GRIEVANCE_EXPIRY,
    ]
    return markdown.page(HEAD, *(line for machine in machines for line in section(machine)))


def section(machine: Machine) -> Iterator[str]:
    yield f"## {machine.kind}"
    yield ""
    yield "```mermaid"
    yield machine.diagram()
    yield "```"
    yield ""
    rows = [
        (f"`{step.name}`", markdown.codes(step.sources), f"`{step.target}`", markdown.codes(step.asks))
        for step in machine.steps
    ]
    yield from markdown.table(("step", "from", "to", "asks for"), rows)
