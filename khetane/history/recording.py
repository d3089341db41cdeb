"""What is written beside a record: its history, its attributes, the audit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from khetane.core import audit
from khetane.history.bulk import ask, dump
from khetane.history.changes import change_context, seal_change
from khetane.history.datasets import dataset_named
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.masking import is_special
from khetane.history.models import Attributes, EntityChange
from khetane.history.rules import Group, differences
from khetane.history.source import Changed

# What persons said of their ethnicity is kept like a mandate's, and read by its own permission.
SELF_IDENTIFICATION = "self_identification"
_ATTRIBUTES = 'select record, "values"::text from history_attributes where record = any(%s) and mandate = %s'
_KEEP = """
    insert into history_attributes (record, mandate, dataset, unit_id, household, "values")
    select record, mandate, dataset, unit_id, household, "values"
    from jsonb_populate_recordset(null::history_attributes, %s::jsonb)
    on conflict (record, mandate) do update set "values" = excluded."values"
"""


def attributes_mandate(draft: Draft, batch: Batch) -> str:
    """Under which mandate answers without a field of ours are kept."""
    return draft.mandate or batch.source.mandate


def mandate_of(draft: Draft, group: Group, batch: Batch) -> str:
    """Which mandate reads the history of these fields; blank for what every member of the unit reads."""
    ours = group[0] in draft.dataset.properties
    return draft.mandate if ours else attributes_mandate(draft, batch)


def read_attributes(drafts: list[tuple[Draft, Wanted]], batch: Batch) -> None:
    """Bring the kept answers of records into their drafts, where an edit has such answers."""
    asked: dict[str, dict[UUID, Draft]] = {}
    for draft, wanted in drafts:
        for name in wanted.extras:
            draft.standing.setdefault(name, "")
            draft.values.setdefault(name, "")
        if wanted.extras and not draft.is_new and not draft.dataset.takes_all:
            asked.setdefault(attributes_mandate(draft, batch), {})[draft.id] = draft
    for mandate, by_id in asked.items():
        for record, text in ask(_ATTRIBUTES, [list(by_id), mandate]):
            kept: dict[str, Any] = json.loads(text)
            by_id[record].standing.update(kept)
            by_id[record].values.update(kept)


def reads_attributes(draft: Draft, batch: Batch) -> bool:
    """Whether the viewer reads the answers that an edit changes on a record which is here already."""
    wanted, mandate = batch.wanted.get(draft.key), attributes_mandate(draft, batch)
    if draft.is_new or draft.unit_id is None or wanted is None or not wanted.extras or not mandate:
        return True
    if mandate == SELF_IDENTIFICATION:
        return batch.viewer.can("self_identification.read", draft.unit_id)
    return mandate in batch.viewer.mandates.get(draft.unit_id, ())


def record_changes(batch: Batch) -> list[Changed]:
    """Queue history, attributes and audit of every draft; what changed, by record."""
    changes = [_record_change(draft, batch) for draft in batch.drafts.values()]
    _audit(changes, batch)
    return changes


def _record_change(draft: Draft, batch: Batch) -> Changed:
    fields = differences(draft.standing, draft.values)
    parts: dict[str, dict[str, tuple[Any, Any]]] = {}
    for name, pair in fields.items():
        parts.setdefault(mandate_of(draft, (name,), batch), {})[name] = pair
    for mandate, part in (parts or {draft.mandate: {}}).items():
        _queue_change(draft, mandate, part, batch)
    kept = {name: value for name, value in draft.values.items() if name not in draft.dataset.properties}
    if not draft.dataset.takes_all and any(name in kept for name in fields):
        _keep_attributes(draft, kept, batch)
    return Changed(
        draft.dataset.name,
        draft.id,
        draft.version + 1,
        tuple(sorted(fields)),
        _unit(draft),
        draft.household_id,
    )


def _queue_change(draft: Draft, mandate: str, fields: dict[str, tuple[Any, Any]], batch: Batch) -> None:
    source, wanted, version = batch.source, batch.wanted.get(draft.key), draft.version + 1
    context = change_context(draft.dataset.name, draft.id, version, mandate)
    branch = wanted.branch_id if wanted else None
    row = {
        "dataset": draft.dataset.name,
        "record": draft.id,
        "version": version,
        "base_version": wanted.base_version if wanted else None,
        "branch": branch,
        "branch_version": (wanted.base_version or 0) + 1 if wanted and branch else None,
        "source": source.id,
        "unit_id": draft.unit_id,
        "household": draft.household_id,
        "mandate": mandate,
        "account": source.account_id,
        "at": source.received_at,
        "said_at": source.said_at,
        "fields": sorted(fields),
        "sealed": hexed(seal_change(source.key, context, fields)),
    }
    batch.writes.insert(EntityChange, row)


def hexed(content: bytes) -> str:
    """Bytes as PostgreSQL reads them from text."""
    return "\\x" + content.hex()


def _keep_attributes(draft: Draft, kept: dict[str, Any], batch: Batch) -> None:
    row = {
        "record": draft.id,
        "mandate": attributes_mandate(draft, batch),
        "dataset": draft.dataset.name,
        "unit_id": draft.unit_id,
        "household": draft.household_id,
        "values": {name: value for name, value in kept.items() if value != ""},
    }
    if draft.is_new:
        batch.writes.insert(Attributes, row)
    else:
        batch.writes.last(_KEEP, [dump([row])])


def _audit(changes: list[Changed], batch: Batch) -> None:
    """One event per dataset and unit, with ids and the names of fields."""
    together: dict[tuple[str, UUID], list[Changed]] = {}
    for change in changes:
        together.setdefault((change.dataset, change.unit_id), []).append(change)
    events = [
        audit.Event(
            action="wrote",
            kind=dataset,
            subjects=[change.id for change in several],
            fields=audited(dataset, {name for change in several for name in change.fields}),
            unit=unit_id,
        )
        for (dataset, unit_id), several in together.items()
    ]
    batch.writes.along(*audit.statement(events))


def audited(dataset: str, names: Iterable[str]) -> list[str]:
    """The names of fields as the audit holds them, special ones marked."""
    known = dataset_named(dataset)
    return sorted(audit.marked(name) if is_special(known, name) else name for name in names)


def _unit(draft: Draft) -> UUID:
    if draft.unit_id is None:
        raise ValueError(f"{draft.dataset.name} {draft.id} belongs to no unit: its dataset must settle that.")
    return draft.unit_id
