"""The pages of the service directory: search, map, one entry, keeping it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.routes import requires, signed_in
from khetane.core.viewer import NO_ROLE, current
from khetane.desk.directory.forms import DirectorySearch, EntryForm, KnownEntryForm, NewEntryForm
from khetane.organisations import directory
from khetane.organisations.models import DirectoryEntry
from khetane.organisations.querysets import DirectoryQuerySet
from khetane.places.maps import outlines
from khetane.places.models import Place
from khetane.web.names import in_script

SAVED = "directory:entry"
CLOSEST = 14  # as near as points of one town are shown


def found(place: Place, area: str, words: str) -> DirectoryQuerySet:
    """Services that stand today for a place and what lies above it, by area and words."""
    entries = DirectoryEntry.objects.standing(timezone.localdate()).serving(place.path)
    if area:
        entries = entries.filter(area=area)
    for word in words.split():
        entries = entries.filter(
            Q(provider__icontains=word) | Q(what__icontains=word) | Q(for_whom__icontains=word)
        )
    return entries.listed()


@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """The services of a municipality, as a list and on a map."""
    form = DirectorySearch(request.GET)
    place, asked = form.place_shown, asked_for(form)
    context = {
        "form": form,
        "place": place,
        "entries": found(place, *asked) if place else [],
        "asked": any(asked),
        "map_url": reverse("directory:map", args=[place.pk]) if place else "",
        "may_add": any(map(current().can, (directory.KEEP, directory.KEEP_ALL))),
    }
    return render(request, "desk/directory/listing.html", context)


def asked_for(form: DirectorySearch) -> tuple[str, str]:
    given = form.cleaned_data if form.is_valid() else {}
    return str(given.get("area", "")), str(given.get("q", ""))


@signed_in
def directory_map(request: HttpRequest, place_id: UUID) -> JsonResponse:
    """The points of a municipality's services, for the map."""
    place = get_object_or_404(Place.objects.without_boundary().named(), pk=place_id)
    points = found(place, "", "").filter(latitude__isnull=False)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
            "properties": {
                "name": in_script(one.provider, one.place),
                "note": "",
                "url": reverse(SAVED, args=[one.pk]),
                "role": "child",
                "value": 0,
                "count": one.get_area_display(),
            },
        }
        for one in points
    ]
    drawn = {"type": "FeatureCollection", "features": features, "closest": CLOSEST}
    return JsonResponse({**drawn, "outlines": [static(path) for path in outlines(place)]})


@signed_in
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Everything the directory says of one service."""
    shown = get_object_or_404(DirectoryEntry.objects.listed(), pk=entry_id)
    context = {
        "entry": shown,
        "over": shown.ended_on is not None and shown.ended_on <= timezone.localdate(),
        "may_keep": directory.may_keep(shown.place_id),
    }
    return render(request, "desk/directory/entry.html", context)


@requires(directory.KEEP, directory.KEEP_ALL)
def new_entry(request: HttpRequest) -> HttpResponse:
    """Add a service to the directory of one's municipality."""
    form = NewEntryForm(request.POST or None)
    if form.is_valid():
        place = form.cleaned_data["place"]
        made = directory.make_entry(entry_id=form.cleaned_data["entry"], place=place, facts=form.facts)
        messages.success(request, _("Saved."))
        return redirect(SAVED, made.pk)
    return edit_page(request, form, title=_("New entry of the directory"), back=reverse("directory:listing"))


@requires(directory.KEEP, directory.KEEP_ALL)
def edit_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Change what the directory says, or say that the service has ended."""
    known = get_object_or_404(DirectoryEntry.objects.listed(), pk=entry_id)
    if not directory.may_keep(known.place_id):
        raise NotAllowed(NO_ROLE.about())
    form = KnownEntryForm(request.POST or None, entry=known)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            directory.change_entry(entry_id=known.pk, version=version, facts=form.facts)
        except Invalid as refusal:
            form.add_error(None, refusal.problem.translated(_))
        else:
            messages.success(request, _("Saved."))
            return redirect(SAVED, known.pk)
    return edit_page(request, form, title=known.provider, back=reverse(SAVED, args=[known.pk]))


def edit_page(request: HttpRequest, form: EntryForm, *, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render(request, "desk/directory/edit.html", context, status=422 if form.errors else 200)
