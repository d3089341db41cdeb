"""What is kept of a table while it is prepared, and the rows left out after: sealed, each import under its own key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.conf import settings

from khetane.core.sealing import WrappedKey, new_key, seal, unseal, unwrap
from khetane.importing.bringing import LeftOut
from khetane.importing.models import TableImport
from khetane.importing.sealing import key_context


def new_import(unit_id: UUID, account: UUID, name: str, sha256: bytes, data: bytes) -> TableImport:
    """A new import that holds the table; not saved."""
    id = uuid4()
    key, wrapped = new_key(settings.ENVIRONMENT.master_keys, key_context(id))
    return TableImport(
        id=id,
        unit_id=unit_id,
        account=account,
        file_name=name.rpartition("/")[2].rpartition("\\")[2][:200] or "table",
        sha256=sha256,
        content=seal(key, data, key_context(id)),
        key_sealed=wrapped.wrapped,
        key_id=wrapped.key_id,
    )


def content_of(one: TableImport) -> bytes | None:
    """The table; None once it is not kept any more."""
    return None if one.content is None else unseal(_key(one), bytes(one.content), key_context(one.pk))


def left_out_of(one: TableImport) -> list[LeftOut]:
    """The rows that were not taken in."""
    if one.left_out is None:
        return []
    told = json.loads(unseal(_key(one), bytes(one.left_out), key_context(one.pk)))
    return [LeftOut.of_json(each) for each in told]


def keep_left_out(one: TableImport, left: Sequence[LeftOut]) -> None:
    """Set the rows that were not taken in; not saved."""
    told = json.dumps([each.to_json() for each in left], ensure_ascii=False).encode()
    one.left_out = seal(_key(one), told, key_context(one.pk)) if left else None


def _key(one: TableImport) -> bytes:
    return unwrap(
        settings.ENVIRONMENT.master_keys, WrappedKey(one.key_id, bytes(one.key_sealed)), key_context(one.pk)
    )
