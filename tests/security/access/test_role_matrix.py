"""Every role against every permission, through HTTP and through SQL, as roles.yaml says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, path, reverse

from khetane.access.permissions import PERMISSIONS
from khetane.access.rights import shipped_roles
from khetane.config import urls as application
from khetane.core.routes import requires, rule_of
from khetane.core.viewer import CLIENTS_ONLY, acting_as
from tests import world

pytestmark = pytest.mark.django_db
ROLES = {code: set(role["permissions"]) for code, role in shipped_roles().items() if code != "system"}

# Tables whose rows need a permission: what stands in the policies, said once more.
TABLES = {
    "people_household": "identity.read",
    "people_person": "identity.read",
    "people_selfidentification": "self_identification.read",
}


def guarded(permission: str) -> Callable[[HttpRequest], HttpResponse]:
    @requires(permission)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    return view


# Beside the pages of the application, to which the frame around a refusal leads.
urlpatterns = [*application.urlpatterns, *(path(name, guarded(name)) for name in PERMISSIONS)]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("role", ROLES)
def test_http_opens_what_the_role_says(role: str) -> None:
    client = Client()
    client.force_login(world.account(role, world.town("HERE").unit))
    opened = {name for name in PERMISSIONS if client.get(f"/{name}").status_code == 200}
    assert opened == ROLES[role]


@pytest.mark.parametrize("role", ROLES)
def test_sql_opens_what_the_role_says_in_its_unit_only(role: str) -> None:
    here, there = world.town("HERE"), world.town("THERE")
    account = world.account(role, here.unit)
    for town, code in ((here, "AAAA-0001"), (there, "AAAA-0002")):
        world.household(world.account("unit_coordinator", town.unit), town, code=code)
    with acting_as(account.pk), connection.cursor() as cursor:
        for permission in PERMISSIONS:
            cursor.execute("select khetane_holds(%s), khetane_units(%s)", [permission, permission])
            held = permission in ROLES[role]
            assert cursor.fetchone() == (held, [here.unit.pk] if held else []), permission
        for table, permission in TABLES.items():
            cursor.execute(f"select coalesce(array_agg(distinct unit_id), '{{}}') from {table}")
            assert set(cursor.fetchone()[0]) <= ({here.unit.pk} if permission in ROLES[role] else set()), (
                table
            )
        cursor.execute("select count(*) from people_household")
        whole = "identity.read" in ROLES[role] and CLIENTS_ONLY not in ROLES[role]
        assert cursor.fetchone()[0] == (1 if whole else 0)


def pages(resolver: URLResolver, names: tuple[str, ...] = ()) -> list[tuple[str, frozenset[str]]]:
    """Our pages without values in their address that need one of some permissions: (route name, permissions)."""
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found += pages(pattern, (*names, pattern.namespace) if pattern.namespace else names)
        elif isinstance(pattern, URLPattern) and pattern.name:
            rule = rule_of(pattern.callback)
            if rule is not None and rule.permissions:
                found.append((":".join((*names, pattern.name)), frozenset(rule.permissions)))
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_refused_to_the_wrong_role(role: str) -> None:
    client = Client()
    client.force_login(world.account(role, world.town("HERE").unit))
    seen = 0
    for name, permissions in pages(get_resolver()):
        try:
            address = reverse(name)
        except NoReverseMatch:  # the address holds a record's id
            continue
        if permissions.isdisjoint(ROLES[role]):
            assert client.get(address).status_code == 403, name
            seen += 1
    assert seen
