"""Deliveries to many, and who of those that came is known to the unit: listed, added, taken out."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from khetane.access.api_auth import may
from khetane.api.answers import PageOf, Paging, Text, masked, rows_page
from khetane.api.people import PersonOut
from khetane.api.steps import Stepped, submitted
from khetane.api.work import Recorded, record_or_404, records_page
from khetane.cases.models import GroupDelivery, GroupParticipant
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.desk.saving import as_text
from khetane.desk.services.groups import persons_in
from khetane.history.source import OfficeEdit
from khetane.people.models import Person

router = Router()
NOT_OF_UNIT = Sentence(
    "participant_not_here",
    gettext_noop(
        "The group's unit records no person {id} whom you may see. Whoever else came is counted, not listed."
    ),
)
CONTENT, WRITE = may("content.read"), may("registry.write")


class GroupOut(Recorded):
    """One delivery to many: `attended` counts all who came."""

    visit_id: UUID | None
    mandate: str
    type: str
    date: date | None
    topic: str
    attended: int | None
    quantity: Decimal | None
    provider: str
    amount: Decimal | None
    currency: str


class GroupAsked(Paging):
    """Which groups."""

    unit: UUID | None = None
    type: Text | None = None


class Participants(Schema):
    """Persons of the group's unit, by their ids."""

    persons: Annotated[list[UUID], Field(min_length=1, max_length=200)]


@router.get("/groups", response=PageOf[GroupOut], auth=CONTENT, tags=["groups"])
def groups(request: HttpRequest, asked: Query[GroupAsked]) -> dict[str, Any]:
    """Deliveries to many, the last first."""
    return records_page(GroupDelivery, ("-date", "-id"), asked, "content.read")


@router.get("/groups/{group_id}", response=GroupOut, auth=CONTENT, tags=["groups"])
def group(request: HttpRequest, group_id: UUID) -> Any:
    """One delivery to many."""
    return record_or_404(GroupDelivery, group_id)


@router.get("/groups/{group_id}/participants", response=PageOf[PersonOut], auth=CONTENT, tags=["groups"])
def participants(request: HttpRequest, group_id: UUID, asked: Query[Paging]) -> dict[str, Any]:
    """Who is listed, by name; `attended` of the group counts all who came."""
    group: GroupDelivery = record_or_404(GroupDelivery, group_id)
    return masked(rows_page(persons_in(group), ("sort_key", "id"), asked, kind="person"))


@router.post("/groups/{group_id}/participants", response=Stepped[GroupOut], auth=WRITE, tags=["groups"])
def add_participants(request: HttpRequest, group_id: UUID, asked: Participants) -> Any:
    """List persons who came; who is listed already stays so."""
    group = get_object_or_404(GroupDelivery, pk=group_id)
    listed, wanted = ids_in(group), set(asked.persons)
    known = Person.objects.filter(unit=group.unit_id, pk__in=wanted).values_list("pk", flat=True)
    for unknown in sorted(wanted - listed - set(known)):
        raise Invalid(NOT_OF_UNIT.about(id=str(unknown)))
    return become(group, listed, listed | wanted)


@router.delete(
    "/groups/{group_id}/participants/{person_id}", response=Stepped[GroupOut], auth=WRITE, tags=["groups"]
)
def remove_participant(request: HttpRequest, group_id: UUID, person_id: UUID) -> Any:
    """Take a person out of the list; nothing changes where she is not in it."""
    group = get_object_or_404(GroupDelivery, pk=group_id)
    listed = ids_in(group)
    return become(group, listed, listed - {person_id})


def ids_in(group: GroupDelivery) -> set[UUID]:
    """Who is listed, whether or not the caller may open her record."""
    return set(GroupParticipant.objects.filter(group=group.pk).values_list("person", flat=True))


def become(group: GroupDelivery, listed: Set[UUID], wanted: Set[UUID]) -> Mapping[str, Any]:
    """Submit the list as it is to be; nothing where it is so. Raises Invalid with the reason, NotAllowed."""
    current().check("registry.write", group.unit_id)
    if listed == wanted:
        return {"record": record_or_404(GroupDelivery, group.pk), "conflict": None}
    said = {"participants": as_text(sorted(wanted))}
    edit = OfficeEdit("group_delivery", group.pk, "update", said, base_version=group.version)
    return submitted(edit, group)
