"""What of settlements waits on the first page: steps that are overdue, for who leads a unit or works in the municipality."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from khetane.core.viewer import Viewer
from khetane.desk.figures import Figure
from khetane.desk.whose import LEADS
from khetane.upgrading.models import Process


def municipal_processes(viewer: Viewer, today: dt.date) -> Iterator[Figure]:
    """What is under way in the viewer's municipalities, and what of it is overdue, for who reads settlements alone."""
    if not viewer.can("settlement.read"):
        return
    under_way = Process.objects.filter(is_open=True)
    late = under_way.filter(due__lt=today).count()
    listed = reverse("upgrading:processes")
    label = ngettext("settlement with a step overdue", "settlements with a step overdue", late)
    yield Figure(late, label, listed + "?state=overdue")
    count = under_way.count()
    yield Figure(
        count,
        ngettext("process of a settlement under way", "processes of settlements under way", count),
        listed,
    )


def waiting_processes(viewer: Viewer, today: dt.date) -> Iterator[Figure]:
    """Processes of the units she leads whose next step is overdue; nothing where there is none."""
    led = viewer.units.get(LEADS, frozenset())
    if not led:
        return
    overdue = Process.objects.filter(unit__in=led, is_open=True, due__lt=today).count()
    if overdue:
        label = ngettext("settlement with a step overdue", "settlements with a step overdue", overdue)
        yield Figure(overdue, label, reverse("upgrading:processes") + "?state=overdue")
