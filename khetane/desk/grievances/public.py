"""The public page: say something, without an account; get a code to follow the answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from khetane.core.refusals import Invalid
from khetane.core.routes import open_to_all
from khetane.core.viewer import acting_as_system
from khetane.desk.grievances.forms import PublicForm
from khetane.desk.grievances.open_page import address_of, in_language, open_page, refusal
from khetane.desk.grievances.stamps import is_fit, new_stamp
from khetane.grievances import attempts
from khetane.grievances.taking import Taken, take
from khetane.organisations.models import Unit
from khetane.web.languages import current
from khetane.web.names import place_note


@csrf_exempt  # no session and no cookie: `open_page.comes_from_here` refuses other sites
@open_to_all("whoever complains needs no account and need not say who she is")
def tell(request: HttpRequest) -> HttpResponse:
    """The form; sent, its code, once."""
    refused = refusal(request)  # before anything of the form is read
    if refused is not None:
        return refused
    with in_language(request.POST.get("l") or request.GET.get("l", "")):
        return sent(request) if request.method == "POST" else asked(request)


def asked(request: HttpRequest) -> HttpResponse:
    """The empty form; a poster's address names the unit."""
    with acting_as_system():
        units = list(Unit.objects.listed())
        here = next((one for one in units if one.code == request.GET.get("u")), None)
        form = PublicForm(units=units, initial={"unit": str(here.pk) if here else ""})
        return open_page(
            "desk/grievances/tell.html",
            {**frame(form, units), "stamp": new_stamp(), "unit_code": here.code if here else ""},
        )


def sent(request: HttpRequest) -> HttpResponse:
    """What was sent is kept, or the form comes back with all that was written."""
    with acting_as_system():
        units, address = list(Unit.objects.listed()), address_of(request)
        form, status = PublicForm(request.POST, units=units), 422
        taken = None
        if form.is_valid() and attempts.too_many("tell", address):
            form.add_error(None, _("Too much was sent from here within an hour. Try again later, or call."))
            status = 429
        elif form.is_valid():
            taken = kept(form, address)
        if taken is not None:
            return open_page("desk/grievances/told.html", {"code": taken.code, "due": taken.due})
        stamp = request.POST.get("stamp", "")
        context = {**frame(form, units), "stamp": stamp if is_fit(stamp) else new_stamp()}
        return open_page("desk/grievances/tell.html", context, status=status)


def kept(form: PublicForm, address: str) -> Taken | None:
    """Take it in as the program; None, and an error in the form, where it cannot be."""
    try:
        taken = take(form.said(language=current().code), form.cleaned_data["stamp"])
    except Invalid as refused:
        form.add_error(None, refused.problem.translated(_))
        return None
    attempts.note("tell", address)
    return taken


def frame(form: PublicForm, units: list[Unit]) -> dict[str, Any]:
    """The form and the designation notes of the places in its list, for which the page has no other foot."""
    notes = dict.fromkeys(filter(None, (place_note(one.municipality) for one in units)))
    more = bool(form.is_bound and (form["contact"].errors or form["name"].value() or form["contact"].value()))
    return {"form": form, "notes": list(notes), "more": more}
