"""The letter with which a household is sent to an institution: PDF, in the language of the office."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from khetane.cases.models import Referral
from khetane.cases.referring.pages import check_agreed
from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.core.typeset import pdf
from khetane.desk.editing import edit_page
from khetane.desk.referring.forms import TellForm
from khetane.desk.referring.side import referral_named, side_of
from khetane.desk.referring.telling import content
from khetane.web.formats import day
from khetane.web.languages import BY_CODE, current

TEMPLATE = Path(__file__).with_name("letter.typ")


@requires("registry.write")
def letter_page(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Choose the language and what is told; then the letter itself."""
    referral = referral_named(referral_id)
    if not side_of(referral).may_tell:
        raise Http404
    form = TellForm(request.POST or None, initial={"language": current().code, "tells": ["name"]})
    if form.is_valid():
        try:
            check_agreed(referral)
        except Invalid as refusal:
            form.add_error(None, refusal.problem.translated(_))
        else:
            return letter(referral, form.cleaned_data["language"], form.cleaned_data["tells"])
    audit.read("referral", [referral.pk], unit_id=referral.unit_id)
    title, lead = (
        _("Print a letter"),
        _("It goes along with the person, or by post. The slip below it is the answer."),
    )
    back = reverse("cases:referral", args=[referral.pk])
    make = _("Make the letter")
    return edit_page(
        request, form, title=title, household=referral.household, back=back, lead=lead, submit=make
    )


def letter(referral: Referral, language: str, tells: list[str]) -> HttpResponse:
    """The letter as PDF; what left the house so is on record, by the names of what was told."""
    audit.record("printed", "referral", [referral.pk], fields=["reason", *tells], unit_id=referral.unit_id)
    with translation.override(language):
        made = pdf(TEMPLATE, words(referral, tells), at=timezone.now())
    named = f'inline; filename="{referral.household.code}.pdf"'
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": named, "Cache-Control": "no-store"},
    )


def words(referral: Referral, tells: list[str]) -> dict[str, Any]:
    """What the letter says, in the language in force."""
    said = content(referral, tells)
    return {
        **said,
        "lang": BY_CODE[translation.get_language() or "en"].tag.partition("-")[0],
        "title": _("Referral"),
        "date": day(timezone.localdate()),
        "greeting": _("Dear colleagues,"),
        "opening": _("with the consent of the household we ask you to help with the following:"),
        "closing": _("Thank you for your help."),
        "secrecy": _(
            "This letter tells what the household agreed to tell you. Please use it for this only and keep it safe."
        ),
        "slip": _("Answer"),
        "slip_hint": _("Please tick, sign and return this part, or call the unit."),
        "choices": [
            _("We take care of it."),
            _("We cannot take care of it, because:"),
            _("It is done; what came of it:"),
        ],
        "signature": _("Date, signature, stamp"),
    }
