"""`khetane import`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from khetane.cli.answers import refused
from khetane.cli.progress import progress
from khetane.cli.setup import django_setup
from khetane.config.problem import Problem

File = Annotated[Path | None, typer.Argument(metavar="FILE.xlsx", help="Excel or CSV.")]
Map = Annotated[
    Path | None, typer.Option(metavar="MAP.yaml", help="What each column holds (docs/how-to/import.md).")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be taken in; keep nothing.")]
Apply = Annotated[bool, typer.Option("--apply", help="Take the table in; again, it changes nothing.")]
Undo = Annotated[str, typer.Option(metavar="ID", help="Take back what this import brought.")]
Duplicates = Annotated[bool, typer.Option("--duplicates", help="Also take in who looks like somebody known.")]
OfUnit = Annotated[str, typer.Option(metavar="CODE", help="For which unit, where the account has several.")]
By = Annotated[
    str, typer.Option(help="E-mail address of who imports. Without it: the only account that may.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")]


def import_table(
    file: File = None,
    mapping: Map = None,
    dry_run: DryRun = False,
    apply: Apply = False,
    undo: Undo = "",
    duplicates: Duplicates = False,
    unit: OfUnit = "",
    account: By = "",
    as_json: AsJson = False,
) -> None:
    """Take a table of a unit in, household by household, each whole or not at all. Exit code 1: rows were left out."""
    if sum((dry_run, apply, bool(undo))) != 1:
        raise Problem("Give one of --dry-run, --apply and --undo ID.")
    if not undo and (file is None or mapping is None):
        raise Problem("Name the table and its mapping: khetane import FILE.xlsx --mapping MAP.yaml --dry-run")
    django_setup()
    from khetane.importing import at_once
    from khetane.importing.mapping import read_mapping

    with refused():
        who = _account(account, unit)
        if undo or file is None or mapping is None:
            _show(at_once.undo_at_once(who, _id(undo)), as_json=as_json)
            return
        columns = read_mapping(_read(mapping).decode("utf-8-sig", errors="replace"))
        if dry_run:
            answer = at_once.dry_run(who, unit, file.name, _read(file), columns)
        else:
            with progress("Households") as reached:
                answer = at_once.apply(
                    who, unit, file.name, _read(file), columns, alike=duplicates, reached=reached
                )
    _show(answer, as_json=as_json)
    if answer["errors"] or answer["duplicates"]:
        raise typer.Exit(1)


def _account(email: str, unit: str) -> UUID:
    from khetane.access.querysets import account_by_email  # Django must be ready first
    from khetane.importing.at_once import only_importer

    if email:
        return account_by_email(email).pk
    only = only_importer(unit)
    if only is None:
        raise Problem("Several accounts may import, or none. Give --account with the address of who imports.")
    return only


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Problem(f"--undo {text} is no id of an import. It stands in the answer of --apply.") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(f"{path} cannot be read ({error.strerror}). Check the path and try again.") from error


def _show(answer: dict[str, Any], *, as_json: bool) -> None:
    """The answer as JSON, or facts line by line and then what was left out."""
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    for name, value in answer.items():
        if name not in ("errors", "duplicates"):
            typer.echo(f"{name:<18} {value}")
    for name in ("errors", "duplicates"):
        for line in answer.get(name, []):
            column = f", {line['column']}" if line["column"] else ""
            typer.echo(f"row {line['row']}{column}: {line['message']}", err=True)


def register(app: typer.Typer) -> None:
    app.command("import")(import_table)
