"""`khetane audit`: whether the log of who read and wrote is whole."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from khetane.cli.answers import print_facts, refused
from khetane.cli.setup import django_setup

group = typer.Typer(help="The log of who read and who wrote.", no_args_is_help=True)


@group.command("verify")
def verify(
    account: Annotated[
        str, typer.Option(help="E-mail address of the account that checks; without it, the server itself.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Hash the whole log again; say any change, removal, insertion, cut or gap. Exit code 1 when there is one.

    That it was checked, when, by whom and whether it was whole goes into the log itself.
    """
    django_setup()
    from django.conf import settings

    from khetane.access import checked, sealer, verification
    from khetane.access.heads import Heads
    from khetane.access.querysets import account_by_email
    from khetane.core.viewer import SYSTEM_ACCOUNT

    with refused():
        checker = account_by_email(account).pk if account else SYSTEM_ACCOUNT
    with sealer.connect(settings.ENVIRONMENT.sealer_database_url) as connection:
        report = verification.verify(connection, Heads.of(settings.ENVIRONMENT.home))
    if as_json:
        print_facts({"ok": report.ok, **asdict(report)}, as_json=True)
    else:
        for finding in report.findings:
            typer.echo(f"WRONG  {finding.sentence}")
        for notice in report.notices:
            typer.echo(f"note   {notice}")
        typer.echo(
            f"{report.sealed_events} events in {report.blocks} blocks: {'all fit' if report.ok else 'not whole'}."
        )
    checked.record(whole=report.ok, account_id=checker)
    if not report.ok:
        raise typer.Exit(1)


@group.command("begin-epoch")
def begin_epoch() -> None:
    """Only after the database was restored by other means than `khetane restore`: go on in a new epoch."""
    django_setup()
    import psycopg
    from django.conf import settings

    from khetane.access import sealer
    from khetane.access.heads import Heads

    with psycopg.connect(settings.ENVIRONMENT.owner_database_url) as owner:
        epoch = sealer.begin_epoch(owner, Heads.of(settings.ENVIRONMENT.home))
    typer.echo(
        f"Epoch {epoch} of the audit has begun. `khetane audit verify` says that the database was restored."
    )


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="audit")
