"""Who of the project's staff may work in the schemes of the viewer's units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from khetane.history.bulk import ask

Reach = Mapping[str, Collection[str]]
_REACHING = "select account::text, unit::text from programmes_staff_in_reach()"


def staff_in_reach() -> Reach:
    """The accounts of project staff whose role reaches units of the viewer, with the ids of these units."""
    reach: defaultdict[str, set[str]] = defaultdict(set)
    for account, unit in ask(_REACHING, []):
        reach[account].add(unit)
    return dict(reach)
