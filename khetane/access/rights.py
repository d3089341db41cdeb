"""After each migration: the rights of the application's role on the libraries' tables, and the shipped roles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.apps import AppConfig, apps
from django.db import connections

from khetane.access.models import Role
from khetane.access.permissions import PERMISSIONS
from khetane.core.sql import open_to_app
from khetane.core.viewer import SYSTEM_ACCOUNT

ROLES = Path(__file__).with_name("roles.yaml")


def after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Grant rights and renew the shipped roles; does nothing on a database that does not migrate."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if "access_role" not in tables:
        return
    with connection.cursor() as cursor:
        cursor.execute(open_to_app(*(connection.ops.quote_name(name) for name in _library_tables(tables))))
        cursor.execute("grant usage on all sequences in schema public to khetane_app")
    for code, role in shipped_roles().items():
        Role.objects.using(using).update_or_create(code=code, defaults=role)
    _grant_system(using)


def shipped_roles() -> dict[str, dict[str, Any]]:
    """The roles of `roles.yaml` by code; ValueError names a permission that does not exist."""
    roles: dict[str, dict[str, Any]] = yaml.safe_load(ROLES.read_text(encoding="utf-8"))
    for code, role in roles.items():
        unknown = set(role["permissions"]) - PERMISSIONS.keys()
        if unknown:
            raise ValueError(
                f"The role {code} names permissions that do not exist: {', '.join(sorted(unknown))}."
            )
    return roles


def _library_tables(tables: list[str]) -> list[str]:
    """Tables of Django and the libraries: sessions, sign-in, the queue. None holds persons recorded."""
    ours = tuple(f"{app.label}_" for app in apps.get_app_configs() if app.name.startswith("khetane."))
    return [name for name in tables if not name.startswith(ours)]


def _grant_system(using: str) -> None:
    """The program's own account holds its role wherever there is a place without a parent."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            """
            insert into access_rolegrant (id, account_id, role_id, place_id, begins, granted_at)
            select gen_random_uuid(), %s, 'system', p.id, date '2000-01-01', now()
            from places_place p
            where p.parent_id is null and not exists (
                select 1 from access_rolegrant g where g.account_id = %s and g.place_id = p.id)
            """,
            [SYSTEM_ACCOUNT, SYSTEM_ACCOUNT],
        )
