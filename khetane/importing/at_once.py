"""A table tried or taken in at once, for the command; what it answers is a contract with scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from khetane.access.models import RoleGrant
from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as, acting_as_system, current
from khetane.importing import problems
from khetane.importing.actions import (
    PERMISSION,
    Undone,
    finish,
    go_on,
    keep,
    set_mapping,
    start_import,
    undo,
    undone_parts,
)
from khetane.importing.bringing import Brought, LeftOut, tried
from khetane.importing.mapping import ColumnMap
from khetane.importing.models import ImportState, TableImport
from khetane.importing.preparing import Prepared, prepare_import
from khetane.importing.rows import Fault
from khetane.organisations.models import Unit

Reached = Callable[[int, int], None]


def only_importer(unit_code: str) -> UUID | None:
    """The one account that imports for the unit (or at all); None where there are several, or none."""
    today = timezone.localdate()
    with acting_as_system():
        found = RoleGrant.objects.filter(
            Q(ends=None) | Q(ends__gt=today),
            begins__lte=today,
            account__is_active=True,
            role__permissions__contains=[PERMISSION],
        )
        if unit_code:
            found = found.filter(unit__code=unit_code)
        accounts = set(found.values_list("account_id", flat=True))
    return next(iter(accounts)) if len(accounts) == 1 else None


def unit_for(code: str) -> UUID:
    """The unit with this code, or the only one the viewer imports for. Raises Invalid."""
    units = dict(Unit.objects.filter(pk__in=current().units.get(PERMISSION, ())).values_list("code", "pk"))
    if code in units:
        return units[code]
    if code or len(units) != 1:
        raise Invalid(problems.NO_UNIT.about(units=", ".join(sorted(units)) or "–"))
    return next(iter(units.values()))


def dry_run(account: UUID, unit_code: str, name: str, data: bytes, mapping: ColumnMap) -> dict[str, Any]:
    """What taking the table in would do, found by doing it and taking it back."""
    with acting_as(account):
        ready = prepare_import(data, name, mapping, unit_for(unit_code))
        current().check(PERMISSION, ready.unit_id)
        brought = tried(ready, ready.groups, ())
    return told(ready, brought, None)


def apply(
    account: UUID,
    unit_code: str,
    name: str,
    data: bytes,
    mapping: ColumnMap,
    *,
    alike: bool,
    reached: Reached,
) -> dict[str, Any]:
    """Take the table in; `alike`: also who looks like somebody known. The same table again changes nothing."""
    with acting_as(account):
        unit_id = unit_for(unit_code)
        ready = prepare_import(data, name, mapping, unit_id)
        standing = TableImport.objects.filter(
            unit_id=unit_id, key=ready.key, state__in=[ImportState.APPLYING, ImportState.DONE]
        ).first()
        if standing is not None and standing.state == ImportState.DONE:
            return told(ready, Brought(here=len(ready.groups)), standing)
        one = standing or _begun(unit_id, name, data, mapping, ready, alike=alike)
    whole = Brought()
    for part in undone_parts(ready, one.done):
        with acting_as(account):
            brought = go_on(one.pk, ready, part)
        whole.made += brought.made
        whole.here += brought.here
        whole.left_out += brought.left_out
        reached(part[-1].number, len(ready.groups))
    with acting_as(account):
        return told(ready, whole, finish(one.pk))


def _begun(
    unit_id: UUID, name: str, data: bytes, mapping: ColumnMap, ready: Prepared, *, alike: bool
) -> TableImport:
    one = keep(unit_id, name, data)
    set_mapping(one, mapping)
    start_import(one, ready, list(ready.alike) if alike else ())
    return one


def undo_at_once(account: UUID, import_id: UUID) -> dict[str, Any]:
    """Take an import back. Raises Invalid when it is not there for the account."""
    with acting_as(account):
        one = TableImport.objects.filter(pk=import_id).exclude(state=ImportState.DRAFT).first()
        if one is None:
            raise Invalid(problems.NOT_YOURS.about(id=str(import_id)))
        done: Undone = undo(one)
    return {
        "import": str(import_id),
        "state": ImportState.UNDONE.value,
        "withdrawn": dict(done.withdrawn),
        "staying_households": done.staying,
        "staying_records": [str(id) for id in done.records],
    }


def told(ready: Prepared, brought: Brought, one: TableImport | None) -> dict[str, Any]:
    """The keys may be added, never renamed."""
    return {
        "import": str(one.pk) if one else None,
        "state": str(one.state) if one else "dry-run",
        "rows": ready.rows,
        "households": len(ready.groups),
        "made": dict(brought.made),
        "already_here": brought.here,
        "errors": _lines(brought.left_out, "error"),
        "duplicates": _lines(brought.left_out, "duplicate"),
        "warnings": [_line(fault) for fault in ready.doubts],
    }


def _lines(left: Sequence[LeftOut], why: str) -> list[dict[str, Any]]:
    return [_line(one.fault) for one in left if one.why == why]


def _line(fault: Fault) -> dict[str, Any]:
    return {"row": fault.row, "column": fault.column, "message": fault.problem.message}
