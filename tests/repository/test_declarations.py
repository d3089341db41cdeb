"""The repository keeps its own promises: sensitivity, policies and access rules stand everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.urls import get_resolver

from khetane.core.routes import rule_of
from khetane.core.sensitivity import Sensitivity, fields_at, model_of, permissions_for, sensitivity_of
from khetane.history.datasets import registered
from scripts.reference.routes import routes

OURS = [model for model in apps.get_models() if model.__module__.startswith("khetane.")]

# Read before anyone is signed in; holds staff, no persons recorded (docs/explanation/access.md).
WITHOUT_POLICY = {"access_account"}

# Whose row every reader of the household sees, while its special fields are hidden on the way to her.
MASKED_ONLY = {"people_personstatus"}


def names(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.local_fields if field.column]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_declares_its_sensitivity(model: type[Model]) -> None:
    for name in names(model):
        sensitivity_of(model, name)
    declaring: Any = model
    assert set(declaring.sensitivity) <= {*names(model), *(f.name for f in model._meta.fields)}


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_table_with_personal_fields_has_forced_policies(model: type[Model]) -> None:
    if (
        not fields_at(model, Sensitivity.PERSONAL, Sensitivity.SPECIAL)
        or model._meta.db_table in WITHOUT_POLICY
    ):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select relrowsecurity and relforcerowsecurity, (select count(*) from pg_policies where tablename = relname) "
            "from pg_class where relname = %s",
            [model._meta.db_table],
        )
        forced, policies = cursor.fetchone()
    assert forced
    assert policies


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_policies_follow_what_is_declared_special(model: type[Model]) -> None:
    """Migrations are written once: where special fields are declared, the policy asks for what reads them.

    It names their permission or their record's mandate; else the table stands in `MASKED_ONLY`.
    """
    if not fields_at(model, Sensitivity.SPECIAL):
        return
    condition = policy_of(model)
    mandated = "mandate" in names(model)
    asks = any(f"'{one}'" in condition for one in permissions_for(model, Sensitivity.SPECIAL))
    assert ("khetane_readers" in condition) is mandated
    assert (asks or mandated) is (model._meta.db_table not in MASKED_ONLY)


@pytest.mark.django_db
def test_records_of_a_mandate_are_those_whose_policy_asks_for_it() -> None:
    for dataset in registered():
        assert dataset.mandated is ("khetane_readers" in policy_of(dataset.model)) or own(dataset.model)
        assert model_of(dataset.name) is dataset.model


def own(model: type[Model]) -> bool:
    """Whether its special fields have a permission of their own, which stands in for a mandate."""
    return f"'{getattr(model, 'special_permission', '')}'" in policy_of(model)


def policy_of(model: type[Model]) -> str:
    """The condition under which the application reads a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select qual from pg_policies where tablename = %s and policyname = 'app_read'",
            [model._meta.db_table],
        )
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("route", "view"), list(routes(get_resolver())), ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_route_has_an_access_rule(route: str, view: Callable[..., Any]) -> None:
    rule = rule_of(view)
    assert rule is not None, f"{route} has no access rule: mark its view with one of khetane.core.routes"
    assert not rule.open or rule.why, f"{route} is open: say why"


# What is made anew from records, is a draft, or says who is listed where: nothing that was once told is lost with it.
MADE_ANEW = {
    "people_personkey", "people_matchcandidate", "outreach_plannedhousehold", "outreach_visithousehold",
    "cases_groupparticipant", "programmes_presence", "importing_tableimport",
}  # fmt: skip


@pytest.mark.django_db
def test_what_was_recorded_of_persons_the_application_cannot_delete() -> None:
    of_persons = {
        model._meta.db_table for model in OURS if fields_at(model, Sensitivity.PERSONAL, Sensitivity.SPECIAL)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.role_table_grants "
            "where grantee = 'khetane_app' and privilege_type = 'DELETE'"
        )
        deleted = {name for (name,) in cursor.fetchall()}
    assert deleted & of_persons - WITHOUT_POLICY == MADE_ANEW
