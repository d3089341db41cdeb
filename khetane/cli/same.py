"""`khetane same-persons`."""

from __future__ import annotations

from typing import Annotated

import typer

from khetane.cli.answers import print_facts
from khetane.cli.setup import django_setup


def same_persons(
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")] = False,
) -> None:
    """Look through the register for persons recorded twice, now. The worker does it each night."""
    django_setup()
    from khetane.people.same.finding import propose_pairs  # needs Django's settings

    found = propose_pairs()
    print_facts(
        {
            "persons": found.persons,
            "within_a_unit": found.within,
            "across_units": found.across,
            "persons_left_out": sum(found.left_out.values()),
            "left_out_by_unit": {str(unit): persons for unit, persons in found.left_out.items()},
        },
        as_json=as_json,
    )


def register(app: typer.Typer) -> None:
    app.command("same-persons")(same_persons)
