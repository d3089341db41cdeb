"""`khetane keys`: the master keys under which personal content stands."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Annotated

import typer

from khetane.cli.answers import print_facts
from khetane.cli.progress import progress
from khetane.cli.setup import django_setup
from khetane.config.home import Home

group = typer.Typer(
    help="Master keys: personal content stands under them (docs/how-to/keys.md).", no_args_is_help=True
)
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]


@group.command("status")
def status(as_json: AsJson = False) -> None:
    """Say which master keys there are, and how many rows stand under each."""
    django_setup()
    from django.conf import settings

    from khetane.config import rotation

    uses = rotation.status(settings.ENVIRONMENT.eraser_database_url, settings.ENVIRONMENT.master_keys)
    if as_json:
        print_facts({"keys": [asdict(use) for use in uses]}, as_json=True)
        return
    for use in uses:
        remark = "encrypts what comes in" if use.first else "MISSING HERE" if not use.held else ""
        unused = "" if use.rows or use.first else f"may be removed: khetane keys remove {use.name}"
        typer.echo(f"{use.name}  {use.rows} rows  {remark}{unused}")


@group.command("add")
def add() -> None:
    """Make a new master key in secrets.env, before the others; then restart Khetane and run `khetane keys rotate`."""
    from khetane.config import rotation

    name = rotation.add_key(Home.of(os.environ))
    typer.echo(
        f"The master key {name} was made. Copy secrets.env to its safe place, restart Khetane, then run: khetane keys rotate"
    )


@group.command("rotate")
def rotate(as_json: AsJson = False) -> None:
    """Put everything under the first master key. Safe to stop and repeat, beside a running instance."""
    home = Home.of(os.environ)
    from khetane.config import rotation

    rotation.check_restarted(home)
    django_setup()
    from django.conf import settings

    environment = settings.ENVIRONMENT
    uses = rotation.status(environment.eraser_database_url, environment.master_keys)
    whole = sum(use.rows for use in uses if not use.first)
    with progress("Keys") as reached:
        done = rotation.rotate(
            environment.eraser_database_url, environment.master_keys, lambda rows: reached(rows, whole)
        )
    print_facts({"key": next(iter(environment.master_keys)), "rows": done}, as_json=as_json)


@group.command("remove")
def remove(name: Annotated[str, typer.Argument(help="The key to take out of secrets.env.")]) -> None:
    """Take a master key out of secrets.env that nothing stands under. Older backups still need it."""
    django_setup()
    from django.conf import settings

    from khetane.config import rotation

    environment = settings.ENVIRONMENT
    uses = rotation.status(environment.eraser_database_url, environment.master_keys)
    rotation.remove_key(Home.of(os.environ), name, uses)
    typer.echo(
        f"The master key {name} was removed. Keep it with the backups that were taken while it was in use."
    )


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="keys")
