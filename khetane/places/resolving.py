"""Finding places by what a form gives: the id from an entity list, or a code."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from khetane.places.models import Place


def place_ids(texts: Iterable[str]) -> dict[str, str]:
    """The place's id for each text that is the id or the code of a place; others are left out."""
    asked = set(texts)
    ids = {text: uuid.UUID(text.removeprefix("uuid:")) for text in asked if _is_id(text)}
    by_code = dict(Place.objects.filter(code__in=asked - ids.keys()).values_list("code", "id"))
    known = set(Place.objects.filter(id__in=ids.values()).values_list("id", flat=True)) if ids else set()
    found = by_code | {text: id for text, id in ids.items() if id in known}
    return {text: str(id) for text, id in found.items()}


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text.removeprefix("uuid:"))
    except ValueError:
        return False
    return True
