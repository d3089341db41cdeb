"""`khetane django`: Django's own commands on this installation; `khetane migrate` is one of them."""

from __future__ import annotations

from typing import Annotated

import typer

from khetane.cli.setup import django_setup

UNTOUCHED = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def django(
    arguments: Annotated[list[str], typer.Argument(help="A command of Django and its options.")],
) -> None:
    """Run a command of Django, such as `khetane django check`, on the data folder's database."""
    execute(*arguments)


def migrate() -> None:
    """Bring the tables up to date, as `khetane run` does at each start."""
    execute("migrate", "--database", "owner", "--no-input")


def execute(*arguments: str) -> None:
    django_setup()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["khetane django", *arguments])


def register(app: typer.Typer) -> None:
    app.command("django", context_settings=UNTOUCHED)(django)
    app.command("migrate")(migrate)
