"""Who the enrolled are, for whoever reads their scheme, project staff who see no household too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khetane.history.bulk import ask

_ENROLLED = """
    select enrolment, given_name, family_name, birth_date, birth_precision, household_code, place_id
    from programmes_enrolled(%s)
"""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Name and birth of the person, or the name of the household's head; and the household's code."""

    given_name: str
    family_name: str
    birth_date: date | None
    birth_precision: str
    code: str
    place: UUID


def enrolled(enrolments: Iterable[UUID]) -> dict[UUID, Enrolled]:
    """By enrolment; those the viewer may not see are not there."""
    rows = ask(_ENROLLED, [list(enrolments)])
    return {
        enrolment: Enrolled(given or "", family or "", born, precision, code, place)
        for enrolment, given, family, born, precision, code, place in rows
    }
