"""`khetane doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import Annotated

import typer

from khetane.config import checks
from khetane.config.home import Home

MARKS = {"good": "ok", "warning": "note", "bad": "WRONG"}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check the installation; say what is wrong and how to mend it. Exit code 1 when something is wrong."""
    findings = checks.examine(Home.of(os.environ))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            typer.echo(f"{MARKS[finding.state]:>5}  {finding.subject}: {finding.sentence}")
    if any(finding.state == "bad" for finding in findings):
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    app.command("doctor")(doctor)
