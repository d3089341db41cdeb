"""The sealed page as an institution without an account sees it: a code, the referral, an answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from khetane.cases.referring import pages
from khetane.core.routes import open_to_all
from khetane.desk.edit_forms import Choices
from khetane.desk.referring.forms import CodeForm, OutsideAnswerForm
from khetane.web.languages import BY_CODE, SOURCE

OVER = ("rejected", "done")


@open_to_all("an institution has no account; the secret in the address and a code told apart stand for it")
def outside_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the code; show the referral for it; keep the answer. Every opening is seen by the sender."""
    found = pages.behind(secret)
    if found is None:
        return private(render(request, "desk/referring/outside_over.html", status=404))
    with translation.override(found.language if found.language in BY_CODE else SOURCE.code):
        return private(
            answered(request, secret, found) if "answer" in request.POST else asked(request, secret, found)
        )


def asked(request: HttpRequest, secret: str, found: pages.Behind) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        told = pages.read(secret, form.cleaned_data["code"], found)
        if told is not None:
            return shown(request, found, told, fresh(found, form.cleaned_data["code"]))
        form.add_error("code", wrong(found))
    return render(
        request, "desk/referring/outside_code.html", {"form": form}, status=422 if form.errors else 200
    )


def answered(request: HttpRequest, secret: str, found: pages.Behind) -> HttpResponse:
    form = OutsideAnswerForm(request.POST, answers=choices(found))
    code = request.POST.get("code", "")
    if form.is_valid():
        given = form.cleaned_data
        if pages.answer(secret, given["code"], found, given["answer"], given["sentence"]):
            return render(request, "desk/referring/outside_thanks.html", {"answer": given["answer"]})
        return asked_again(request, found)
    told = pages.read(secret, code, found)
    return shown(request, found, told, form, status=422) if told is not None else asked_again(request, found)


def asked_again(request: HttpRequest, found: pages.Behind) -> HttpResponse:
    form = CodeForm({"code": ""})
    form.add_error("code", wrong(found))
    return render(request, "desk/referring/outside_code.html", {"form": form}, status=422)


def shown(
    request: HttpRequest,
    found: pages.Behind,
    told: dict[str, Any],
    form: OutsideAnswerForm,
    status: int = 200,
) -> HttpResponse:
    context = {"told": told, "form": form if choices(found) else None, "answered": found.answered}
    return render(request, "desk/referring/outside.html", context, status=status)


def fresh(found: pages.Behind, code: str) -> OutsideAnswerForm:
    return OutsideAnswerForm(initial={"code": code}, answers=choices(found))


def choices(found: pages.Behind) -> Choices:
    """What can be answered now: first whether, then that it is done."""
    if found.answered in OVER:
        return []
    if found.state == "accepted" or found.answered == "accepted":
        return [("done", _("It is done"))]
    return [("accepted", _("We take care of it")), ("rejected", _("We cannot take care of it"))]


def wrong(found: pages.Behind) -> str:
    if found.tries <= 1:
        return _(
            "This code is not right. The page is closed now: ask whoever gave you the link for a new one."
        )
    return _("This code is not right. Ask whoever gave you the link for it. Tries left: %(tries)s.") % {
        "tries": found.tries - 1
    }


def private(response: HttpResponse) -> HttpResponse:
    """Kept by no browser or proxy, and its address told to nobody."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
