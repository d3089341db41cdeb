"""The page that asks for something about a case, with the way back to where it was opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khetane.core.masking import shown
from khetane.desk.saving import EditForm
from khetane.people.models import Household

Crumb = tuple[str, str]


def show_form(
    request: HttpRequest,
    form: EditForm,
    *,
    title: str,
    back: str,
    crumbs: Sequence[Crumb],
    lead: str = "",
    action: Any = "",
) -> HttpResponse:
    """The form, again with what is wrong when it could not be saved."""
    way = [*({"label": label, "url": url} for label, url in crumbs), {"label": title, "url": ""}]
    context = {"form": form, "title": title, "back": back, "crumbs": way, "lead": lead, "action": action}
    return render(request, "desk/cases/form.html", context, status=422 if form.errors else 200)


def household_crumbs(household: Household | None) -> list[Crumb]:
    """From the list of households to this one; nothing for a record about none."""
    if household is None:
        return []
    return [
        (_("Households"), reverse("people:households")),
        (shown(household).code, reverse("people:household", args=[household.pk])),
    ]
