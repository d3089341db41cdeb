"""Events are added beside the work, say who, and cannot be changed."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from khetane.access.models import AuditEvent
from khetane.access.seen import seen
from khetane.core import audit
from khetane.core.refusals import NotAllowed
from khetane.core.viewer import acting_as
from khetane.outreach.models import Task
from tests import world

pytestmark = pytest.mark.django_db


def test_an_event_says_who_read_what() -> None:
    town = world.town("HERE")
    coordinator = world.account("unit_coordinator", town.unit)
    seen = uuid.uuid4()
    with acting_as(coordinator.pk):
        audit.read("household", [seen], unit_id=town.unit.pk)
        event = AuditEvent.objects.get()
    assert (event.account, event.action, event.kind, event.subjects) == (
        coordinator.pk,
        "read",
        "household",
        [seen],
    )
    assert event.xid > 0


def test_nobody_may_change_or_remove_an_event() -> None:
    coordinator = world.account("unit_coordinator", world.town("HERE").unit)
    with acting_as(coordinator.pk):
        audit.record("wrote", "person", [uuid.uuid4()])
        for change in ("update access_auditevent set action = 'x'", "delete from access_auditevent"):
            with (
                pytest.raises(DatabaseError),
                transaction.atomic(),
                connections["default"].cursor() as cursor,
            ):
                cursor.execute(change)


def test_without_a_viewer_nothing_is_recorded() -> None:
    with pytest.raises(NotAllowed):
        audit.record("wrote")


def test_what_is_shown_of_several_units_is_an_event_of_each_in_one_statement() -> None:
    towns = [world.town(code) for code in ("HERE", "THERE", "YONDER")]
    lawyer = world.account("legal_aid_lawyer", world.country())
    with acting_as(lawyer.pk):
        tasks = [
            Task.objects.create(unit=town.unit, mandate="legal", title="Text") for town in towns for _ in "ab"
        ]
        with CaptureQueriesContext(connection) as captured:
            seen("task", tasks)
        events = AuditEvent.objects.filter(kind="task").values_list("action", "unit", "subjects")
        found = {unit: (action, set(subjects)) for action, unit, subjects in events}
    assert len(captured) == 1
    assert found == {
        town.unit.pk: ("read", {task.pk for task in tasks if task.unit_id == town.unit.pk}) for town in towns
    }
