"""What a stored submission says: its content opened, and the edits in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from khetane.core.problems import Problem
from khetane.core.sealing import unseal
from khetane.forms.catalogue import compiled_of
from khetane.forms.keys import file_context, key_context
from khetane.forms.models import Source
from khetane.forms.xml.entities import entities
from khetane.forms.xml.instance import parse
from khetane.history.source import Edit, OfficeEdit

NO_ACTION = "erased"  # stands for the action of an edit whose content was erased


def open_content(submission_id: UUID, key: bytes, content: bytes) -> bytes:
    """The content as it came; SealBroken when it is not this submission's."""
    return unseal(key, content, key_context(submission_id))


def open_file(attachment_id: UUID, key: bytes, content: bytes) -> bytes:
    """An attachment as it came, by the key of its submission."""
    return unseal(key, content, file_context(attachment_id))


def edits_in(
    source: str, content: bytes, form_version_id: UUID | None
) -> tuple[Sequence[Edit], Sequence[Problem]]:
    """The edits a submission makes, and what cannot be read of it."""
    if source == Source.OFFICE or form_version_id is None:
        return office_edits(content), ()
    found = entities(parse(content), compiled_of(form_version_id))
    return found.edits, found.problems


def office_content(edits: Sequence[OfficeEdit]) -> bytes:
    """Edits of a screen in canonical JSON: equal edits give equal bytes."""
    told = [
        {
            "dataset": one.dataset,
            "id": str(one.id),
            "action": one.action,
            "base_version": one.base_version,
            "trunk_version": one.trunk_version,
            "branch_id": str(one.branch_id) if one.branch_id else None,
            "label": one.label,
            "values": dict(one.values),
        }
        for one in edits
    ]
    return json.dumps({"edits": told}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def decision_content(conflict_id: UUID, take: UUID | None) -> bytes:
    """A decision between two values, in the same way of writing."""
    told = {"conflict": str(conflict_id), "take": str(take) if take else None}
    return json.dumps({"decision": told}, sort_keys=True, separators=(",", ":")).encode()


def office_edits(content: bytes) -> list[OfficeEdit]:
    """The edits that `office_content` wrote."""
    told: list[dict[str, Any]] = json.loads(content).get("edits", [])
    told = [one for one in told if one["action"] != NO_ACTION]
    return [
        OfficeEdit(
            **one | {"id": UUID(one["id"]), "branch_id": UUID(one["branch_id"]) if one["branch_id"] else None}
        )
        for one in told
    ]
