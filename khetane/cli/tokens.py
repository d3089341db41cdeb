"""`khetane token create`."""

from __future__ import annotations

from typing import Annotated

import typer

from khetane.cli.answers import print_facts, refused
from khetane.cli.setup import django_setup

group = typer.Typer(help="Tokens with which programs use the HTTP API.", no_args_is_help=True)


@group.command("create")
def create(
    account: Annotated[str, typer.Option(help="E-mail address of the account whose rights the token has.")],
    label: Annotated[str, typer.Option(help="What the token is called in lists.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Make an API token; it is printed once. Send it as `Authorization: Bearer …`."""
    django_setup()
    from khetane.access.actions_devices import create_token
    from khetane.access.querysets import account_by_email
    from khetane.core.viewer import acting_as

    with refused():
        owner = account_by_email(account)
        with acting_as(owner.pk):
            made, token = create_token(label=label)
    print_facts({"id": str(made.pk), "token": token}, as_json=as_json)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="token")
