"""`khetane submissions`."""

from __future__ import annotations

from typing import Annotated

import typer

from khetane.cli.answers import print_facts, refused
from khetane.cli.setup import django_setup

group = typer.Typer(help="Records that were sent, and what became of them.", no_args_is_help=True)


@group.command("show")
def show_submission(
    instance_id: Annotated[str, typer.Argument(help="The record's instance id, with or without uuid:.")],
    account: Annotated[
        str,
        typer.Option(
            help="Read as this account. Without it: as the operator of this installation, on record."
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Show a submission's state, the reason for it, and what it changed. Reading it goes into the audit."""
    django_setup(owner=not account)
    from khetane.access.querysets import account_by_email
    from khetane.core.viewer import SYSTEM_ACCOUNT, acting_as
    from khetane.desk.waiting import in_detail
    from khetane.forms.telling import told

    with refused():
        reader = account_by_email(account).pk if account else SYSTEM_ACCOUNT
        with acting_as(reader):
            print_facts(told(instance_id, in_detail), as_json=as_json)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="submissions")
