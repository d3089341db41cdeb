"""Whoever reads one mandate here and another there reads neither of them in the other's place."""

from __future__ import annotations

import itertools
import uuid

import pytest

from khetane.access.models import Account, RoleGrant
from khetane.cases.models import Need
from khetane.core.viewer import acting_as, acting_as_system
from tests import world
from tests.edits import edit, send

pytestmark = pytest.mark.django_db
AREA = {"health": "health", "education": "education"}  # the areas whose needs are a mandate's own
# What a role reads of those two; the officer of a municipality reads no content, whatever he reaches.
READS = {
    "health_mediator": {"health"},
    "pedagogical_assistant": {"education"},
    "municipal_officer": set[str](),
}
HELD = [*([role] for role in READS), [], ["health_mediator", "pedagogical_assistant"]]


@pytest.fixture
def towns() -> tuple[world.Town, world.Town]:
    """Two towns, each with a need for the health mediator and one for the pedagogical assistant."""
    made = world.town("HERE"), world.town("THERE")
    for town in made:
        for role, mandate in (("health_mediator", "health"), ("pedagogical_assistant", "education")):
            author, home = world.account(role, town.unit), uuid.uuid4()
            household = edit("household", home, {"place": town.settlement.code})
            need = {"household": str(home), "area": AREA[mandate], "description": "x"}
            sent = send(author, town, household, edit("need", uuid.uuid4(), need), mandate=mandate)
            assert sent.state == "applied", [reason.message for reason in sent.reasons]
    return made


@pytest.mark.parametrize(("here", "there"), [*itertools.product(HELD, HELD)], ids=str)
def test_a_mandate_is_read_where_it_is_held(
    towns: tuple[world.Town, world.Town], here: list[str], there: list[str]
) -> None:
    with acting_as_system():
        viewer = Account.objects.create(email="viewer@example.org", password=world.hashed_password())
        for town, roles in zip(towns, (here, there), strict=True):
            for role in roles:
                RoleGrant.objects.create(account=viewer, role_id=role, unit=town.unit, begins=world.LONG_AGO)
    with acting_as(viewer.pk):
        read = set(Need.objects.values_list("unit__code", "mandate"))
    assert read == {
        (town.unit.code, mandate)
        for town, roles in zip(towns, (here, there), strict=True)
        for role in roles
        for mandate in READS[role]
    }
