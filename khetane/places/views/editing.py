"""Changing the tree of places: for holders of place.write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.places.forms import DayForm, MergeForm, MoveForm, NamesForm, NewPlaceForm, SplitForm
from khetane.places.models import Place
from khetane.places.tree import actions, rules
from khetane.places.widening import say_what_waits
from khetane.web.names import place_label

Change = Callable[[Any], Place | None]


@requires("place.write")
def new(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Add a place below this one."""
    parent = found(place_id)
    form = NewPlaceForm(request.POST or None, parent=parent)

    def create(given: NewPlaceForm) -> Place:
        return actions.create(parent_id=parent.pk, said=given.facts)

    return changed(request, parent, form, create, title=_("Add a place"), action=_("Add"))


@requires("place.write")
def names(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Change what a place is called."""
    place = found(place_id)
    form = NamesForm(request.POST or None, place=place)

    def rename(given: NamesForm) -> Place:
        return actions.rename(place_id=place.pk, names=given.names, name=given.cleaned_data["name"])

    return changed(request, place, form, rename, title=_("Names"), action=_("Save"))


@requires("place.write")
def move(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Let a place, with all below it, lie in another one."""
    place = found(place_id)
    if not rules.LIES_IN[place.kind]:
        raise Http404

    def take(given: MoveForm) -> None:
        actions.move(place_id=place.pk, parent_id=given.cleaned_data["parent"].pk)
        below = Place.objects.filter(path__within=Place.objects.get(pk=place.pk).path, units__isnull=False)
        say_what_waits(request, list(below.values_list("units", flat=True)))

    form = MoveForm(request.POST or None, place=place)
    lead = _(
        "Everything below it comes along: settlements and units. Roles held for the new place do not reach the "
        "persons of those units before a second person has confirmed them. Where a municipality became part of "
        "another one, merge it instead."
    )
    return changed(request, place, form, take, title=_("Move to another place"), action=_("Move"), lead=lead)


@requires("place.write")
def end(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """End a place without a successor."""
    place = found(place_id)

    def finish(given: DayForm) -> None:
        actions.end(place_id=place.pk, on=given.cleaned_data["on"])

    return changed(
        request, place, DayForm(request.POST or None), finish, title=_("End"), action=_("End the place")
    )


@requires("place.write")
def merge(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Let a place go over into another one."""
    place = found(place_id)

    def join(given: MergeForm) -> Place:
        into: Place = given.cleaned_data["into"]
        actions.merge(place_ids=[place.pk], into_id=into.pk, on=given.cleaned_data["on"])
        return into

    form = MergeForm(request.POST or None, place=place)
    return changed(request, place, form, join, title=_("Merge into another place"), action=_("Merge"))


@requires("place.write")
def split(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Let a place go over into several."""
    place = found(place_id)

    def divide(given: SplitForm) -> None:
        data = given.cleaned_data
        actions.split(
            place_id=place.pk, into_ids=[one.pk for one in data["into"]], on=data["on"], shares=given.shares
        )

    form = SplitForm(request.POST or None, place=place)
    return changed(request, place, form, divide, title=_("Split into several places"), action=_("Split"))


def found(place_id: UUID) -> Place:
    return get_object_or_404(Place.objects.named(), pk=place_id)


def changed(
    request: HttpRequest,
    place: Place,
    form: forms.Form,
    change: Change,
    *,
    title: Any,
    action: Any,
    lead: Any = "",
) -> HttpResponse:
    """Show the form, or make the change it asks for; what the rules refuse stands above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            shown = change(form) or place
        except Invalid as refusal:
            form.add_error(None, refusal.problem.translated(gettext))
        else:
            messages.success(request, gettext("Saved: %(place)s.") % {"place": place_label(shown)})
            return redirect("places:place", place_id=shown.pk)
    context = {"place": place, "form": form, "title": title, "action": action, "lead": lead}
    context["cancel_url"] = reverse("places:place", args=[place.pk])
    return render(request, "places/change.html", context)
