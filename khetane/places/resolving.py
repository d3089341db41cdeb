"""Finding places by what a form gives: the id from an entity list, or a code."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from khetane.places.enums import SuccessionKind
from khetane.places.models import Place, Succession

TOLD = ("id", "code", "valid_to")


def place_ids(texts: Iterable[str]) -> dict[str, str]:
    """The place's id for each text that is the id or the code of a place; others are left out.

    A place that was merged stands for what it became: a device may name it long after.
    """
    asked = set(texts)
    ids = {text: uuid.UUID(text.removeprefix("uuid:")) for text in asked if _is_id(text)}
    named = {"code__in": asked - ids.keys()}, {"id__in": ids.values()}
    rows = [row for of in named if any(of.values()) for row in Place.objects.filter(**of).values_list(*TOLD)]
    by_code, known = {code: id for id, code, _over in rows}, {id for id, _code, _over in rows}
    found = by_code | {text: id for text, id in ids.items() if id in known}
    became = _became({id for id, _code, over in rows if over})
    return {text: str(became.get(found[text], found[text])) for text in asked & found.keys()}


def _became(ended: set[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """What each place that was merged is now, however often it was; one that was split is itself still."""
    now = {place: place for place in ended}
    while ended:
        merged = Succession.objects.filter(place__in=ended, kind=SuccessionKind.MERGE)
        step = dict(merged.values_list("place_id", "successor_id"))
        now = {place: step.get(at, at) for place, at in now.items()}
        ended = set(step.values())
    return now


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text.removeprefix("uuid:"))
    except ValueError:
        return False
    return True
