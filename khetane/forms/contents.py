"""What a stored submission says: its content opened, and the edits in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from khetane.core.problems import Problem
from khetane.core.sealing import unseal
from khetane.forms.keys import key_context
from khetane.forms.models import FormVersion, Source
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.entities import entities
from khetane.forms.xml.instance import parse
from khetane.history.source import Edit, OfficeEdit


def open_content(submission_id: UUID, key: bytes, content: bytes) -> bytes:
    """The content as it came; SealBroken when it is not this submission's."""
    return unseal(key, content, key_context(submission_id))


def edits_in(
    source: str, content: bytes, form_version_id: UUID | None
) -> tuple[Sequence[Edit], Sequence[Problem]]:
    """The edits a submission makes, and what cannot be read of it."""
    if source == Source.OFFICE or form_version_id is None:
        return office_edits(content), ()
    found = entities(parse(content), compiled(form_version_id))
    return found.edits, found.problems


@lru_cache(maxsize=256)
def compiled(form_version_id: UUID) -> Compiled:
    """The compiled reading of a form version, which never changes once published."""
    return Compiled.from_json(FormVersion.objects.values_list("compiled", flat=True).get(pk=form_version_id))


def office_content(edits: Sequence[OfficeEdit]) -> bytes:
    """Edits of a screen in canonical JSON: equal edits give equal bytes."""
    told = [
        {
            "dataset": one.dataset,
            "id": str(one.id),
            "action": one.action,
            "base_version": one.base_version,
            "label": one.label,
            "values": dict(one.values),
        }
        for one in edits
    ]
    return json.dumps({"edits": told}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def office_edits(content: bytes) -> list[OfficeEdit]:
    """The edits that `office_content` wrote."""
    told: list[dict[str, Any]] = json.loads(content)["edits"]
    return [OfficeEdit(**one | {"id": UUID(one["id"])}) for one in told]
