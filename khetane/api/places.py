"""Places, units, and who calls."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from khetane.access.api_auth import may
from khetane.access.models import Account
from khetane.api.answers import PageOf, Paging, chosen, rows_page
from khetane.core.viewer import current
from khetane.organisations.models import Unit
from khetane.places.enums import Kind
from khetane.places.models import Place
from khetane.web.names import unit_label

router = Router(auth=may())


class PlaceOut(Schema):
    """A place. `designation_note` must stand wherever the place is shown."""

    id: UUID
    kind: str
    code: str
    name: str
    names: dict[str, str]
    parent_id: UUID | None
    path: str
    valid_from: date | None
    valid_to: date | None
    latitude: float | None
    longitude: float | None
    designation_note: str

    @staticmethod
    def resolve_names(place: Place) -> dict[str, str]:
        return {name.language: name.name for name in place.names.all()}


class UnitOut(Schema):
    """A joint mobile unit; `name` is its own, else after its municipality, in the language of the request."""

    id: UUID
    code: str
    name: str
    municipality_id: UUID

    @staticmethod
    def resolve_name(unit: Unit) -> str:
        return unit_label(unit)


class Me(Schema):
    """Whose rights the caller has: per permission the units in which it holds."""

    id: UUID
    email: str
    name: str
    permissions: list[str]
    units: dict[str, list[UUID]]


class PlaceAsked(Paging):
    """Which places."""

    kind: Kind | None = None
    parent: UUID | None = None


@router.get("/me", response=Me, tags=["me"])
def me(request: HttpRequest) -> dict[str, Any]:
    """The account behind the token or session, and what it may do where."""
    viewer = current()
    account = Account.objects.get(pk=viewer.account_id)
    return {
        "id": account.pk,
        "email": account.email,
        "name": account.name,
        "permissions": sorted(viewer.held),
        "units": {name: sorted(ids) for name, ids in sorted(viewer.units.items()) if ids},
    }


@router.get("/places", response=PageOf[PlaceOut], tags=["places"])
def places(request: HttpRequest, asked: Query[PlaceAsked]) -> dict[str, Any]:
    """Places by code; of a kind, or those that lie directly in another."""
    rows = Place.objects.named().without_boundary().filter(**chosen(kind=asked.kind, parent=asked.parent))
    return rows_page(rows, ("code", "id"), asked)


@router.get("/places/{place_id}", response=PlaceOut, tags=["places"])
def place(request: HttpRequest, place_id: UUID) -> Place:
    """One place."""
    return get_object_or_404(Place.objects.named().without_boundary(), pk=place_id)


@router.get("/units", response=PageOf[UnitOut], tags=["units"])
def units(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:
    """The mobile units, by code."""
    return rows_page(Unit.objects.named(), ("code", "id"), asked)


@router.get("/units/{unit_id}", response=UnitOut, tags=["units"])
def unit(request: HttpRequest, unit_id: UUID) -> Unit:
    """One mobile unit."""
    return get_object_or_404(Unit.objects.named(), pk=unit_id)
