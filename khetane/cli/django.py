"""`khetane django`: Django's own commands on this installation."""

from __future__ import annotations

from typing import Annotated

import typer

from khetane.cli.setup import django_setup

AS_OWNER = frozenset({"migrate", "sqlmigrate", "showmigrations"})
UNTOUCHED = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def django(
    arguments: Annotated[list[str], typer.Argument(help="A command of Django and its options.")],
) -> None:
    """Run a command of Django, such as `khetane django migrate`, on the data folder's database."""
    django_setup(owner=arguments[0] in AS_OWNER)
    from django.core.management import execute_from_command_line  # after the setup

    execute_from_command_line(["khetane django", *arguments])


def register(app: typer.Typer) -> None:
    app.command("django", context_settings=UNTOUCHED)(django)
