"""A settlement with households, and the screens of visits as a browser uses them."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account
from khetane.core.viewer import acting_as, acting_as_system
from khetane.outreach.models import Visit
from khetane.places.models import Place
from tests import world
from tests.edits import edit, send

TICKED = re.compile(r'<input type="checkbox" name="([^"]+)"[^>]*?value="([^"]*)"[^>]*?checked')


def second_settlement(town: world.Town) -> Place:
    """One more settlement of the town."""
    with acting_as_system():
        return Place.objects.create(
            kind="settlement",
            code=f"{town.municipality.code}-S2",
            name="Other",
            sort_key="o",
            parent=town.municipality,
            path=f"{town.municipality.path}.s2",
        )


def today() -> dt.date:
    return timezone.localdate()


def households(author: Account, town: world.Town, *addresses: str) -> list[UUID]:
    """A household per address, its head named after its number."""
    made = [uuid.uuid4() for _ in addresses]
    for number, (household, address) in enumerate(zip(made, addresses, strict=True)):
        person = {
            "household": str(household), "given_name": f"Ana{number}", "family_name": "Izmišljena",
            "role": "head", "member_from": "2026-01-01",
        }  # fmt: skip
        place = {"place": town.settlement.code, "address": address}
        applied = send(
            author, town, edit("household", household, place), edit("person", uuid.uuid4(), person)
        )
        assert applied.state == "applied", [reason.message for reason in applied.reasons]
    return made


def visited(author: Account, town: world.Town, day: dt.date, *met: UUID, state: str = "done") -> UUID:
    """A visit of the town's unit that met these households."""
    visit = uuid.uuid4()
    said = {"place": town.settlement.code, "date": day.isoformat(), "state": state, "participants": "health"}
    applied = send(author, town, edit("visit", visit, said | {"households": " ".join(map(str, met))}))
    assert applied.state == "applied", [reason.message for reason in applied.reasons]
    return visit


def going(town: world.Town) -> str:
    return f"place={town.unit.pk}.{town.settlement.pk}"


def shown(client: Client, url: str) -> dict[str, Any]:
    """The form of a page as a browser would send it unchanged."""
    answer = client.get(url)
    assert answer.status_code == 200
    page = answer.content.decode().partition('<form class="k-form" method="post">')[2].partition("</form>")[0]
    values: dict[str, Any] = {}
    for name, value in TICKED.findall(page):
        values.setdefault(name, []).append(value)
    for tag in re.findall(r"<(?:input|textarea)[^>]*>(?:[^<]*</textarea>)?", page):
        name = re.search(r'name="([^"]+)"', tag)
        if name and 'type="checkbox"' not in tag:
            value = re.search(r'value="([^"]*)"', tag)
            inside = re.search(r">\s*([^<]*)</textarea>", tag)
            values[name[1]] = value[1] if value else inside[1].strip() if inside else ""
    return values


def post(client: Client, url: str, values: dict[str, Any], status: int = 302) -> str:
    answer = client.post(url, values)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode() if status != 302 else answer["Location"]


def the_visit(author: Account, address: str) -> Visit:
    with acting_as(author.pk):
        return Visit.objects.get(pk=address.rstrip("/").rpartition("/")[2])


def planned(author: Account, visit: Visit) -> list[UUID]:
    with acting_as(author.pk):
        return list(visit.planned.order_by("position").values_list("household", flat=True))


def page(client: Client, route: str, *args: object) -> str:
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())
