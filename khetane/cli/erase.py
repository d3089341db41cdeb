"""`khetane erase`: making the erasures of the ledger again."""

from __future__ import annotations

from typing import Annotated

import typer

from khetane.cli.answers import print_facts
from khetane.cli.setup import django_setup

group = typer.Typer(
    help="Erasure of persons at their request (the data-protection officer makes it on a screen).",
    no_args_is_help=True,
)


@group.callback()
def erase() -> None:
    """Commands about erasure."""


@group.command("replay")
def replay(
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Erase everybody in the ledger again: after a restore by other means, or when old records came in late."""
    django_setup()
    from khetane.subjects.removal import remove
    from khetane.subjects.replay import replay

    made = replay()
    if made.left_bytes:
        remove()
    print_facts({"erased_again": made.erasures}, as_json=as_json)


@group.command("bytes")
def old_bytes(
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Remove from the database's files what erasures left there; the worker does it by itself. Tables close briefly."""
    django_setup()
    from khetane.subjects.removal import remove

    remove()
    print_facts({"removed": True}, as_json=as_json)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="erase")
