"""Edits made on a screen: a submission like any other, with the version the person was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from django.utils import timezone

from khetane.access.viewer import current
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.forms.contents import office_content
from khetane.forms.models import Source
from khetane.forms.taking import Incoming, take
from khetane.history.bulk import ask
from khetane.history.datasets import dataset_named
from khetane.history.source import Applied, OfficeEdit, State

GONE = Sentence("gone", gettext_noop("This record is not here. Go back to the list and open it again."))
OTHER_CONTENT = Sentence(
    "other_content",
    gettext_noop(
        "This form was sent before with other values. Open the record again and make the edit anew."
    ),
)
_KNOWN = "select own, same, state from forms_known_instance(%s, %s, %s)"


def create(dataset: str, record_id: UUID, values: Mapping[str, str], *, unit_id: UUID, instance_id: str = "",
           mandate: str = "") -> Applied:  # fmt: skip
    """Make a record from a screen. `instance_id` is made with the page, so that sending twice makes one."""
    edit = OfficeEdit(dataset=dataset, id=record_id, action="create", values=values)
    return submit([edit], unit_id=unit_id, instance_id=instance_id, mandate=mandate)


def edit(dataset: str, record_id: UUID, base_version: int, values: Mapping[str, str], *, instance_id: str = "",
         mandate: str = "") -> Applied:  # fmt: skip
    """Change a record from a screen that showed `base_version`.

    A field that someone else changed meanwhile becomes a conflict; nothing is overwritten. Raises
    Invalid when the record is not there for the viewer.
    """
    found = dataset_named(dataset).load([record_id], lock=False)
    unit_id = found[0].unit_id if found else None
    if unit_id is None:
        raise Invalid(GONE.about())
    change = OfficeEdit(
        dataset=dataset, id=record_id, action="update", values=values, base_version=base_version
    )
    return submit([change], unit_id=unit_id, instance_id=instance_id, mandate=mandate)


def submit(
    edits: Sequence[OfficeEdit], *, unit_id: UUID, instance_id: str = "", mandate: str = ""
) -> Applied:
    """Several edits as one submission of the viewer: all of them are applied, or none."""
    viewer = current()
    viewer.check("registry.write", unit_id)
    content = office_content(edits)
    instance_id = instance_id or str(uuid4())
    for own, same, state in ask(_KNOWN, [instance_id, unit_id, hashlib.sha256(content).digest()]):
        if not (own and same):
            raise Invalid(OTHER_CONTENT.about())
        return Applied(State(state))
    new = Incoming(
        id=uuid4(),
        instance_id=instance_id,
        content=content,
        unit_id=unit_id,
        account_id=viewer.account_id,
        received_at=timezone.now(),
        source=Source.OFFICE,
        mandate=mandate,
    )
    return take(new, edits)
