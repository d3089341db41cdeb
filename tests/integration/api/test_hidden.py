"""Whatever is declared special, the API answers with nulls where a value is hidden, as its document says."""

from __future__ import annotations

import pytest
from django.db.models import Field, Model

from khetane.access.models import Account, Role
from khetane.cases.models import GroupDelivery, Need, Procedure, Referral, Service
from khetane.cases.plans import CasePlan, PlanStep
from khetane.core.sensitivity import Sensitivity
from khetane.core.viewer import acting_as_system
from khetane.outreach.models import Task, Visit
from khetane.people.models import Household, Person
from khetane.programmes.models import Enrolment, Milestone
from tests import world
from tests.integration.api.scene import with_everything
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db
LISTS: dict[str, type[Model]] = {
    "households": Household, "persons": Person, "visits": Visit, "tasks": Task, "needs": Need, "referrals": Referral,
    "services": Service, "procedures": Procedure, "plans": CasePlan, "plan-steps": PlanStep, "groups": GroupDelivery,
    "enrolments": Enrolment, "milestones": Milestone,
}  # fmt: skip
# What a record is known and ordered by is nobody's secret: no model declares it more than internal (see below).
KEPT = {"id", "unit", "version", "created_at", "updated_at", "mandate"}


def values_of(model: type[Model]) -> list[Field[object, object]]:
    """The fields that a declaration may hide."""
    return [field for field in model._meta.local_fields if field.name not in KEPT and not field.is_relation]


@pytest.fixture
def reader(here: world.Town, author: Account) -> Account:
    """Somebody who sees all records of the unit and nothing that is special."""
    with_everything(here, author)
    permissions = ["identity.read", "content.read", "scheme.read"]
    with acting_as_system():
        Role.objects.create(code="reader", name="Reader", permissions=permissions, mandates=["coordination"])
    return world.account("reader", here.unit)


@pytest.mark.parametrize("name", LISTS)
def test_a_hidden_value_of_any_kind_is_answered(
    name: str, reader: Account, author: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = LISTS[name]
    monkeypatch.setattr(model, "special_permission", "self_identification.read", raising=False)
    for field in values_of(model):
        monkeypatch.setitem(model.sensitivity, field.name, Sensitivity.SPECIAL)  # type: ignore[attr-defined]  # declared on every model
    shown = client_of(author).get(f"/api/{name}").json()["items"][0]
    answer = client_of(reader).get(f"/api/{name}")
    assert answer.status_code == 200, answer.content
    told = answer.json()["items"][0]
    one = client_of(reader).get(f"/api/{name}/{told['id']}")
    assert (one.status_code, one.json()) == (200, told)
    asked = {field.name for field in values_of(model)} & told.keys()
    assert asked
    assert {key: told[key] for key in asked if told[key] not in (None, "hidden", [])} == {}
    assert any(shown[key] not in (None, "hidden", []) for key in asked)


@pytest.mark.parametrize("model", LISTS.values())
def test_what_a_record_is_known_by_is_never_hidden(model: type[Model]) -> None:
    levels: dict[str, Sensitivity] = model.sensitivity  # type: ignore[attr-defined]  # declared on every model
    assert {levels[name] for name in KEPT & levels.keys()} == {Sensitivity.INTERNAL}
