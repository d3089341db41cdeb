"""The pages about visits, as tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PAGES = (
    (_("List"), "outreach:visits"),
    (_("Calendar"), "visiting:calendar"),
    (_("Coverage"), "visiting:coverage"),
)


def tabs(which: str) -> list[dict[str, Any]]:
    """Each with its address; `which` is the page shown, by the name of its route."""
    return [
        {"label": label, "url": reverse(route), "current": route.endswith(f":{which}"), "count": None}
        for label, route in PAGES
    ]
