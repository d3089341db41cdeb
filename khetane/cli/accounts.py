"""`khetane account create`."""

from __future__ import annotations

from typing import Annotated

import typer

from khetane.cli.answers import print_facts, refused
from khetane.cli.setup import django_setup

group = typer.Typer(help="Accounts of those who sign in.", no_args_is_help=True)


@group.command("create")
def create(
    email: Annotated[str, typer.Option(help="Address to sign in with.")],
    role: Annotated[str, typer.Option(help="Role, such as unit_coordinator (docs/reference/roles.md).")],
    scope: Annotated[str, typer.Option(help="Code of the unit or place the role is held for.")],
    name: Annotated[str, typer.Option(help="Name shown beside what the account does.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Make an account with a role and a random password, which is printed once."""
    django_setup()
    from khetane.access.actions import create_account
    from khetane.access.scopes import scope_of
    from khetane.core.viewer import acting_as_system

    with refused(), acting_as_system():
        account, password = create_account(email=email, role=role, scope=scope_of(scope), name=name)
    print_facts({"id": str(account.pk), "email": account.email, "password": password}, as_json=as_json)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="account")
