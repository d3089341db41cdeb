"""One way to list records of work: a filter, a page of rows that continues after the last, an audit event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.access.seen import seen
from khetane.core import keyset
from khetane.core.masking import mask
from khetane.core.viewer import current
from khetane.desk.edit_forms import day_field
from khetane.desk.questions import questions_now

Text = Any  # str or a text that waits to be translated: Django's stubs and Django do not agree on the latter's type
Choices = Sequence[tuple[Any, Text]]


@dataclass(frozen=True, slots=True)
class Listing:
    """What one list shows to holders of `permission`, of the units where they hold it.

    `filters` are fields with few values, or what gives them for the one that is asked; `standing` is what is filtered
    unless asked.
    """

    kind: str
    permission: str
    title: Text
    rows: Callable[[], QuerySet[Any]]
    order: tuple[str, ...]
    columns: tuple[Text, ...]
    filters: Mapping[str, tuple[Text, Choices | Callable[[str], Choices]]]
    empty: Text
    standing: Mapping[str, str]
    beside: tuple[tuple[Text, str], ...] = ()  # other pages about the same, by their routes
    alike: bool = False  # the pages beside are filtered alike: what is asked here is asked there
    # The fields by whose day `since` and `until` in the address choose, both days in it: the first unless `by` names one.
    days: Mapping[str, Text] = field(default_factory=dict)
    actions: tuple[tuple[Text, str], ...] = ()  # label and route of what is done from here


def filter_form(listing: Listing, request: HttpRequest) -> forms.Form:
    """A form with one choice per filter; `all` lifts what is filtered unless asked."""
    fields: dict[str, forms.Field] = {}
    given = request.GET.copy()
    for name, (label, choices) in listing.filters.items():
        everything = ("all" if name in listing.standing else "", _("all"))
        told = choices(given.get(name, "")) if callable(choices) else choices
        fields[name] = forms.ChoiceField(label=label, required=False, choices=[everything, *told])
    if listing.days and ("since" in given or "until" in given):
        if len(listing.days) > 1:
            fields["by"] = forms.ChoiceField(
                label=_("By the day"), required=False, choices=list(listing.days.items())
            )
        fields["since"] = day_field(_("From"), required=False)
        fields["until"] = day_field(_("Until"), required=False)
    made = type("ListFilter", (forms.Form,), fields)
    for name, value in listing.standing.items():
        given.setdefault(name, value)
    form: forms.Form = made(given)
    return form


def chosen(form: forms.Form, days: Iterable[str] = ()) -> dict[str, Any]:
    """What to filter by; a value that is none of the choices filters nothing. `days` are fields, the first unless asked."""
    form.is_valid()
    day = form.cleaned_data.pop("by", "") or next(iter(days), "")
    asked = {"since": f"{day}__gte", "until": f"{day}__lte"}
    given = {name: value for name, value in form.cleaned_data.items() if value not in ("", "all", None)}
    return {asked.get(name, name): value for name, value in given.items()}


def list_page(listing: Listing, request: HttpRequest) -> HttpResponse:
    """One page of the list."""
    form = filter_form(listing, request)
    wanted = chosen(form, listing.days)
    units = current().units.get(listing.permission, ())
    rows = listing.rows().filter(**wanted)
    page = keyset.page(rows, listing.order, request.GET.get("after", ""), units=units)
    seen(listing.kind, page.rows)
    mask(page.rows)
    context = {
        "listing": listing,
        "row_template": f"desk/rows/{listing.kind}.html",
        "form": form,
        "page_of": page,
        "filtered": narrowed(listing, wanted),
        "waiting_only": bool(wanted),
        "questions": questions_now(),
        "today": timezone.localdate(),
        "may_finish": current().can("registry.write"),
        "tabs": tabs(listing, request),
        **page.addresses(request.GET),
    }
    return render(request, "desk/listing.html", context)


def narrowed(listing: Listing, wanted: Mapping[str, Any]) -> bool:
    """Whether more is filtered than unless asked: an empty list then asks for other values, else it says what it is about."""
    return any(listing.standing.get(name) != value for name, value in wanted.items())


def tabs(listing: Listing, request: HttpRequest) -> list[dict[str, Any]]:
    """The pages beside the list, the list itself among them."""
    pages = [(label, reverse(route)) for label, route in listing.beside]
    kept = request.GET.copy() if listing.alike else QueryDict(mutable=True)
    kept.pop("after", None)
    asked = f"?{kept.urlencode()}" if kept else ""
    return [
        {"label": label, "url": f"{url}{asked}", "current": url == request.path, "count": None}
        for label, url in pages
    ]
