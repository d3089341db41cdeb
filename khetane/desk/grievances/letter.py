"""The letter by which a grievance goes to a body outside, to which whoever wrote agreed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from khetane.core import audit
from khetane.core.routes import requires
from khetane.core.typeset import pdf
from khetane.desk.grievances.words import body_name, subject
from khetane.grievances.enums import MessageKind, Way
from khetane.grievances.handling import HANDLE, Written, written
from khetane.grievances.models import Grievance
from khetane.organisations.economies import economy_of
from khetane.web.formats import day
from khetane.web.languages import BY_CODE, current
from khetane.web.names import place_label, place_note, unit_label

TEMPLATE = Path(__file__).with_name("letter.typ")


@requires(HANDLE)
def letter(request: HttpRequest, grievance_id: UUID) -> HttpResponse:
    """The letter as PDF, in the language of the body; only of what was passed on."""
    found = get_object_or_404(Grievance.objects.listed().defer(None), pk=grievance_id)
    if not found.body:
        raise Http404
    audit.record("printed", "grievance", [found.pk])
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in BY_CODE else current().code):
        made = pdf(TEMPLATE, words(found, written(found)), at=timezone.now())
    headers = {"Content-Disposition": 'inline; filename="letter.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def words(found: Grievance, said: Written) -> dict[str, Any]:
    """What the letter says, in the language in force; what was written stays in its own."""
    unit = found.unit
    note = place_note(unit.municipality) if unit else ""
    place = place_label(unit.municipality) + ("*" if note else "") if unit else ""
    facts = [
        (_("Received on"), day(found.received_on)),
        (_("About"), subject(found.about)),
        (_("Mobile unit"), unit_label(unit) if unit else _("none named")),
        (pgettext("of a person", "Name"), said.name or _("not given")),
        (_("Contact"), f"{said.contact} ({Way(said.way).label})" if said.contact else _("not given")),
    ]
    return {
        "lang": BY_CODE[current().code].tag.partition("-")[0],
        "written_in": BY_CODE[found.language].tag.partition("-")[0] if found.language in BY_CODE else "en",
        "title": _("A grievance is passed on to you"),
        "to": body_name(found.body, economy_of(found.unit_id) if found.unit_id else ""),
        "place": place,
        "note": f"* {note}" if note else "",
        "date": day(timezone.localdate()),
        "lead": _("Whoever wrote it agreed on %(day)s that you read it. Please answer her, or us.")
        % {"day": day(found.agreed_on)},
        "facts": [list(one) for one in facts],
        "heading": _("What was written"),
        "text": said.text,
        "since_heading": _("What was said since"),
        "since": [
            [f"{MessageKind(one.kind).label}, {day(timezone.localdate(one.at))}", one.text]
            for one in said.messages
        ],
        "signature": _("Date, signature, stamp"),
    }
