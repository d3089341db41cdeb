"""The processes of a settlement, on its page: `{% load upgrading %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from khetane.access.seen import seen
from khetane.core.viewer import current
from khetane.desk.upgrading.board import line
from khetane.organisations.models import Unit
from khetane.places.models import Place
from khetane.upgrading.models import Process

register = template.Library()


@register.inclusion_tag("desk/upgrading/of_place.html")
def processes_of(place: Place) -> dict[str, Any]:
    """Those under way first; with a button for who records in a unit of the municipality."""
    if not current().can("settlement.read"):
        return {"may_read": False}
    found = list(Process.objects.filter(place=place).order_by("-is_open", "-stage_on", "id"))
    seen("settlement_process", found)
    units = current().units.get("registry.write", ())
    return {
        "may_read": True,
        "place": place,
        "lines": [line(one, timezone.localdate()) for one in found],
        "may_begin": Unit.objects.filter(pk__in=units, municipality=place.parent_id).exists(),
    }
