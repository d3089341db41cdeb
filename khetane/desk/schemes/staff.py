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

from khetane.access.models import Account, RoleGrant
from khetane.core import audit
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.schemes.overview import scheme_named
from khetane.desk.services.wording import worded
from khetane.organisations.models import Unit
from khetane.programmes import actions
from khetane.programmes.models import SchemeStaff

ROLE = "project_staff"


class StaffForm(forms.Form):
    """Who, and in which unit."""

    account = forms.ChoiceField(label=_("Who"))
    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(
        self, *args: Any, accounts: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field


@requires("scheme.staff")
def staff(request: HttpRequest, code: str) -> HttpResponse:
    """Who works in the scheme, and a form for one more."""
    scheme, today = scheme_named(code), timezone.localdate()
    units = Unit.objects.filter(pk__in=current().units.get("scheme.staff", frozenset())).order_by("code")
    grants = RoleGrant.objects.filter(Q(ends__isnull=True) | Q(ends__gt=today), role=ROLE)
    accounts = {one.pk: str(one) for one in Account.objects.filter(pk__in=grants.values("account"))}
    form = StaffForm(
        request.POST or None,
        accounts=[(str(pk), name) for pk, name in sorted(accounts.items(), key=lambda pair: pair[1])],
        units=[(str(unit.pk), unit.code) for unit in units],
    )
    if form.is_valid():
        actions.assign(
            account=UUID(form.cleaned_data["account"]),
            unit_id=UUID(form.cleaned_data["unit"]),
            scheme=code,
            begins=today,
        )
        return redirect(reverse("programmes:staff", args=[code]))
    working = SchemeStaff.objects.filter(Q(ends__isnull=True) | Q(ends__gt=today), scheme=code)
    rows = [
        (one, accounts.get(one.account, ""))
        for one in working.select_related("unit").order_by("begins", "id")
    ]
    audit.read("scheme_staff", [one.pk for one, _name in rows])
    context = {"scheme": scheme, "scheme_name": worded(scheme.names), "form": form, "rows": rows}
    return render(request, "desk/schemes/staff.html", context, status=422 if form.errors else 200)


@requires("scheme.staff")
@require_POST
def end_staff(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """From now on she sees nobody of the scheme any more."""
    working = get_object_or_404(SchemeStaff, pk=staff_id)
    actions.end(working, on=timezone.localdate())
    return redirect(reverse("programmes:staff", args=[working.scheme]))
