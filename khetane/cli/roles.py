"""`khetane roles`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from khetane.cli.setup import django_setup
from khetane.config.problem import Problem

WIDTH = 28


def roles(
    table: Annotated[
        bool, typer.Option("--table", help="Every role with every kind of record and action.")
    ] = False,
    role: Annotated[str, typer.Option(metavar="CODE", help="Only this role.")] = "",
    rules: Annotated[
        bool,
        typer.Option(
            "--rules", help="The rules themselves, from this database: khetane/access/policies.json."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Say what each shipped role may read, add, change and delete, as the database's own rules have it."""
    if table == rules:
        raise Problem(
            "Give --table for the table of role, record and action, or --rules for what it is made from."
        )
    django_setup()
    from khetane.access.policies import as_text, rules_in_database
    from khetane.access.role_table import MEANING, cells

    if rules:
        typer.echo(as_text(rules_in_database()), nl=False)
        return
    found = [cell for cell in cells() if role in ("", cell.role)]
    if not found:
        raise Problem(f"There is no role {role}. See docs/reference/roles.md for those there are.")
    if as_json:
        typer.echo(
            json.dumps({"cells": [asdict(cell) for cell in found], "meaning": MEANING}, ensure_ascii=False)
        )
        return
    for cell in found:
        typer.echo(f"{cell.role:<{WIDTH}} {cell.table:<34} {cell.action:<7} {cell.reach.value}")


def register(app: typer.Typer) -> None:
    app.command("roles")(roles)
