"""What is due for the viewer, as reminders tell it: how much and when, nothing of what or whom."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from khetane.cases.models import CasePlan
from khetane.cases.plans import PlanState
from khetane.core.viewer import current
from khetane.desk.whose import mine
from khetane.outreach.models import Task, TaskState


@dataclass(frozen=True, slots=True)
class Due:
    """Counts of one day."""

    today: int
    overdue: int
    reviews: int

    @property
    def any(self) -> bool:
        return bool(self.today or self.overdue or self.reviews)


def counted(day: datetime.date) -> Due:
    """The viewer's open tasks of the day and before, and plans to review by then."""
    tasks = Task.objects.filter(mine(current()), state=TaskState.OPEN)
    return Due(
        today=tasks.filter(due=day).count(),
        overdue=tasks.filter(due__lt=day).count(),
        reviews=plans().filter(review_on__lte=day).count(),
    )


def plans() -> QuerySet[CasePlan]:
    """Running plans that the viewer reads: the coordinator's."""
    return CasePlan.objects.filter(state__in=(PlanState.AGREED, PlanState.REVIEWED))
