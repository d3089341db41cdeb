"""What of settlements waits on the first page of whoever leads a unit: steps that are overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from khetane.core.viewer import Viewer
from khetane.desk.figures import Figure
from khetane.desk.whose import LEADS
from khetane.upgrading.models import Process


def waiting_processes(viewer: Viewer, today: dt.date) -> Iterator[Figure]:
    """Processes of the units she leads whose next step is overdue; nothing where there is none."""
    led = viewer.units.get(LEADS, frozenset())
    if not led:
        return
    overdue = Process.objects.filter(unit__in=led, is_open=True, due__lt=today).count()
    if overdue:
        label = ngettext("settlement with a step overdue", "settlements with a step overdue", overdue)
        yield Figure(overdue, label, reverse("upgrading:processes") + "?state=overdue")
