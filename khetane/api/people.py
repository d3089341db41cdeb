"""Households and persons of the units whose people the caller may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from khetane.access.api_auth import may
from khetane.access.seen import seen
from khetane.api.answers import PageOf, Paging, Text, chosen, masked, rows_page
from khetane.core import audit
from khetane.core.masking import mask
from khetane.people.models import Household, Person
from khetane.people.search import Found, search

router = Router(auth=may("identity.read"))


class HouseholdOut(Schema):
    """A household."""

    id: UUID
    code: str
    unit_id: UUID
    place_id: UUID
    address: str
    phone: str
    note: str
    version: int
    updated_at: datetime


class PersonOut(Schema):
    """A person. A birth date is no more exact than `birth_precision` says."""

    id: UUID
    unit_id: UUID
    household_id: UUID | None
    given_name: str
    family_name: str
    parent_name: str
    sex: str
    birth_date: date | None
    birth_precision: str
    phone: str
    language: str
    version: int
    updated_at: datetime


class FoundOut(Schema):
    """One answer of the search; without `person_id` a household that has no members yet."""

    person_id: UUID | None
    household_id: UUID | None
    code: str | None
    given_name: str
    family_name: str
    birth_date: date | None
    birth_precision: str
    place_id: UUID | None
    unit_id: UUID
    score: float

    @staticmethod
    def resolve_place_id(found: Found) -> UUID | None:
        return found.place.pk if found.place else None


class HouseholdAsked(Paging):
    """Which households."""

    place: UUID | None = None
    unit: UUID | None = None


class PersonAsked(Paging):
    """Which persons."""

    household: UUID | None = None
    unit: UUID | None = None


@router.get("/households", response=PageOf[HouseholdOut], tags=["households"])
def households(request: HttpRequest, asked: Query[HouseholdAsked]) -> dict[str, Any]:
    """Households, the last changed first."""
    rows = Household.objects.filter(**chosen(place=asked.place, unit=asked.unit))
    return masked(
        rows_page(rows, ("-updated_at", "-id"), asked, kind="household", permission="identity.read")
    )


@router.get("/households/{household_id}", response=HouseholdOut, tags=["households"])
def household(request: HttpRequest, household_id: UUID) -> Household:
    """One household."""
    found = get_object_or_404(Household, pk=household_id)
    seen("household", [found])
    return mask([found])[0]


@router.get("/persons", response=PageOf[PersonOut], tags=["persons"])
def persons(request: HttpRequest, asked: Query[PersonAsked]) -> dict[str, Any]:
    """Persons, the last changed first."""
    rows = Person.objects.filter(**chosen(household=asked.household, unit=asked.unit))
    return masked(rows_page(rows, ("-updated_at", "-id"), asked, kind="person", permission="identity.read"))


@router.get("/persons/search", response=list[FoundOut], tags=["persons"])
def find(
    request: HttpRequest, q: Annotated[Text, Query(description="Names in any script, a birth year, a code.")],
    place: UUID | None = None, limit: Annotated[int, Field(ge=1, le=50)] = 20,
) -> list[Found]:  # fmt: skip
    """The likeliest persons for what somebody typed, the best first."""
    found = list(search(q, place_id=place, shown=limit).found)
    record(found)
    return found


@router.get("/persons/{person_id}", response=PersonOut, tags=["persons"])
def person(request: HttpRequest, person_id: UUID) -> Person:
    """One person."""
    found = get_object_or_404(Person, pk=person_id)
    seen("person", [found])
    return mask([found])[0]


def record(found: Iterable[Found]) -> None:
    """Who was shown, an event per unit."""
    by_unit: dict[UUID, list[UUID]] = {}
    for one in found:
        known = one.person_id or one.household_id
        if known is not None:
            by_unit.setdefault(one.unit_id, []).append(known)
    for unit_id, ids in by_unit.items():
        audit.record("searched", "person", ids, unit_id=unit_id)
