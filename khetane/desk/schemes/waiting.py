"""What of schemes waits: milestones that are due; on the first page of who sees no households, who waits and takes part."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import ngettext, npgettext

from khetane.core.viewer import Viewer, current
from khetane.desk.figures import Figure
from khetane.programmes.configured import in_force
from khetane.programmes.counting import count_standing
from khetane.programmes.definition import Phase
from khetane.programmes.models import Milestone, MilestoneState


def planned_milestones() -> QuerySet[Milestone]:
    """Milestones that the viewer reads, planned for a day: what is not looked after then is lost."""
    units = current().units.get("scheme.read", frozenset())
    return Milestone.objects.filter(unit__in=units, state=MilestoneState.PLANNED, due__isnull=False)


def waiting_milestones(day: datetime.date, to: str) -> Iterator[Figure]:
    """How many have their day behind them, or on it; only where there are any."""
    number = planned_milestones().filter(due__lte=day).count()
    if number:
        yield Figure(number, ngettext("milestone due", "milestones due", number), reverse(to))


def waiting_enrolments(viewer: Viewer) -> Iterator[Figure]:
    """How many wait in the schemes in which she works, and how many take part; one query."""
    units = viewer.units.get("scheme.read", frozenset())
    if not units:
        return
    standing = count_standing(in_force(), units).values()
    waiting, served = (sum(phases[phase] for phases in standing) for phase in (Phase.WAITING, Phase.SERVED))
    to = reverse("programmes:schemes")
    yield Figure(waiting, npgettext("enrolments", "waits for a scheme", "wait for a scheme", waiting), to)
    yield Figure(
        served, npgettext("enrolments", "takes part in a scheme", "take part in a scheme", served), to
    )
