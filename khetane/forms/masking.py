"""Which answers of a form the viewer may not see: those saved to fields that are more sensitive than she may know."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from khetane.forms.xml.compiled import Compiled
from khetane.history.masking import sees_property


def hidden_paths(compiled: Compiled, units: Collection[UUID]) -> frozenset[str]:
    """The paths of answers that the viewer may not see in each of these units.

    Whose mandate a submission is, the database has asked before.
    """
    return frozenset(
        f"{one.container}/{path}"
        for one in compiled.declarations
        for path, name in one.saves.items()
        if not all(sees_property(one.dataset, name, unit_id) for unit_id in units)
    )
