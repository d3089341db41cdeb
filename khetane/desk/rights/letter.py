"""The letter with which a person is answered: what she asked, what became of it, and who hears a complaint."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from khetane.core import audit
from khetane.core.routes import requires
from khetane.core.typeset import pdf
from khetane.desk.rights.words import complaint
from khetane.people.models import Person
from khetane.places.naming import unit_named
from khetane.subjects import requests
from khetane.subjects.models import RequestKind, SubjectRequest
from khetane.web.formats import day
from khetane.web.languages import BY_CODE, SOURCE
from khetane.web.names import person_label, place_label, unit_label

TEMPLATE = Path(__file__).with_name("letter.typ")


@requires(requests.TAKE)
def letter(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The letter as PDF, in the language in which she wants the answer."""
    listed = SubjectRequest.objects.select_related("unit").prefetch_related(unit_named())
    asked = get_object_or_404(listed, pk=request_id)
    if not asked.is_answered:
        raise Http404
    audit.record("printed", "request", [asked.pk], unit_id=asked.unit_id)
    with translation.override(asked.language if asked.language in BY_CODE else SOURCE.code):
        made = pdf(TEMPLATE, words(asked), at=timezone.now())
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{asked.household_code}.pdf"',
            "Cache-Control": "no-store",
        },
    )


def words(asked: SubjectRequest) -> dict[str, Any]:
    """What the letter says, in the language in force."""
    person = Person.objects.filter(pk=asked.person).first() if asked.person else None
    decided = asked.refusal or asked.answer
    return {
        "lang": BY_CODE[translation.get_language() or "en"].tag.partition("-")[0],
        "title": _("Answer to what you asked of us"),
        "unit": unit_label(asked.unit),
        "place": place_label(asked.unit.municipality),
        "date": day(timezone.localdate()),
        "to": person_label(person) if person else _("Household %(code)s") % {"code": asked.household_code},
        "asked": what_was_asked(asked),
        "about": asked.about,
        "verdict": verdict(asked),
        "decided": decided,
        "complaint": complaint(asked.unit),
        "signature": _("Date, signature, stamp"),
    }


def what_was_asked(asked: SubjectRequest) -> str:
    said = {"day": day(asked.requested_on)}
    return {
        RequestKind.COPY: _("On %(day)s you asked for a copy of what is written about you."),
        RequestKind.CORRECTION: _("On %(day)s you told us that something written about you is wrong."),
        RequestKind.OBJECTION: _("On %(day)s you objected to being recorded."),
        RequestKind.ERASURE: _("On %(day)s you asked to be erased."),
    }[RequestKind(asked.kind)] % said


def verdict(asked: SubjectRequest) -> str:
    if asked.refusal:
        return _("We did not do what you asked. The reason:")
    if asked.kind == RequestKind.OBJECTION:
        return _("We do as you wish: nothing new is done with your record. Besides:")
    return _("We corrected it:")
