"""A poster and cards with the address of the public page, for the settlement."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import segno
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.core.routes import requires
from khetane.core.typeset import pdf
from khetane.grievances.catalogue.reading import catalogue
from khetane.grievances.taking import TAKE
from khetane.organisations.models import Unit
from khetane.web.languages import BY_CODE, LANGUAGES, current
from khetane.web.names import place_label, place_note

TEMPLATE = Path(__file__).with_name("poster.typ")


class PosterForm(forms.Form):
    """For which municipality, in which language."""

    unit = forms.ChoiceField(label=gettext_lazy("Where?"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[(one.code, one.name) for one in LANGUAGES]
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, place_label(one.municipality)) for one in units]
        self.fields["unit"].choices = [("", _("anywhere")), *named]  # type: ignore[attr-defined]  # a choice field


@requires(TAKE)
def poster(request: HttpRequest) -> HttpResponse:
    """The form; filled in, the poster as PDF: a page to hang up, and one of eight cards to cut."""
    units = list(Unit.objects.listed())
    asked = "language" in request.GET
    form = PosterForm(request.GET if asked else None, units=units, initial={"language": current().code})
    if not form.is_valid():
        places = [one.municipality for one in units]
        return render(request, "desk/grievances/poster.html", {"form": form, "places": places})
    given = form.cleaned_data
    here = next((one for one in units if one.code == given["unit"]), None)
    with translation.override(given["language"]):
        made = pdf(TEMPLATE, words(request, here), at=timezone.now())
    headers = {"Content-Disposition": 'inline; filename="poster.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def words(request: HttpRequest, here: Unit | None) -> dict[str, Any]:
    """What the poster says, in the language in force."""
    link = link_to(request, "tell", l=current().code, **({"u": here.code} if here else {}))
    note = place_note(here.municipality) if here else ""
    terms = catalogue().terms_on(timezone.localdate())
    return {
        "lang": BY_CODE[current().code].tag.partition("-")[0],
        "title": _("Tell us"),
        "place": place_label(here.municipality) + ("*" if note else "") if here else "",
        "note": f"* {note}" if note else "",
        "lines": [
            _("Are you not content with somebody's work? Do you have a question? Did somebody do well?"),
            _("You need not say who you are. The people of the mobile unit do not read it."),
            _("You are answered within %(days)s days. It costs nothing and harms no right of yours.")
            % {"days": terms.answer_days},
            _(
                "You cannot write, or have no telephone? Tell it to somebody you trust: anybody can send it for you."
            ),
        ],
        "camera": _("Point your telephone's camera here, or type the address:"),
        "address": link_to(request, "tell").partition("://")[2],
        "qr": square(link),
        "code": _("Your code"),
        "alternative": _("A code that leads a camera to the address"),
    }


def link_to(request: HttpRequest, route: str, **parameters: str) -> str:
    """The whole address of a public page."""
    path = reverse(route) + (f"?{urlencode(parameters)}" if parameters else "")
    public = settings.ENVIRONMENT.public_url
    return f"{public}{path}" if public else request.build_absolute_uri(path)


def square(text: str) -> str:
    """The text for a camera, as an SVG that Typst reads."""
    out = io.BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="svg", scale=8, border=2)
    return out.getvalue().decode()
