"""Applying a submission: all its edits in one step, or none (design rules 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

import psycopg
from django.db import transaction

from khetane.core.exchange import Statement
from khetane.core.problems import Problem
from khetane.core.viewer import current
from khetane.history import problems
from khetane.history.bases import NOTHING, Waits, base_version, fetch_after, unseen
from khetane.history.bulk import RowRefused, Writes, is_aborted
from khetane.history.changes import Change, changes_after, opened_newest_first
from khetane.history.conflicts import OpenConflicts, contest, open_conflicts
from khetane.history.datasets import place_in_order, registered
from khetane.history.drafts import Batch, Draft, Key, Wanted
from khetane.history.reading import read_edits, read_named
from khetane.history.recording import (
    attributes_mandate,
    read_attributes,
    reads_attributes,
    record_changes,
)
from khetane.history.rules import merge, revert
from khetane.history.source import (
    Applied,
    Changed,
    Edit,
    Source,
    State,
    branch_arrival,
    record_arrival,
)

ATTEMPTS = 4
# Another transaction wrote the same records first: what is read again settles it.
RACES = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.ExclusionViolation,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)


class Beside(Protocol):
    """What is stored in the very statement that writes the edits: the submission they come from.

    `ending`: nothing follows in the transaction, which may end with that statement.
    """

    ending: bool

    def queue(self, writes: Writes, applied: Applied) -> Statement:
        """Add what is stored, now that it is known what becomes of the edits; a question to ask with it."""
        ...

    def answered(self, rows: list[tuple[Any, ...]]) -> None:
        """It is stored, and these are the rows of the question."""
        ...


def apply_with(source: Source, edits: Sequence[Edit], beside: Beside) -> Applied:
    """Apply the edits of one submission and store `beside` in the same statement; the common case, and quick.

    Nothing at all is written unless the state is applied or conflict: then `beside` hears no answer. There are
    no savepoints: whatever the database refuses is raised, and the caller begins anew and uses `apply`.
    """
    viewer = current()
    viewer.check("registry.write", source.unit_id)
    return _attempt(Batch(source, viewer), edits, careful=False, beside=beside)


def apply(source: Source, edits: Sequence[Edit]) -> Applied:
    """Apply the edits of one submission within the viewer's transaction; safe to repeat.

    Nothing is written unless the state is applied or conflict. Raises NotAllowed when the viewer may
    not record for the unit.
    """
    viewer = current()
    viewer.check("registry.write", source.unit_id)
    for attempt in range(ATTEMPTS):
        try:
            with _undoable(edits, attempt):
                return _attempt(Batch(source, viewer), edits, careful=attempt > 0)
        except RACES as race:
            if is_aborted():
                raise
            last = race
        except RowRefused:
            return Applied(State.NEEDS_CORRECTION, (problems.ID_NOT_USABLE.about(),))
        except psycopg.errors.InsufficientPrivilege:
            return Applied(State.NEEDS_CORRECTION, (problems.NOT_YOURS.about(where=""),))
        except (psycopg.errors.CheckViolation, psycopg.DataError) as refused:
            rule = refused.diag.constraint_name or refused.diag.sqlstate or ""
            return Applied(State.NEEDS_CORRECTION, (problems.CANNOT_BE_STORED.about(rule=rule),))
    return _given_up(last)


def _undoable(edits: Sequence[Edit], attempt: int) -> AbstractContextManager[None]:
    """Where records are locked, another transaction may have to go first: then the locks are given back.

    Where all are new there is nothing to lock, and the writes undo themselves.
    """
    locks = attempt > 0 or any(str(edit.action) != "create" for edit in edits)
    return transaction.atomic() if locks else nullcontext()


def _given_up(race: psycopg.Error) -> Applied:
    """A clash that stays is with a record the viewer may not see; nothing is told of it."""
    lasting = isinstance(race, (psycopg.errors.UniqueViolation, psycopg.errors.ExclusionViolation))
    known = {name: sentence for one in registered() for name, sentence in one.clashes.items()}
    taken = isinstance(race, psycopg.errors.UniqueViolation)
    otherwise = problems.ALREADY_HERE if taken else problems.ID_NOT_USABLE
    clash = known.get(race.diag.constraint_name or "", otherwise)
    sentence = clash if lasting else problems.BUSY
    return Applied(State.NEEDS_CORRECTION, (sentence.about(),))


def _attempt(batch: Batch, edits: Sequence[Edit], *, careful: bool, beside: Beside | None = None) -> Applied:
    """`careful`: look first whether records to be created are there already."""
    wanted = read_edits(edits, batch)
    load(wanted, batch, careful=careful)
    history = _history(batch)
    done = _done_before(history, batch)
    if _made_before(history, batch):
        return Applied(State.NEEDS_CORRECTION, (problems.ALREADY_HERE.about(),))
    conflicts = open_conflicts(draft.key for draft in batch.drafts.values() if not draft.is_new)
    read_attributes([(draft, batch.wanted[key]) for key, draft in batch.drafts.items()], batch)
    incoming = {
        key: bring_in(draft, batch.wanted[key], history.get(key, []), conflicts, batch)
        for key, draft in batch.drafts.items()
    }
    if not batch.held:
        check(batch)
    if batch.problems:
        return Applied(State.NEEDS_CORRECTION, tuple(batch.problems), waits_for=batch.waits_for)
    if batch.held:
        return Applied(State.HELD, waits_for=batch.waits_for)
    contested = [
        one
        for key, draft in batch.drafts.items()
        for one in contest(draft, incoming[key], history.get(key, []), conflicts, batch)
    ]
    changes = prepare(batch)
    applied = Applied(
        State.CONFLICT if contested else State.APPLIED,
        changes=(*changes, *done),
        conflicts=tuple(contested),
        arrived=tuple(_arrived(batch)),
    )
    if beside is None:
        batch.writes.run()
    else:
        asking = beside.queue(batch.writes, applied)
        beside.answered(batch.writes.run_unguarded(asking, ending=beside.ending))
    return applied


def load(wanted: Iterable[Wanted], batch: Batch, *, careful: bool) -> None:
    """Lock the records there are, in one order for everybody, and start those there are not."""
    by_dataset: dict[str, list[Wanted]] = {}
    for one in wanted:
        by_dataset.setdefault(one.dataset.name, []).append(one)
    for name in sorted(by_dataset, key=place_in_order):
        _load_dataset(by_dataset[name], batch, careful=careful)


def _load_dataset(wanted: Sequence[Wanted], batch: Batch, *, careful: bool) -> None:
    dataset = wanted[0].dataset
    asked = sorted(one.id for one in wanted if careful or one.action != "create")
    found = {draft.id: draft for draft in dataset.load(asked, lock=True)} if asked else {}
    if found:
        dataset.read_more(list(found.values()), batch)
    for one in wanted:
        draft = found.get(one.id)
        if draft is None and one.action == "update":
            _not_here(one, batch)
            continue
        if draft is None:
            draft = Draft(
                dataset, one.id, one.where, standing=dict(dataset.empty), values=dict(dataset.empty)
            )
        draft.where, draft.label = one.where, one.label
        batch.drafts[one.key] = draft
        batch.wanted[one.key] = one


def _not_here(wanted: Wanted, batch: Batch) -> None:
    """An edit on an offline branch waits for the record made on it; any other needs a person."""
    arrival = record_arrival(*wanted.key)
    for kept in wanted.dataset.instead([wanted.id]).values():
        batch.refuse([problems.MERGED_AWAY.about(where=wanted.where, id=str(kept))])
        return
    if wanted.branch_id is not None and wanted.trunk_version is None:
        batch.hold(arrival)
    else:
        batch.refuse([problems.NOT_HERE.about(where=wanted.where, id=str(wanted.id))], waits_for=arrival)


def _history(batch: Batch) -> dict[Key, list[Change]]:
    """The changes of each record since the version its edit was made on."""
    asked = [
        (key, fetch_after(batch.wanted[key], batch.source.formers))
        for key, draft in batch.drafts.items()
        if not draft.is_new
    ]
    found = changes_after([(key, after) for key, after in asked if after < batch.drafts[key].version])
    return {
        key: [change for change in changes if change.mandate in _read_by(batch.drafts[key], batch)]
        for key, changes in found.items()
    }


def _read_by(draft: Draft, batch: Batch) -> set[str]:
    # The blank: tasks had a history for the whole unit before they were read by their mandate only (docs/adr/0511).
    return {"", draft.mandate, attributes_mandate(draft, batch)}


def _done_before(history: dict[Key, list[Change]], batch: Batch) -> list[Changed]:
    """Take out what this very submission did already: sending it again changes nothing."""
    done = []
    for key, changes in history.items():
        for change in changes:
            if change.source == batch.source.id:
                batch.drafts.pop(key, None)
                dataset, record = key
                fields = tuple(sorted(change.fields))
                done.append(Changed(dataset, record, change.version, fields, change.unit_id, None))
    return done


def _made_before(history: dict[Key, list[Change]], batch: Batch) -> bool:
    """Whether a record to be made is there, made by a submission of which this one is no new version.

    ODK Entities: a create does not change what is there (docs/reference/datasets.md has the rule and its source).
    """
    return any(
        batch.wanted[key].action == "create"
        and not draft.is_new
        and batch.source.formers.isdisjoint(change.source for change in history.get(key, []))
        for key, draft in batch.drafts.items()
    )


def bring_in(
    draft: Draft, wanted: Wanted, changes: list[Change], conflicts: OpenConflicts, batch: Batch
) -> dict[str, Any]:
    """Merge an edit into its record; what the edit makes of the version it was based on."""
    found = base_version(wanted, draft.version, changes, batch.source.formers)
    if isinstance(found, Waits):
        batch.hold(found.waits_for)
        return {}
    if isinstance(found, Problem):
        batch.refuse([found])
        return {}
    base = _values_at(found, draft, changes, wanted, batch)
    incoming = base | wanted.given
    groups = (*draft.dataset.groups, *((name,) for name in wanted.extras))
    result = merge(
        base=base, standing=draft.standing, incoming=incoming, groups=groups, held=conflicts.held(draft.key)
    )
    draft.values, draft.contested = result.values, result.contested
    draft.seen, draft.said = _stepped_from(found, base, draft, changes, wanted, batch), incoming
    return incoming


def _stepped_from(
    found: int, base: dict[str, Any], draft: Draft, changes: list[Change], wanted: Wanted, batch: Batch
) -> dict[str, Any]:
    """From what the edit steps: from what its author saw; a correction, from what stood before she sent it first."""
    sent = [change.version for change in changes if change.source in batch.source.formers]
    start = min(sent) - 1 if sent else found
    if start == NOTHING:
        return {}
    return _values_at(start, draft, changes, wanted, batch) if sent else base


def _values_at(
    version: int, draft: Draft, changes: list[Change], wanted: Wanted, batch: Batch
) -> dict[str, Any]:
    """The record as the edit's author saw it: as it stands, with every change unseen by her taken back."""
    if version == NOTHING:
        return {name: draft.dataset.empty.get(name, "") for name in draft.standing}
    later = unseen(wanted, version, changes)
    touching = {
        name for group in draft.dataset.groups if not wanted.given.keys().isdisjoint(group) for name in group
    }
    return revert(
        draft.standing, opened_newest_first(later, touching | set(wanted.extras), batch.source.keys)
    )


def check(batch: Batch) -> None:
    """Settle whose the records are, and note everything that speaks against them."""
    read_named(batch.drafts.values(), batch)
    for draft in batch.drafts.values():
        if draft.unit_id is None or draft.is_new:
            batch.refuse(draft.dataset.settle(draft, batch))
        if draft.unit_id is not None and not batch.viewer.can("registry.write", draft.unit_id):
            batch.refuse([problems.NOT_YOURS.about(where=draft.where)])
        if not reads_attributes(draft, batch):
            mandate = attributes_mandate(draft, batch)
            batch.refuse([problems.NOT_YOUR_MANDATE.about(where=draft.where, mandate=mandate)])
        batch.refuse(draft.dataset.faults(draft, batch))
        batch.refuse(draft.dataset.steps(draft))
        batch.refuse(draft.dataset.check(draft, batch))


def prepare(batch: Batch) -> list[Changed]:
    """Queue records, history and audit."""
    for draft in batch.drafts.values():
        draft.dataset.write(draft, batch)
    return record_changes(batch)


def _arrived(batch: Batch) -> Iterable[str]:
    """What others may have waited for: new records, and versions on offline branches."""
    for key, draft in batch.drafts.items():
        wanted = batch.wanted[key]
        if draft.is_new:
            yield record_arrival(*key)
        if wanted.branch_id is not None:
            yield branch_arrival(wanted.branch_id, (wanted.base_version or 0) + 1)
