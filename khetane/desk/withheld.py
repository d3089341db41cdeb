"""Forms that change a record of which their viewer may not see everything."""

from __future__ import annotations

from uuid import UUID

from khetane.core.refusals import NotAllowed
from khetane.core.viewer import NO_ROLE
from khetane.desk.saving import HIDDEN, EditForm
from khetane.history.masking import sees_property


def withhold(form: EditForm, dataset: str, unit_id: UUID, mandate: str = "") -> None:
    """Take out of the form what its viewer may not see of the unit's record, before anything is read from it.

    Such a value is neither shown nor sent, so that it stays as it is; the page names what is left out. Raises
    NotAllowed when nothing is left to change.
    """
    asked = [name for name in form.fields if name not in HIDDEN]
    hidden = [name for name in asked if not sees_property(dataset, name, unit_id, mandate)]
    if hidden == asked:
        raise NotAllowed(NO_ROLE.about())
    form.withheld = tuple(str(form.fields.pop(name).label) for name in hidden)
