"""Sending a household on."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.cases.models import Need
from khetane.cases.referring.rules import awaited_until
from khetane.core.masking import mask
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import NO_ROLE
from khetane.desk.carried import consent_url
from khetane.desk.editing import household_named
from khetane.desk.opened import opened
from khetane.desk.recipients import recipient_label
from khetane.desk.referring.addressees import ENTRY, Agreements, addressees, agreements, recipient_of
from khetane.desk.referring.forms import ReferForm
from khetane.desk.referring.own import referring_as
from khetane.desk.roster import members
from khetane.desk.saving import done, save_from_form
from khetane.forms import office
from khetane.people.models import Household
from khetane.web.names import person_label


@requires("registry.write")
def refer(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Send a household, or one person of it, on to another mandate or an institution, under its consent."""
    household = household_named(household_id)
    own = referring_as(household.unit_id)
    if not own:
        raise NotAllowed(NO_ROLE.about())
    now = members(household, timezone.localdate())
    need, agreed = need_asked(request, household), agreements(household)
    form = ReferForm(
        request.POST or None,
        groups=addressees(household, own, agreed),
        persons=[
            ("", _("the whole household")),
            *((str(one.person.pk), person_label(one.person)) for one in now),
        ],
        own=own,
        initial=initial(request, need, own),
    )
    if form.is_valid() and is_agreed(form, agreed):
        referral_id = UUID(form.instance_id)
        values = {**form.values(), "household": str(household.pk), "need": str(need.pk) if need else ""}
        mandate = values["from_mandate"] = values["from_mandate"] or own[0]
        making = partial(office.create, "referral", referral_id, values, unit_id=household.unit_id)
        applied = save_from_form(form, lambda: making(instance_id=form.instance_id, mandate=mandate))
        if applied:
            return done(request, applied, reverse("cases:referral", args=[referral_id]))
    opened("household", household, [one.person.pk for one in now])
    context = {
        "form": form,
        "household": household,
        "need": need,
        "agreed": [recipient_label(code) for code in agreed.recipients() if recipient_label(code)],
        "consent_url": consent_url(household, "referral", "refer", need.pk if need else None),
    }
    return render(request, "desk/referring/refer.html", context, status=422 if form.errors else 200)


def is_agreed(form: ReferForm, agreed: Agreements) -> bool:
    """Whether consent covers what the form says; if not, the form says so in words of its own."""
    person = form.cleaned_data["person"]
    if agreed.open(recipient_of(form.cleaned_data["to"]), UUID(person) if person else None):
        return True
    form.add_error("to", _("There is no consent to this yet. Ask, record what is said, and refer then."))
    return False


def need_asked(request: HttpRequest, household: Household) -> Need | None:
    """The need because of which one refers; 404 for one that is not the household's, or not there for the viewer."""
    asked = request.GET.get("need", "")
    if not asked:
        return None
    try:
        need = get_object_or_404(Need, pk=UUID(asked), household=household)
    except ValueError:
        return None
    return mask([need])[0]


def initial(request: HttpRequest, need: Need | None, own: list[str]) -> dict[str, Any]:
    today: datetime.date = timezone.localdate()
    shown: dict[str, Any] = {"expires_on": awaited_until(today), "from_mandate": own[0]}
    if need is not None:
        shown |= {"person": str(need.person_id or ""), "reason": need.description}
        shown["from_mandate"] = need.mandate if need.mandate in own else own[0]
    if request.GET.get("entry"):
        shown["to"] = f"{ENTRY}:{request.GET['entry']}"
    return shown
