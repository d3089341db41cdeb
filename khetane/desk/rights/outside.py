"""The copy as the person opens it, without an account: a code, then the document or the data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from khetane.core.routes import open_to_all
from khetane.core.typeset import pdf
from khetane.desk.rights.releasing import private
from khetane.subjects.copying import sealed
from khetane.web.languages import BY_CODE, SOURCE

TEMPLATE = Path(__file__).with_name("copy.typ")


class CodeForm(forms.Form):
    """The figures that the data-protection officer told."""

    code = forms.CharField(
        label=pgettext_lazy("that opens", "Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


@open_to_all(
    "a person recorded has no account; the secret in the address and a code told apart stand for her"
)
def copy_page(request: HttpRequest, copy_secret: str) -> HttpResponse:
    """Ask for the code; give the copy for it, as a document or as data. Every opening is on record."""
    found = sealed.behind(copy_secret)
    if found is None:
        return private(render(request, "desk/rights/copy_over.html", status=404))
    with translation.override(found.language if found.language in BY_CODE else SOURCE.code):
        form = CodeForm(request.POST or None)
        if form.is_valid():
            told = sealed.read(copy_secret, form.cleaned_data["code"], found)
            if told is not None and "as" in request.POST:
                return private(handed_over(told, found, as_data=request.POST["as"] == "data"))
            if told is not None:
                # A download leaves the page as it stood: with the last wrong code on it, if there was one.
                return private(render(request, "desk/rights/copy_ready.html", {"form": form}))
            form.add_error("code", wrong(found))
        page = render(
            request, "desk/rights/copy_code.html", {"form": form}, status=422 if form.errors else 200
        )
    return private(page)


def handed_over(told: dict[str, Any], found: sealed.Behind, *, as_data: bool) -> HttpResponse:
    if as_data:
        text, kind, name = json.dumps(told["data"], ensure_ascii=False, indent=1), "application/json", "json"
        content = text.encode()
    else:
        content, kind, name = pdf(TEMPLATE, told["words"], at=found.made_at), "application/pdf", "pdf"
    headers = {"Content-Disposition": f'attachment; filename="copy.{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def wrong(found: sealed.Behind) -> str:
    if found.tries <= 1:
        return _("This code is not right. The copy is closed now: ask the unit for a new one.")
    return _("This code is not right. Tries left: %(tries)s.") % {"tries": found.tries - 1}
