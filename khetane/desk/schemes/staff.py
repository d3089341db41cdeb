"""Who of the project's staff works in which scheme of a unit: she then sees whom it enrolled there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from khetane.core import audit
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.authors import names_of
from khetane.desk.schemes.overview import scheme_named
from khetane.organisations.models import Unit
from khetane.places.naming import unit_named
from khetane.programmes import actions
from khetane.programmes.models import SchemeStaff
from khetane.programmes.staffing import Reach, staff_in_reach
from khetane.web.asking import AskingForm
from khetane.web.names import unit_label, worded


class StaffForm(AskingForm):
    """Who, and in which unit; `reach` says which units each account's role reaches."""

    account = forms.ChoiceField(label=_("Who"))
    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(
        self,
        *args: Any,
        accounts: list[tuple[str, str]],
        units: list[tuple[str, str]],
        reach: Reach,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """She would see nobody in a unit that her role does not reach."""
        said = super().clean() or {}
        if "account" in said and "unit" in said and said["unit"] not in self.reach.get(said["account"], ()):
            self.add_error(
                "unit", _("The role of this person does not reach this unit. Choose another unit.")
            )
        return said


@requires("scheme.staff")
def staff(request: HttpRequest, code: str) -> HttpResponse:
    """Who works in the scheme, and a form for one more."""
    scheme, today = scheme_named(code), timezone.localdate()
    units = Unit.objects.listed().filter(pk__in=current().units.get("scheme.staff", frozenset()))
    working = SchemeStaff.objects.filter(Q(ends__isnull=True) | Q(ends__gt=today), scheme=code)
    working = working.select_related("unit").prefetch_related(unit_named()).order_by("begins", "id")
    reach = staff_in_reach()
    names = names_of([*map(UUID, reach), *(one.account for one in working)])
    form = StaffForm(
        request.POST or None,
        accounts=sorted(((pk, names.get(UUID(pk), "")) for pk in reach), key=lambda pair: pair[1]),
        units=[(str(unit.pk), unit_label(unit)) for unit in units],
        reach=reach,
    )
    if form.is_valid():
        actions.assign(
            account=UUID(form.cleaned_data["account"]),
            unit_id=UUID(form.cleaned_data["unit"]),
            scheme=code,
            begins=today,
        )
        return redirect(reverse("programmes:staff", args=[code]))
    rows = [(one, names.get(one.account, "")) for one in working]
    audit.read("scheme_staff", [one.pk for one, _name in rows])
    context = {
        "scheme": scheme,
        "scheme_name": worded(scheme.names),
        "form": form if reach else None,
        "rows": rows,
    }
    return render(request, "desk/schemes/staff.html", context, status=422 if form.errors else 200)


@requires("scheme.staff")
@require_POST
def end_staff(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """From now on she sees nobody of the scheme any more."""
    working = get_object_or_404(SchemeStaff, pk=staff_id)
    actions.end(working, on=timezone.localdate())
    return redirect(reverse("programmes:staff", args=[working.scheme]))
