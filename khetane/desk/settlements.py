"""The settlements one can filter by: those of households the viewer may see."""

from __future__ import annotations

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khetane.core.viewer import current
from khetane.people.settlements import places_lived_in
from khetane.places.models import Place
from khetane.web.names import place_label

Choice = tuple[UUID | str, str | Promise]


def settlement_choices() -> list[Choice]:
    """Every settlement with a household of the viewer's units, by name; the first choice is all of them."""
    places = places_lived_in(current().units.get("identity.read", frozenset()))
    return [("", _("all settlements")), *((place.pk, place_label(place)) for place in places)]


def settlements_visited(asked: str) -> list[Choice]:
    """The same, and the one that is asked: a place may be visited before anybody of it is recorded."""
    choices = settlement_choices()[1:]
    if asked in {str(code) for code, label in choices}:
        return choices
    try:
        place = Place.objects.named().without_boundary().filter(pk=UUID(asked)).first()
    except ValueError:  # what stands in the address is no id: nothing is filtered
        return choices
    return [*choices, (place.pk, place_label(place))] if place else choices
