"""What of legal procedures waits on the first page: terms that end, hearings that come. Only where there are any."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from khetane.cases.legal import Hearing, HearingState, Outcome, Procedure, Turn
from khetane.desk.figures import Figure

OPEN = Q(outcome=Outcome.PENDING)


def appeals(today: datetime.date) -> Q:
    """What was refused and closed, and may still be appealed."""
    return Q(outcome=Outcome.REFUSED, due__gte=today)


def terms(today: datetime.date) -> QuerySet[Procedure]:
    """Procedures of the viewer's mandates of which a term runs or has passed: open ones, and refused ones until their last day."""
    return Procedure.objects.filter(OPEN & Q(due__isnull=False) | appeals(today))


def missed(today: datetime.date) -> QuerySet[Procedure]:
    """Open procedures in which a term of ours has passed: the silence of an office is nobody's omission here."""
    return Procedure.objects.filter(OPEN, due__lt=today, turn=Turn.CLIENT)


def hearings_set() -> QuerySet[Hearing]:
    """Hearings of the viewer's mandates that are neither held nor called off."""
    return Hearing.objects.filter(state=HearingState.SET)


def waiting_procedures(today: datetime.date, until: datetime.date) -> Iterator[Figure]:
    """Terms that passed or end by `until`, and hearings until then."""
    ending = terms(today).filter(due__lte=until).count()
    if ending:
        label = ngettext("term of a procedure passed or near", "terms of procedures passed or near", ending)
        yield Figure(ending, label, reverse("cases:procedures"))
    hearings = hearings_set().filter(date__range=(today, until)).count()
    if hearings:
        label = ngettext("hearing within two weeks", "hearings within two weeks", hearings)
        yield Figure(hearings, label, reverse("cases:hearings"))
