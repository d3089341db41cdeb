"""A person's decision between two values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.sealing import unseal
from khetane.core.viewer import Viewer, current
from khetane.history import problems
from khetane.history.apply import check, prepare
from khetane.history.bulk import ask
from khetane.history.conflicts import side_context
from khetane.history.datasets import dataset_named
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.models import ConflictState
from khetane.history.recording import read_attributes
from khetane.history.source import Applied, Source, State

DECIDE = "conflict.decide"
_CONFLICT = """
    select id, dataset, record, mandate, unit_id from history_conflict
    where id = %s and state = 'open' for no key update
"""
_SIDE = "select source, standing, sealed from history_conflictside where conflict_id = %s and id = %s"
_DECIDED = """
    update history_conflict set state = %s, decided_by = %s, decided_at = %s, decided_version = %s where id = %s
"""
_STANDS = "update history_conflictside set standing = (id = %s) where conflict_id = %s"


@dataclass(frozen=True, slots=True)
class Open:
    """An open conflict, locked."""

    id: UUID
    dataset: str
    record: UUID
    mandate: str
    unit_id: UUID


def unit_of(conflict_id: UUID) -> UUID:
    """The unit whose conflict it is; Invalid when it is not open, or not there for the viewer."""
    return _open(conflict_id).unit_id


def may_decide(viewer: Viewer, unit_id: UUID, mandate: str) -> bool:
    """Whether the viewer decides here: in what one mandate records its holders do, elsewhere the coordinator."""
    own = mandate in viewer.mandates.get(unit_id, ()) and viewer.can("registry.write", unit_id)
    return own or viewer.can(DECIDE, unit_id)


def decide(source: Source, conflict_id: UUID, take: UUID | None) -> Applied:
    """Let one side of a conflict stand, or the standing value where `take` is None: a new version.

    Raises NotAllowed, and Invalid when it was decided already or the value cannot stand now.
    """
    viewer, conflict = current(), _open(conflict_id)
    if not may_decide(viewer, conflict.unit_id, conflict.mandate):
        viewer.check(DECIDE, conflict.unit_id)
    taken = _side(conflict, take, source) if take is not None else {}
    batch, draft = _batch(replace(source, mandate=conflict.mandate), viewer, conflict, taken)
    draft.values.update(taken)
    check(batch)
    if batch.problems:
        raise Invalid(batch.problems[0])
    _close(batch, draft, conflict, take if taken else None)
    changes = prepare(batch)
    batch.writes.run()
    return Applied(State.APPLIED, changes=tuple(changes))


def _open(conflict_id: UUID) -> Open:
    for row in ask(_CONFLICT, [conflict_id]):
        return Open(*row)
    raise Invalid(problems.DECIDED.about())


def _side(conflict: Open, side_id: UUID, source: Source) -> dict[str, Any]:
    """The values of a side; nothing for the one that stands."""
    for author, standing, sealed in ask(_SIDE, [conflict.id, side_id]):
        keys = source.keys([author])
        if author not in keys:
            break
        values: dict[str, Any] = json.loads(unseal(keys[author], sealed, side_context(side_id)))
        return {} if standing else values
    raise Invalid(problems.NO_SUCH_SIDE.about())


def _batch(source: Source, viewer: Viewer, conflict: Open, taken: Mapping[str, Any]) -> tuple[Batch, Draft]:
    dataset, batch = dataset_named(conflict.dataset), Batch(source, viewer)
    found = dataset.load([conflict.record], lock=True)
    if not found:
        raise Invalid(problems.DECIDED.about())
    draft = found[0]
    dataset.read_more([draft], batch)
    wanted = Wanted(dataset, draft.id, "update", dict(taken), dataset.name, base_version=draft.version)
    batch.drafts[draft.key], batch.wanted[draft.key] = draft, wanted
    read_attributes([(draft, wanted)], batch)
    return batch, draft


def _close(batch: Batch, draft: Draft, conflict: Open, taken: UUID | None) -> None:
    source = batch.source
    state = ConflictState.TAKEN if taken else ConflictState.KEPT
    decided = [str(state), source.account_id, source.received_at, draft.version + 1, conflict.id]
    batch.writes.last(_DECIDED, decided)
    if taken:
        batch.writes.last(_STANDS, [taken, conflict.id])
    event = audit.Event("decided", "conflict", [conflict.id, draft.id], unit=conflict.unit_id)
    batch.writes.last(*audit.statement([event]))
