"""A copy is made by the data-protection officer, who sees none of it, and its link given by the unit."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.desk.card import qr_code
from khetane.desk.questions import questions_now
from khetane.desk.rights.words import content
from khetane.organisations.models import Unit
from khetane.subjects import requests
from khetane.subjects.copying import sealed
from khetane.subjects.models import SubjectCopy, SubjectRequest
from khetane.web.languages import BY_CODE, SOURCE


@requires(requests.EXECUTE)
def make_copy(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """First what will happen, then the copy, and once the code."""
    try:
        asked = requests.to_copy(request_id)
        made = made_now(asked) if request.method == "POST" else None
    except Invalid as refusal:
        messages.error(request, refusal.message)
        return redirect("subjects:erasures")
    if made is not None:
        return private(render(request, "desk/rights/code_once.html", {"copy": made.copy, "code": made.code}))
    shown = {
        "title": _("Make a copy for a person"),
        "question": _("Make the copy of everything about one person of household %(code)s?")
        % {"code": asked.household_code},
        "consequences": [
            _("You do not see what is in it, and neither does the unit: it is sealed."),
            _("You are shown a code, once. Tell it to the person herself, by telephone or when she comes."),
            _("The unit gives her the link. With both she opens the copy, for 30 days."),
        ],
        "color": "accent",
        "action": _("Make the copy"),
        "cancel_url": reverse("subjects:erasures"),
    }
    return render(request, "khetane/confirm.html", shown)


def made_now(asked: SubjectRequest) -> sealed.Made:
    gathered = requests.gathered_for(asked)
    unit = Unit.objects.named().get(pk=asked.unit_id)
    questions = questions_now()
    with translation.override(asked.language if asked.language in BY_CODE else SOURCE.code):
        told = content(gathered, unit, questions)
    return requests.seal_copy(asked, told, gathered.person)


@requires(requests.TAKE)
@require_POST
def give_link(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """The link as text and for a camera, shown once; the one before opens nothing any more."""
    copy = get_object_or_404(SubjectCopy.objects.select_related("request"), pk=copy_id)
    try:
        secret = sealed.give_link(copy)
    except Invalid as refusal:
        messages.error(request, refusal.message)
        return redirect("subjects:requests")
    path = reverse("copy", args=[secret])
    public = settings.ENVIRONMENT.public_url
    link = f"{public}{path}" if public else request.build_absolute_uri(path)
    context = {"copy": copy, "link": link, "qr": qr_code(link)}
    return private(render(request, "desk/rights/link_once.html", context))


def private(response: HttpResponse) -> HttpResponse:
    """Kept by no browser or proxy, and its address told to nobody."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
