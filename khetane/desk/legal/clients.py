"""Taking somebody on as a client: registered, agreed, with the power of attorney, in one submission.

Whether she is in the register already is not told: the matching proposes that to the unit's coordinator (docs/adr/0660).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from khetane.core.routes import requires
from khetane.core.viewer import CLIENTS_ONLY, current
from khetane.desk.legal.client_form import ClientForm
from khetane.desk.saving import done, save_from_form
from khetane.forms import office
from khetane.history.source import Applied, OfficeEdit
from khetane.organisations.models import Unit

OF_HOUSEHOLD = ("place", "address", "phone")
OF_PERSON = ("given_name", "family_name", "parent_name", "sex", "birth_date", "birth_precision")
OF_CONSENT = ("notice_version", "evidence")
OF_POWER = ("attorney", "kind", "certified")


@requires("clients.only")
def new_client(request: HttpRequest) -> HttpResponse:
    """Her first visit to the office: who she is, what she agrees to, whom she empowers."""
    units = Unit.objects.filter(pk__in=current().units[CLIENTS_ONLY]).select_related("municipality")
    initial = {"attorney": str(request.user), "given_on": timezone.localdate()}
    form = ClientForm(request.POST or None, units=list(units), initial=initial)
    if form.is_valid():
        client = Client.of(UUID(form.instance_id))
        applied = save_from_form(form, lambda: take_on(client, form))
        if applied:
            return done(request, applied, reverse("people:person", args=[client.person]))
    status = 422 if form.errors else 200
    return render(request, "desk/legal/new_client.html", {"form": form}, status=status)


@dataclass(frozen=True, slots=True)
class Client:
    """The ids of what is made: they follow from the page, so that sending it twice makes one."""

    household: UUID
    person: UUID
    consent: UUID
    power: UUID

    @classmethod
    def of(cls, instance: UUID) -> Client:
        return cls(*(uuid5(instance, name) for name in ("household", "person", "consent", "power")))


def take_on(client: Client, form: ClientForm) -> Applied:
    """Everything at once, or nothing: without the power of attorney she would not see whom she registered."""
    edits = [
        OfficeEdit(dataset, record, "create", values)
        for dataset, record, values in records(client, form.values())
    ]
    return office.submit(edits, unit_id=form.unit_id, instance_id=form.instance_id)


def records(client: Client, said: Mapping[str, str]) -> list[tuple[str, UUID, dict[str, str]]]:
    """What the form says, as the records it is about."""
    household, person, on = str(client.household), str(client.person), said["given_on"]

    def of(names: tuple[str, ...], **more: str) -> dict[str, str]:
        return {name: said[name] for name in names} | more

    return [
        ("household", client.household, of(OF_HOUSEHOLD)),
        ("person", client.person, of(OF_PERSON, household=household, role="head", member_from=on)),
        (
            "consent",
            client.consent,
            of(OF_CONSENT, household=household, purpose="registration", given_by="self", given_on=on),
        ),
        ("power_of_attorney", client.power, of(OF_POWER, household=household, person=person, given_on=on)),
    ]
