"""A grievance told in person, by telephone or on paper, written down for somebody; read by officers only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.desk.card import qr_code
from khetane.desk.grievances.forms import TakenDownForm
from khetane.desk.grievances.poster import link_to
from khetane.desk.grievances.stamps import new_stamp
from khetane.grievances.taking import TAKE, take
from khetane.organisations.models import Unit
from khetane.web.languages import current


@requires(TAKE)
def take_down(request: HttpRequest) -> HttpResponse:
    """The form; sent, a slip with the code for the person, once."""
    units = list(Unit.objects.listed())
    first = {"received_on": timezone.localdate(), "language": current().code, "stamp": new_stamp()}
    form = TakenDownForm(request.POST if request.method == "POST" else None, units=units, initial=first)
    if form.is_valid():
        given = form.cleaned_data
        said = form.said(**{name: given[name] for name in ("channel", "received_on", "language")})
        try:
            taken = take(said, given["stamp"])
        except Invalid as refused:
            form.add_error(None, refused.problem.translated(_))
        else:
            link = link_to(request, "follow")
            slip = {"code": taken.code, "due": taken.due, "link": link, "qr": qr_code(link)}
            return render(request, "desk/grievances/slip.html", slip)
    context = {"form": form, "places": [one.municipality for one in units]}
    return render(request, "desk/grievances/take_down.html", context, status=422 if form.errors else 200)
