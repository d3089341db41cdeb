"""Every cell of the table of roles that has a page is tried through HTTP: what is shown, what a form adds and changes.

A page may ask for more than the table (its route's permission); it never shows or does more, and never less for another reason.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from khetane.access.models import Role
from khetane.core.mandates import Mandate
from khetane.core.routes import rule_of
from khetane.core.viewer import acting_as_system
from tests import world
from tests.integration.desk.scene import client_of, home
from tests.security.access import shown_rows
from tests.security.access.filled_forms import Form, forms_of, forms_of_nothing, problems
from tests.security.access.said import ROLES, Where, reached
from tests.security.access.shown_rows import Shown

pytestmark = pytest.mark.django_db


class Scene:
    """Two units with records, and somebody of every role in the first."""

    def __init__(self) -> None:
        self.here, self.there = world.town("HERE"), world.town("THERE")
        accounts = {role: world.account(role, self.here.unit) for role in ROLES}
        every = {*ROLES["unit_coordinator"]["permissions"], *ROLES["administrator"]["permissions"]}
        with acting_as_system():
            Role.objects.create(
                code="keeper", name="Keeper", permissions=sorted(every), mandates=Mandate.values
            )
            self.rows: list[Shown] = [shown_rows.organisation()]
        keepers = {town: world.account("keeper", town.unit) for town in (self.here, self.there)}
        client = home(self.here, accounts["legal_aid_lawyer"])
        other, away = (home(town, keeper) for town, keeper in keepers.items())
        self.where = Where(self.here.unit.pk, client.id)
        client = replace(client, author=other.author)
        for of, mandates in (
            (client, ("health", "legal")),
            (other, ("coordination", "health", "legal")),
            (away, ("coordination",)),
        ):
            self.rows += shown_rows.of_household(of)
            self.rows += shown_rows.of_plan(of)
            for mandate in mandates:
                self.rows += shown_rows.of_mandate(of, mandate)
        self.rows += [shown_rows.of_grievance(town) for town in (self.here, self.there)]
        for of in (other, away):
            self.rows += shown_rows.of_settlement(of)
            self.rows += shown_rows.of_unit(of.town, of.author.pk)
        self.rows.append(shown_rows.of_directory(self.here, keepers[self.here].pk))
        self.keepers = {town is self.here: client_of(keeper) for town, keeper in keepers.items()}
        self.clients = {role: client_of(account) for role, account in accounts.items()}

    def forms(self) -> Iterator[Form]:
        for row in self.rows:
            yield from forms_of(row)
        yield from forms_of_nothing(self.here)

    def told(self, row: Shown) -> str:
        """Which row it is, for who mends the rule, the page or the test."""
        of = {self.where.client: "of the client", None: ""}.get(row.row.household, "of another")
        unit = {self.where.unit: "here", None: "anywhere"}.get(row.row.unit, "there")
        return " ".join(filter(None, [row.table, row.row.mandate, of, unit, "on", row.address]))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def held(role: str, address: str) -> bool:
    """Whether the role holds the permission that the page's route asks for."""
    rule = rule_of(resolve(address.partition("?")[0]).func)
    assert rule is not None
    return rule.lets(ROLES[role]["permissions"].__contains__)


def known_to_refuse(role: str, address: str, refused: set[str]) -> bool:
    """Whether the route asks for a permission that the role lacks, and has been asked before: it looks at no record."""
    if held(role, address):
        return False
    route = resolve(address.partition("?")[0]).view_name
    known = route in refused
    refused.add(route)
    return known


def said_to_show(role: str, row: Shown | None, here: Where) -> bool:
    if row is None:
        return True
    if not held(role, row.address) or not said_to_show(role, row.on, here):
        return False
    return not row.table or reached(role, row.table, "read", row.row, here)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Refusals by the thousand are what is looked for here."""
    caplog.set_level(logging.CRITICAL, logger="django.request")


def test_read(scene: Scene) -> None:
    differing = []
    for role, client in scene.clients.items():
        answers: dict[str, tuple[int, str]] = {}
        refused: set[str] = set()
        for row in scene.rows:
            if known_to_refuse(role, row.address, refused):
                continue
            if row.address not in answers:
                answer = client.get(row.address)
                answers[row.address] = answer.status_code, answer.content.decode()
            status, body = answers[row.address]
            assert status in (200, 403, 404), (role, scene.told(row), body)
            found = status == 200 and row.mark in body
            if found != said_to_show(role, row, scene.where):
                differing.append(f"{role}: {scene.told(row)} is {'' if found else 'not '}shown")
    assert not differing, "\n".join(differing)


def test_add_and_change(scene: Scene) -> None:
    differing, wrong = [], {}
    refused: dict[str, set[str]] = {role: set() for role in scene.clients}
    for form in scene.forms():
        keeper = scene.keepers[form.row.unit != scene.there.unit.pk]
        values = form.filled(keeper)
        status, page = posted(keeper, form.address, values)
        if status != 302:
            wrong[form.address] = status, problems(page)
            continue
        for role, client in scene.clients.items():
            if known_to_refuse(role, form.address, refused[role]):
                continue
            status, page = posted(client, form.address, values)
            assert status in (302, 403, 404), (role, form.address, problems(page))
            if (status == 302) != said_to_take(role, form, scene.where):
                does = "may" if status == 302 else "may not"
                differing.append(f"{role} {does} {form.action} {form.table}: {form.address}")
    assert not wrong, "\n".join(f"{address}: {said}" for address, said in wrong.items())
    assert not differing, "\n".join(differing)


def posted(client: Client, address: str, values: dict[str, list[str]]) -> tuple[int, str]:
    """What a form is answered; what it did is taken back."""
    with transaction.atomic():
        answer = client.post(address, values)
        transaction.set_rollback(True)
    return answer.status_code, answer.content.decode()


def said_to_take(role: str, form: Form, here: Where) -> bool:
    shown = form.on is None or (
        said_to_show(role, form.on, here) and reached(role, form.on.table, "read", form.on.row, here)
    )
    return shown and held(role, form.address) and reached(role, form.table, form.action, form.row, here)
