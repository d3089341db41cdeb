"""Grievances that wait, as figures of the first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from khetane.core.viewer import Viewer
from khetane.desk.figures import Figure
from khetane.grievances.counting import unread_units
from khetane.grievances.enums import State
from khetane.grievances.handling import HANDLE, SORT
from khetane.grievances.keeping_models import EndState, GrievanceExpiry
from khetane.grievances.models import Grievance


def waiting_grievances(viewer: Viewer, day: dt.date) -> Iterator[Figure]:
    """Those to answer and those overdue for who handles them; for who gives roles, units where nobody does."""
    if viewer.can(HANDLE):
        listed = reverse("grievances:listing")
        new = Grievance.objects.filter(state=State.RECEIVED).count()
        yield Figure(new, ngettext("new grievance", "new grievances", new), listed)
        waiting = Grievance.objects.unanswered().count()
        yield Figure(waiting, ngettext("grievance to answer", "grievances to answer", waiting), listed)
        late = Grievance.objects.overdue(day).count()
        yield Figure(late, ngettext("grievance overdue", "grievances overdue", late), listed)
    if viewer.can(SORT):
        ended = GrievanceExpiry.objects.filter(state=EndState.NOTICED).count()
        label = ngettext("grievance past its time or soon", "grievances past their time or soon", ended)
        if ended:
            yield Figure(ended, label, reverse("grievances:past"))
    if viewer.can("account.write") or viewer.can("override.review"):
        unread = unread_units()
        label = ngettext("unit whose grievances nobody reads", "units whose grievances nobody reads", unread)
        if unread:
            yield Figure(unread, label, reverse("access:accounts"))
