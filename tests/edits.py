"""Submissions for tests of applying: edits in, what became of them out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.forms.contents import office_content
from khetane.forms.taking import Incoming, take_submission
from khetane.history.source import Applied, OfficeEdit
from khetane.organisations.models import Unit
from tests.world import Town

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def edit(
    dataset: str,
    record: UUID,
    values: Mapping[str, str],
    *,
    action: str = "create",
    base: int | None = None,
    trunk: int | None = None,
    branch: UUID | None = None,
) -> OfficeEdit:
    """One edit; an `update` on version `base`, perhaps on an offline branch."""
    return OfficeEdit(
        dataset=dataset,
        id=record,
        action=action,
        values=values,
        base_version=base,
        trunk_version=trunk,
        branch_id=branch,
        label="A label",
        path="/data",
    )


def incoming(
    author: Account,
    town: Town,
    edits: Sequence[OfficeEdit],
    *,
    instance: str = "",
    mandate: str = "",
    said_at: datetime = NOON,
    replaces: UUID | None = None,
    id: UUID | None = None,
) -> Incoming:
    """A submission of the town's unit by `author`."""
    return Incoming(
        id=id or uuid.uuid4(),
        instance_id=instance or str(uuid.uuid4()),
        content=office_content(edits),
        unit_id=town.unit.pk,
        account_id=author.pk,
        received_at=timezone.now(),
        source="office",
        mandate=mandate,
        said_at=said_at,
        replaces_id=replaces,
    )


def send(author: Account, town: Town, *edits: OfficeEdit, **about: Any) -> Applied:
    """Take a submission of the town's unit in, as `author`."""
    with acting_as(author.pk):
        return take_submission(incoming(author, town, edits, **about), edits)


def update(dataset: str, record: UUID, base: int, values: Mapping[str, str]) -> OfficeEdit:
    """An edit on version `base`."""
    return edit(dataset, record, values, action="update", base=base)


def agree_to_go(author: Account, town: Town, household: UUID, to: Unit) -> UUID:
    """The household agrees to be handed over to a unit; the consent."""
    consent = uuid.uuid4()
    said = {"household": str(household), "purpose": "sharing", "recipients": to.code, "notice_version": "1",
            "given_by": "self", "given_on": "2026-03-01", "evidence": "signed"}  # fmt: skip
    applied = send(author, town, edit("consent", consent, said))
    if applied.state != "applied":
        raise ValueError([reason.message for reason in applied.reasons])
    return consent
