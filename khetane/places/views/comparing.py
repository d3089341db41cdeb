"""A settlement on two dates, beside each other."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from khetane.core.routes import requires
from khetane.places import profile_table
from khetane.places.enums import Kind
from khetane.places.models import Place, SettlementProfile
from khetane.web.formats import day
from khetane.web.names import place_label
from khetane.web.navigation import stands_under


class DatesForm(forms.Form):
    """Two profiles of the settlement."""

    then = forms.ChoiceField(label=_("Then"), required=False)
    now = forms.ChoiceField(label=_("Now"), required=False)

    def __init__(self, asked: dict[str, str], profiles: list[SettlementProfile]) -> None:
        dates = [(str(one.pk), day(one.date)) for one in profiles]
        standing = {"then": dates[-1][0], "now": dates[0][0]} if dates else {}
        super().__init__({**standing, **{name: text for name, text in asked.items() if text}})
        for name in ("then", "now"):
            self.fields[name].choices = dates  # type: ignore[attr-defined]  # a choice field


@requires("settlement.read")
def compare(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """The first profile beside the newest one unless two dates are asked for; what changed comes first."""
    place = get_object_or_404(
        Place.objects.named().select_related("parent"), pk=place_id, kind=Kind.SETTLEMENT
    )
    stands_under(request, "places:settlements")
    profiles = list(place.profiles.over_time())
    form = DatesForm({name: request.GET.get(name, "") for name in ("then", "now")}, profiles)
    form.is_valid()
    known = {str(one.pk): one for one in profiles}
    then, now = (known.get(form.cleaned_data.get(name, "")) for name in ("then", "now"))
    context = {
        "place": place,
        "label": place_label(place),
        "form": form,
        "then": then,
        "now": now,
        "several": len(profiles) > 1,
        "rows": profile_table.differences(then, now) if then and now else [],
    }
    return render(request, "places/compare.html", context)
