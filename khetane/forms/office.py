"""Edits made on a screen: a submission like any other, with the version the person was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.utils import timezone

from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.forms.attaching import File
from khetane.forms.contents import decision_content, office_content
from khetane.forms.models import Source
from khetane.forms.redaction.late import erased_among
from khetane.forms.taking import Incoming, take_by, take_submission, take_without
from khetane.history import decisions
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
           mandate: str = "", files: Sequence[File] = ()) -> Applied:  # fmt: skip
    """Make a record from a screen. `instance_id` is made with the page, so that sending twice makes one."""
    edit = OfficeEdit(dataset=dataset, id=record_id, action="create", values=values)
    return submit([edit], unit_id=unit_id, instance_id=instance_id, mandate=mandate, files=files)


def edit(dataset: str, record_id: UUID, base_version: int, values: Mapping[str, str], *, instance_id: str = "",
         mandate: str = "", files: Sequence[File] = ()) -> Applied:  # fmt: skip
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
    return submit([change], unit_id=unit_id, instance_id=instance_id, mandate=mandate, files=files)


def decide(conflict_id: UUID, take_side: UUID | None, *, instance_id: str = "") -> Applied:
    """Let one side of a conflict stand; None: the value that stands now.

    Raises NotAllowed, and Invalid when it was decided already or is not there for the viewer.
    """
    content = decision_content(conflict_id, take_side)
    act = partial(decisions.decide, conflict_id=conflict_id, take=take_side)
    return take_by(_incoming(content, decisions.unit_of(conflict_id), instance_id), act)


def submit(
    edits: Sequence[OfficeEdit],
    *,
    unit_id: UUID,
    instance_id: str = "",
    mandate: str = "",
    received_at: datetime | None = None,
    files: Sequence[File] = (),
) -> Applied:
    """Several edits as one submission of the viewer: all of them are applied, or none. Received now unless said.

    `files` are kept with it, sealed; what is sent again brings none anew.
    """
    current().check("registry.write", unit_id)
    content = office_content(edits)
    known = _known(instance_id, content, unit_id) if instance_id else None
    new = _incoming(content, unit_id, instance_id, mandate)
    if known is not None:
        return known
    new = replace(new, received_at=received_at or new.received_at, files=tuple(files))
    erased = erased_among(content, unit_id)
    return take_without(new, erased, edits) if erased else take_submission(new, edits)


def _known(instance_id: str, content: bytes, unit_id: UUID) -> Applied | None:
    """What became of the same content sent before; Invalid when the id was used for something else."""
    for own, same, state in ask(_KNOWN, [instance_id, unit_id, hashlib.sha256(content).digest()]):
        if not (own and same):
            raise Invalid(OTHER_CONTENT.about())
        return Applied(State(state))
    return None


def _incoming(content: bytes, unit_id: UUID, instance_id: str, mandate: str = "") -> Incoming:
    return Incoming(
        id=uuid4(),
        instance_id=instance_id or str(uuid4()),
        content=content,
        unit_id=unit_id,
        account_id=current().account_id,
        received_at=timezone.now(),
        source=Source.OFFICE,
        mandate=mandate,
    )
