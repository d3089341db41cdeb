"""The list of households."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.access.seen import seen
from khetane.core import keyset
from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.settlements import settlement_choices
from khetane.people.models import Household

ORDERS = {"changed": ("-updated_at", "-id"), "code": ("code", "id")}


class HouseholdFilter(forms.Form):
    """Which households, in which order."""

    place = forms.TypedChoiceField(label=_("Settlement"), required=False, coerce=UUID, empty_value=None)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("changed", _("last change first")), ("code", _("by code"))],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.fields["place"].choices = settlement_choices()  # type: ignore[attr-defined]  # a choice field


@requires("identity.read")
def households(request: HttpRequest) -> HttpResponse:
    """Households the viewer may see, a page at a time."""
    form = HouseholdFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    rows = Household.objects.with_place().with_heads(today).with_size(today)
    if wanted.get("place"):
        rows = rows.filter(place=wanted["place"])
    units = current().units.get("identity.read", ())
    page = keyset.page(
        rows, ORDERS[wanted.get("sort") or "changed"], request.GET.get("after", ""), units=units
    )
    seen("household", page.rows)
    mask(page.rows)
    filtered = bool(wanted.get("place"))
    context = {
        "form": form,
        "page_of": page,
        "filtered": filtered,
        "may_write": current().can("registry.write"),
        **page.addresses(request.GET),
    }
    return render(request, "desk/households.html", context)
