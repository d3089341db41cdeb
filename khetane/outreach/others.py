"""Tasks of mandates that the viewer does not read: that there are some, and when they are due, nothing else.

The database tells no more, and only where the viewer sees who is who (migrations/0005_tasks_of_their_mandate.sql).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from khetane.core.mandates import Mandate

OF_HOUSEHOLD = "select mandate, due from outreach_tasks_of_others(%s) order by due, mandate"
BY_MANDATE = """
    select mandate, min(due), count(*) from outreach_tasks_of_others(null)
    where due <= %s or due is null
    group by mandate order by mandate
"""


@dataclass(frozen=True, slots=True)
class TaskOfOthers:
    """Open tasks of a mandate: how many, and the day on which the first is due, if it has one."""

    mandate: str
    due: datetime.date | None
    number: int = 1

    @property
    def mandate_name(self) -> str:
        return str(Mandate(self.mandate).label) if self.mandate in Mandate.values else ""


def of_household(household_id: UUID) -> list[TaskOfOthers]:
    """Each open task of the household that the viewer may not read, the first due first."""
    return _asked(OF_HOUSEHOLD, household_id)


def due_until(day: datetime.date) -> list[TaskOfOthers]:
    """Per mandate the open tasks due until `day`, or without a day, in all the viewer's units."""
    return _asked(BY_MANDATE, day)


def _asked(statement: str, value: UUID | datetime.date) -> list[TaskOfOthers]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        return [TaskOfOthers(*row) for row in cursor.fetchall()]
