"""Handing a household over to another unit, which it has agreed to."""

from __future__ import annotations

import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.core.masking import shown
from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.carried import consent_url
from khetane.desk.edit_forms import Choices, day_field
from khetane.desk.editing import household_named
from khetane.desk.opened import opened
from khetane.desk.recipients import other_units
from khetane.organisations.models import Unit
from khetane.people import actions
from khetane.people.models import Household
from khetane.web.names import unit_label

PERMISSION = "household.hand_over"


class HandOverForm(forms.Form):
    """To which unit, from which day."""

    unit = forms.ChoiceField(label=gettext_lazy("To the unit"), widget=forms.RadioSelect)
    on = day_field(gettext_lazy("From this day"))

    def __init__(self, *args: object, units: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field


@requires(PERMISSION)
def hand_over(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Choose the unit among those that the household agreed to, and say it once more."""
    household = household_named(household_id)
    current().check(PERMISSION, household.unit_id)
    today = timezone.localdate()
    agreed = {str(unit.pk): unit for unit in agreed_units(household, today)}
    form = HandOverForm(
        request.POST or None,
        units=[(pk, unit_label(unit)) for pk, unit in agreed.items()],
        initial={"on": today},
    )
    if form.is_valid():
        try:
            actions.hand_over(
                household_id=household.pk,
                to_unit=agreed[form.cleaned_data["unit"]],
                on=form.cleaned_data["on"],
            )
        except Invalid as refusal:
            form.add_error(None, refusal.problem.translated(_))
        else:
            messages.success(request, _("%(code)s was handed over.") % {"code": shown(household).code})
            return redirect("people:households")
    opened("household", household)
    context = {
        "form": form if agreed else None,
        "household": shown(household),
        "consent_url": consent_url(household, "sharing", "hand_over"),
    }
    return render(request, "desk/hand_over.html", context, status=422 if form.errors else 200)


def agreed_units(household: Household, on: datetime.date) -> list[Unit]:
    """The other units with which the household agreed to share its record."""
    return [unit for unit in other_units(household) if actions.agreed(household.pk, unit.code, on)]
