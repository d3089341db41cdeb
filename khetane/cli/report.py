"""`khetane report`."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khetane.cli.answers import refused
from khetane.cli.setup import django_setup
from khetane.config.problem import Problem

if TYPE_CHECKING:
    from khetane.organisations.models import Unit


class Kind(StrEnum):
    """The formats of a report."""

    PDF = "pdf"
    XLSX = "xlsx"
    DOCX = "docx"
    JSON = "json"


Code = Annotated[str, typer.Argument(metavar="CODE", help="Code of the mobile unit, such as RS-NIS-JMU.")]
First = Annotated[str, typer.Option("--from", metavar="DATE", help="First day of the period.")]
Last = Annotated[str, typer.Option("--to", metavar="DATE", help="Last day of the period.")]
Format = Annotated[Kind, typer.Option("--format", help="What is made.")]
WHERE = "Where it is written; else JSON is printed, and others are named after unit and days."
Out = Annotated[Path | None, typer.Option(metavar="FILE", help=WHERE)]
Language = Annotated[str, typer.Option(help="en, sr, sr-latn or mk.")]
WHO = "E-mail address of the account that makes it; without, the operator at the server."
By = Annotated[str, typer.Option(help=WHO)]


def unit(
    code: Code,
    since: First,
    until: Last,
    kind: Format = Kind.JSON,
    out: Out = None,
    language: Language = "en",
    account: By = "",
) -> None:
    """Make the report of a unit: visits, people reached, needs, referrals, services, procedures. Not for publication."""
    first, last = day_of(since, "--from"), day_of(until, "--to")
    django_setup()
    from django.utils import translation

    from khetane.reports.formats.offered import FORMATS
    from khetane.reports.periods import Period
    from khetane.reports.report import make_report
    from khetane.web.languages import BY_CODE

    if language not in BY_CODE:
        raise Problem(f"There is no language {language!r}. Choose one of: {', '.join(BY_CODE)}.")
    with refused(), acting(account), translation.override(language):
        report = make_report(unit_of(code), Period(first, last), action="exported")
        made = FORMATS[kind.value].make(report)
        name = Path(f"{report.file_name}.{kind.value}")
    if out is None and kind is Kind.JSON:
        sys.stdout.buffer.write(made)
    else:
        write(made, out or name)


def write(made: bytes, target: Path) -> None:
    """Write the file and say where it is."""
    try:
        target.write_bytes(made)
    except OSError as error:
        raise Problem(
            f"{target} cannot be written: {error.strerror}. Choose another place with --out."
        ) from error
    typer.echo(str(target))


def day_of(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem(f"{option}: {text!r} is no date. Write it as 2026-01-31.") from error


def acting(account: str) -> AbstractContextManager[Any]:
    """As the account, or as the program itself."""
    from khetane.access.querysets import account_by_email
    from khetane.core.viewer import acting_as, acting_as_system

    return acting_as(account_by_email(account).pk) if account else acting_as_system()


def unit_of(code: str) -> Unit:
    from khetane.organisations.models import Unit

    found = Unit.objects.named().filter(code=code).first()
    if found is None:
        raise Problem(f"There is no mobile unit with the code {code!r}. Its page shows the code.")
    return found


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Reports of mobile units.")
    group.command("unit")(unit)
    group.callback()(lambda: None)
    app.add_typer(group, name="report")
