"""Which mandates of a unit somebody holds. Who it is, the database tells only to whoever sees accounts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from khetane.core.mandates import Mandate

UNIT = tuple(mandate for mandate in Mandate if mandate != Mandate.LEGAL)  # who makes up a joint mobile unit
ASKED = "select mandate, since from organisations_posts() where unit_id = %s"
FILLED = "select unit_id, count(*) from organisations_posts() where mandate = any(%s) group by unit_id"


@dataclass(frozen=True, slots=True)
class Post:
    """One mandate of the unit; `since` is None while nobody holds it."""

    mandate: Mandate
    since: datetime.date | None

    @property
    def is_vacant(self) -> bool:
        return self.since is None


def posts(unit_id: UUID) -> list[Post]:
    """The five mandates of a unit, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [unit_id])
        held = dict(cursor.fetchall())
    return [Post(mandate, held.get(mandate.value)) for mandate in UNIT]


def filled() -> dict[UUID, int]:
    """How many of the five are held, per unit that has any."""
    with connection.cursor() as cursor:
        cursor.execute(FILLED, [[mandate.value for mandate in UNIT]])
        return dict(cursor.fetchall())
