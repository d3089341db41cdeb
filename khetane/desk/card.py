"""The card a household keeps: its code, for people to read and for a camera; no names."""

from __future__ import annotations

import io
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString, mark_safe

from khetane.core.masking import sees
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import NO_ROLE
from khetane.desk.opened import opened
from khetane.people.models import Household
from khetane.places.naming import unit_named


@requires("identity.read")
def household_card(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A page made to be printed and cut out; not for who may not see the code, which is all there is on it."""
    household = get_object_or_404(
        Household.objects.select_related("unit").prefetch_related(unit_named()), pk=household_id
    )
    if not sees(Household, "code", household.unit_id):
        raise NotAllowed(NO_ROLE.about())
    opened("household", household)
    return render(request, "desk/card.html", {"household": household, "qr": qr_code(household.code)})


def qr_code(text: str) -> SafeString:
    """The text as an inline SVG without styles, as the page's content policy wants it."""
    out = io.BytesIO()
    segno.make(text, error="q", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        scale=4,
        border=2,
        svgclass="k-qr",
        lineclass=None,
        omitsize=True,
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308  # made by segno of a code of ours
