"""What is said after a unit or place was moved: roles that would reach more persons by it wait (docs/adr/0510)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import ngettext

from khetane.places.models import Place


def say_what_waits(request: HttpRequest, units: Collection[UUID]) -> None:
    """Tell how many roles would newly reach these units, as far as the viewer sees roles; nothing for none."""
    widened = Q(grants__widening__overlap=list(units))
    waiting = Place.objects.filter(widened).aggregate(n=Count("grants", filter=widened))["n"]
    if waiting:
        text = ngettext(
            "%(n)s role would reach more persons by this. It does not yet: the data-protection officer, or another "
            "person who confirms roles, is asked.",
            "%(n)s roles would reach more persons by this. They do not yet: the data-protection officer, or another "
            "person who confirms roles, is asked.",
            waiting,
        )
        messages.warning(request, text % {"n": waiting})
