"""An import as `khetane places import` does it, acting as the program itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as_system
from khetane.places.boundaries import actions, problems
from khetane.places.boundaries.planning import Options, Plan, plan
from khetane.places.models import Place


def import_boundaries(path: Path, below: str, options: Options, *, write: bool) -> dict[str, Any]:
    """Import the file, or only say what it would change.

    Keys: `written`, `places` (codes), `added` (how many are new), `skipped` (what the features call
    themselves), `errors` (sentences; with any, nothing is written).
    """
    try:
        with acting_as_system():
            parent = Place.objects.filter(code=below).first()
            if parent is None:
                raise Invalid(problems.UNKNOWN_PARENT.about(code=below))
            planned = plan(path, parent, options)
            if write and not planned.faults:
                actions.apply(changes=planned.changes, parent=parent, source=path.name)
    except Invalid as refusal:
        return result(Plan(faults=[refusal.problem]), written=False)
    return result(planned, written=write and not planned.faults)


def result(planned: Plan, *, written: bool) -> dict[str, Any]:
    return {
        "written": written,
        "places": [change.code for change in planned.changes],
        "added": planned.added,
        "skipped": planned.skipped,
        "errors": [fault.message for fault in planned.faults],
    }
