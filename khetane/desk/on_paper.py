"""Everybody who belongs to a household, on one page for paper: however many, in pieces."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.core.viewer import acting_as, current
from khetane.desk.opened import opened
from khetane.desk.roster import belonging, in_pieces
from khetane.people.models import Household
from khetane.places.naming import unit_named

ROWS = mark_safe("<!-- rows -->")  # where the page is cut


@requires("identity.read", under_override=True)
def all_members(request: HttpRequest, household_id: UUID) -> StreamingHttpResponse:
    """404 as the household's page. Everybody named is on record before the first byte is sent."""
    household = get_object_or_404(
        Household.objects.with_place().prefetch_related(unit_named()), pk=household_id
    )
    today = timezone.localdate()
    listed = list(belonging(household, today).values_list("pk", "person_id"))
    emergency = opened("household", household, [person for _, person in listed])
    mask([household])
    context = {
        "household": household,
        "emergency": emergency,
        "count": len(listed),
        "rows": ROWS,
        "today": today,
    }
    around = render_to_string("desk/on_paper.html", context, request).partition(ROWS)
    ids, language = [membership for membership, _ in listed], translation.get_language() or "en"
    return StreamingHttpResponse(_streamed(current().account_id, ids, today, language, around[0], around[2]))


def _streamed(
    account_id: UUID, ids: Sequence[UUID], day: datetime.date, language: str, head: str, tail: str
) -> Iterator[str]:
    """The request's transaction and language have ended when this runs: it has its own."""
    yield head
    with acting_as(account_id), translation.override(language):
        for some in in_pieces(ids, day):
            yield render_to_string("desk/member_rows.html", {"members": some})
    yield tail
