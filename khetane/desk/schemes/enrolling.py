"""Applying for a scheme: which, then who and what the register does not know."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core.masking import shown
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.carried import carried
from khetane.desk.editing import edit_page, household_named
from khetane.desk.opened import opened
from khetane.desk.roster import members
from khetane.desk.saving import done, save_from_form
from khetane.desk.schemes.forms import ApplyForm
from khetane.desk.schemes.overview import scheme_named
from khetane.forms import office
from khetane.people.models import Household
from khetane.programmes.configured import in_force
from khetane.programmes.definition import For, Scheme
from khetane.web.names import person_label, worded


@requires("registry.write")
def choose(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The schemes of the viewer's mandates."""
    household = household_named(household_id)
    offered = [(one.code, worded(one.names), worded(one.about)) for one in own_schemes(household)]
    opened("household", household)
    context = {
        "household": shown(household),
        "offered": offered,
        "person": carried(request).get("person", ""),
    }
    return render(request, "desk/schemes/choose.html", context)


def own_schemes(household: Household) -> list[Scheme]:
    """Whoever enrols reads the enrolment: the schemes of her mandates in the household's unit."""
    own = current().mandates.get(household.unit_id, frozenset())
    return [scheme for scheme in in_force().values() if scheme.mandate in own]


@requires("registry.write")
def enrol(request: HttpRequest, household_id: UUID, code: str) -> HttpResponse:
    """Take an application down; the rules of the scheme judge it at once."""
    household, scheme, today = household_named(household_id), scheme_named(code), timezone.localdate()
    now = members(household, today)
    persons = [(str(one.person.pk), person_label(one.person)) for one in now]
    form = ApplyForm(
        request.POST or None,
        members=persons if scheme.whom is For.PERSON else [],
        asks=scheme.asks,
        initial={"applied_on": today, **carried(request)},
    )
    back = reverse("people:household", args=[household.pk])
    if form.is_valid():
        enrolment = UUID(form.instance_id)
        values = {**form.values(), "household": str(household.pk), "scheme": code}
        applied = save_from_form(
            form,
            lambda: office.create(
                "enrolment", enrolment, values, unit_id=household.unit_id, instance_id=form.instance_id
            ),
        )
        if applied:
            return done(request, applied, reverse("programmes:enrolment", args=[enrolment]))
    opened("household", household, [one.person.pk for one in now])
    title = _("Apply: %(scheme)s") % {"scheme": worded(scheme.names)}
    return edit_page(request, form, title=title, household=household, back=back, lead=worded(scheme.about))
