"""Importing a table: keep it, say what its columns hold, take it in, undo it. Each works for the viewer."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.history.bulk import ask
from khetane.importing import problems
from khetane.importing.bringing import Brought, bring
from khetane.importing.kept import content_of, keep_left_out, left_out_of, new_import
from khetane.importing.mapping import ColumnMap, of_json
from khetane.importing.models import ImportState, TableImport
from khetane.importing.preparing import (
    Prepared,
    header_of,
    likely_header,
    prepare_import,
    sheet_named,
    sheets_of,
)
from khetane.importing.rows import Group

PERMISSION = "registry.import"
AT_ONCE = 20  # households in one transaction: how far it is can be seen in between
_WITHDRAW = "select instance, kind, entity, withdrawn from importing_withdraw(%s)"
# Whoever withdraws, or brings, one import waits here for who does.
_LOCK = "select pg_advisory_xact_lock(hashtextextended(%s, 640))"


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: how many records of each kind left the register, how many households stay, and why they stay:
    somebody changed or added something since (their ids)."""

    withdrawn: Counter[str]
    staying: int
    records: tuple[UUID, ...]


def keep(unit_id: UUID, name: str, data: bytes) -> TableImport:
    """Keep a table to be prepared; it is read once to see that it can be. Raises Invalid, NotAllowed."""
    current().check(PERMISSION, unit_id)
    rows = sheet_named(sheets_of(data, name), "", name).rows
    made = new_import(unit_id, current().account_id, name, hashlib.sha256(data).digest(), data)
    made.header = header_mark(header_of(rows, likely_header(rows), name))
    former = (
        TableImport.objects.filter(unit_id=unit_id, header=made.header)
        .exclude(mapping={})
        .order_by("-made_at")
    ).first()
    if former is not None:  # the same columns came before: they hold the same
        made.mapping = former.mapping
    made.save(force_insert=True)
    audit.record("wrote", "table_import", [made.pk], fields=["content"], unit_id=unit_id)
    return made


def header_mark(header: Sequence[str]) -> str:
    """The same for tables with the same columns."""
    return hashlib.sha256("\n".join(header).encode()).hexdigest()


def set_mapping(one: TableImport, mapping: ColumnMap) -> None:
    """Say what the columns hold."""
    _check(one, ImportState.DRAFT)
    one.mapping = mapping.to_json()
    one.save(update_fields=["mapping"])
    audit.record("wrote", "table_import", [one.pk], fields=["mapping"], unit_id=one.unit_id)


def prepared(one: TableImport) -> Prepared:
    """The table of an import, read as its mapping says. Raises Invalid."""
    data = content_of(one)
    if data is None or not one.mapping:
        raise Invalid(problems.NOT_MAPPED_YET.about())
    return prepare_import(data, one.file_name, of_json(one.mapping), one.unit_id)


def start_import(one: TableImport, ready: Prepared, taken: Collection[int]) -> None:
    """Begin to take it in; `taken` are the households to take although somebody looks like one known.

    Raises Invalid when the same table was taken in under the same mapping.
    """
    _check(one, ImportState.DRAFT)
    one.key, one.groups, one.taken = ready.key, len(ready.groups), sorted(taken)
    one.state = ImportState.APPLYING
    former = TableImport.objects.filter(
        unit_id=one.unit_id, key=ready.key, state__in=[ImportState.APPLYING, ImportState.DONE]
    )
    before = former.first()
    if before is not None:
        raise Invalid(problems.IS_HERE.about(day=timezone.localdate(before.made_at).isoformat()))
    try:
        with transaction.atomic():
            one.save(update_fields=["key", "groups", "taken", "state"])
    except IntegrityError as error:  # at the same moment
        raise Invalid(problems.IS_HERE.about(day=timezone.localdate().isoformat())) from error
    audit.record("imported", "table_import", [one.pk], unit_id=one.unit_id)


def undone_parts(ready: Prepared, done: int) -> Iterator[Sequence[Group]]:
    """What is not done yet, as many households at once as belong in one transaction."""
    for first in range(done, len(ready.groups), AT_ONCE):
        yield ready.groups[first : first + AT_ONCE]


@transaction.atomic
def go_on(import_id: UUID, ready: Prepared, part: Sequence[Group]) -> Brought:
    """Take in some households and write down how far it is. Raises NotAllowed when one may not any more."""
    ask(_LOCK, [str(import_id)])
    one = TableImport.objects.get(pk=import_id)
    current().check(PERMISSION, one.unit_id)
    if one.state != ImportState.APPLYING or part[0].number <= one.done:
        return Brought()
    brought = bring(ready, part, one.taken)
    one.done = part[-1].number
    one.counts = dict(Counter(one.counts) + brought.made)
    keep_left_out(one, [*left_out_of(one), *brought.left_out])
    one.save(update_fields=["done", "counts", "left_out"])
    return brought


def finish(import_id: UUID) -> TableImport:
    """All of it is done: the table itself is not kept."""
    one = TableImport.objects.get(pk=import_id)
    if one.state == ImportState.APPLYING:
        one.state, one.content = ImportState.DONE, None
        one.save(update_fields=["state", "content"])
    return one


@transaction.atomic
def undo(one: TableImport) -> Undone:
    """Take back what an import brought: households that nobody changed since leave the register with their history.

    Safe to repeat. Raises NotAllowed.
    """
    current().check(PERMISSION, one.unit_id)
    ask(_LOCK, [str(one.pk)])
    gone: dict[str, list[UUID]] = {}
    stays: dict[str, list[UUID]] = {}
    for instance, dataset, record, withdrawn in ask(_WITHDRAW, [one.pk]):
        if withdrawn:
            gone.setdefault(dataset, []).append(record)
        else:
            stays.setdefault(instance, []).append(record)
    for dataset, records in sorted(gone.items()):
        audit.record("withdrew", dataset, records, unit_id=one.unit_id)
    one.refresh_from_db()
    one.state, one.content, one.left_out = ImportState.UNDONE, None, None
    one.undone_by, one.undone_at = current().account_id, timezone.now()
    one.save(update_fields=["state", "content", "left_out", "undone_by", "undone_at"])
    audit.record("undid", "table_import", [one.pk], unit_id=one.unit_id)
    staying = tuple(record for records in stays.values() for record in records)
    return Undone(Counter({name: len(ids) for name, ids in gone.items()}), len(stays), staying)


def discard(one: TableImport) -> None:
    """Drop a table that was not taken in."""
    _check(one, ImportState.DRAFT)
    audit.record("discarded", "table_import", [one.pk], unit_id=one.unit_id)
    one.delete()


def _check(one: TableImport, state: ImportState) -> None:
    current().check(PERMISSION, one.unit_id)
    if one.state != state:
        raise Invalid(problems.NOT_YOURS.about(id=str(one.pk)))
