"""What is due for the viewer, as reminders tell it: how much and when, nothing of what or whom."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from khetane.cases.models import CasePlan
from khetane.cases.plans import PlanState
from khetane.core.viewer import current
from khetane.desk.legal.waiting import hearings_set, missed, terms
from khetane.desk.whose import mine
from khetane.outreach.models import Task, TaskState

NEAR = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """Counts of one day."""

    today: int
    overdue: int
    reviews: int
    terms: int = 0  # of procedures: passed and ours, or ending within a week
    hearings: int = 0  # within a week

    @property
    def any(self) -> bool:
        return any((self.today, self.overdue, self.reviews, self.terms, self.hearings))


def counted(day: datetime.date) -> Due:
    """The viewer's open tasks of the day and before, plans to review by then, terms and hearings of procedures that are near."""
    near = (day, day + NEAR)
    tasks = Task.objects.filter(mine(current()), state=TaskState.OPEN)
    return Due(
        today=tasks.filter(due=day).count(),
        overdue=tasks.filter(due__lt=day).count(),
        reviews=plans().filter(review_on__lte=day).count(),
        terms=missed(day).count() + terms(day).filter(due__range=near).count(),
        hearings=hearings_set().filter(date__range=near).count(),
    )


def plans() -> QuerySet[CasePlan]:
    """Running plans that the viewer reads: the coordinator's."""
    return CasePlan.objects.filter(state__in=(PlanState.AGREED, PlanState.REVIEWED))
