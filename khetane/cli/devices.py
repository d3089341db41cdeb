"""`khetane device create`."""

from __future__ import annotations

from typing import Annotated

import typer

from khetane.cli.answers import print_facts, refused
from khetane.cli.setup import django_setup

group = typer.Typer(help="Phones and tablets that send records.", no_args_is_help=True)


@group.command("create")
def create(
    account: Annotated[str, typer.Option(help="E-mail address of the account that uses the device.")],
    unit: Annotated[str, typer.Option(help="Code of the unit it works for.")],
    label: Annotated[str, typer.Option(help="What the device is called in lists.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Make a device; prints its secret token and the text of ODK Collect's QR code, once."""
    django_setup()
    from django.conf import settings

    from khetane.access import collect
    from khetane.access.actions_devices import create_device
    from khetane.access.querysets import account_by_email
    from khetane.access.scopes import unit_of
    from khetane.core.viewer import acting_as_system

    with refused(), acting_as_system():
        works_for = unit_of(unit)
        device, token = create_device(account=account_by_email(account), unit=works_for, label=label)
    url = collect.server_url(settings.ENVIRONMENT.public_url or "http://127.0.0.1:8000", token)
    qr = collect.payload(url, project=works_for.name)
    print_facts({"id": str(device.pk), "token": token, "server_url": url, "qr": qr}, as_json=as_json)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="device")
