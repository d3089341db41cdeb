"""What of legal procedures waits on the first page: terms that end, hearings that come. Only where there are any."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from khetane.cases.legal import Hearing, HearingState, Outcome, Procedure
from khetane.desk.figures import Figure


def waiting_procedures(today: datetime.date, until: datetime.date) -> Iterator[Figure]:
    """Terms that passed or end by `until`, and hearings until then, of the viewer's mandates."""
    terms = Procedure.objects.filter(outcome=Outcome.PENDING, due__lte=until).count()
    if terms:
        label = ngettext("term of a procedure passed or near", "terms of procedures passed or near", terms)
        yield Figure(terms, label, reverse("cases:procedures"))
    hearings = Hearing.objects.filter(state=HearingState.SET, date__gte=today, date__lte=until).count()
    if hearings:
        label = ngettext("hearing within two weeks", "hearings within two weeks", hearings)
        yield Figure(hearings, label, reverse("cases:hearings"))
