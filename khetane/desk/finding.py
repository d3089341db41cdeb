"""The search: a page, and its answers as one types."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.access.models import AuditEvent
from khetane.core import audit, codes
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.settlements import settlement_choices
from khetane.people.search import Answer, Found, search

# While somebody types, persons shown once in this time are not written into the log again.
TYPING = timedelta(minutes=1)
IN_THE_MENU = 8
LONGEST = 200


class SearchForm(forms.Form):
    """What to look for, and perhaps in which settlement."""

    q = forms.CharField(
        label=_("Name, birth year, household code or document number"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    place = forms.TypedChoiceField(label=_("Settlement"), required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.fields["place"].choices = settlement_choices()  # type: ignore[attr-defined]  # a choice field


@requires("identity.read")
def search_page(request: HttpRequest) -> HttpResponse:
    """The answers to `q`; only the list of them when the page asks while one types."""
    typing, in_menu = (
        bool(request.headers.get("HX-Request")),
        request.headers.get("HX-Target") == "search-results",
    )
    form = None if in_menu else SearchForm(request.GET)
    text, place_id = asked(request, form)
    answer = (
        search(text, place_id=place_id, shown=IN_THE_MENU) if in_menu else search(text, place_id=place_id)
    )
    record_search(answer, typing=typing)
    template = "desk/found_menu.html" if in_menu else "desk/found.html" if typing else "desk/search.html"
    context = {
        "form": form,
        "text": text.strip(),
        "answer": answer,
        "may_write": current().can("registry.write"),
    }
    if not answer.found and codes.misread(text):
        context["misread"] = codes.normalise(text)
    return render(request, template, context)


def asked(request: HttpRequest, form: SearchForm | None) -> tuple[str, UUID | None]:
    """The text and the settlement; a refused form asks for nothing."""
    if form is None:
        return request.GET.get("q", "")[:LONGEST], None
    if not form.is_valid():
        return "", None
    return form.cleaned_data["q"], form.cleaned_data["place"]


def record_search(answer: Answer, *, typing: bool) -> None:
    """Write who was shown into the log: all of an answer, or what typing on has newly brought up."""
    known = shown_lately() if typing else frozenset()
    by_unit: dict[UUID, list[UUID]] = {}
    for found in answer.found:
        if record_id(found) not in known:
            by_unit.setdefault(found.unit_id, []).append(record_id(found))
    for unit_id, ids in by_unit.items():
        audit.record("searched", "person", ids, unit_id=unit_id)


def record_id(found: Found) -> UUID:
    known = found.person_id or found.household_id
    if known is None:
        raise ValueError("An answer is a person or a household.")
    return known


def shown_lately() -> frozenset[UUID]:
    since = timezone.now() - TYPING
    events = AuditEvent.objects.filter(account=current().account_id, action="searched", at__gte=since)
    return frozenset(one for ids in events.values_list("subjects", flat=True) for one in ids)
