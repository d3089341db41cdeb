"""`khetane demo`: the demonstration country."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khetane.cli.answers import refused
from khetane.cli.progress import progress
from khetane.cli.setup import django_setup
from khetane.config.address import cores
from khetane.config.home import Home

if TYPE_CHECKING:
    from khetane.demo.country import Country

MOST_PROCESSES = 8
BROKEN_OFF = 130  # what a shell says of a command that Ctrl-C ended


def demo(
    scale: Annotated[
        int, typer.Option(min=1, help="Households and persons, as multiples of 1,100 and 5,000.")
    ] = 1,
    passwords: Annotated[
        bool,
        typer.Option("--passwords", help="Give the demonstration accounts new passwords and print them."),
    ] = False,
    among_others: Annotated[
        bool, typer.Option("--demo", help="Load it although the database holds other households.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print codes of places and units as JSON.")] = False,
) -> None:
    """Load the demonstration country: made-up people in twenty real municipalities, sent in like real records.

    Once it stands, a further call loads nothing; an interrupted one is completed.
    """
    django_setup()

    from khetane.demo import standing
    from khetane.demo.country import Country

    home = Home.of(os.environ)
    with refused():
        country = Country(standing.reference_day(), scale=scale)
        if not home.demo_complete.exists():
            if not among_others:
                standing.check_no_foreign_households(country, os.environ["KHETANE_OWNER_DATABASE_URL"])
            home.demo.touch()  # before the first record, so that no page shows one without saying what it is
            try:
                load(country)
            except KeyboardInterrupt:
                say("Loading was broken off; the next call completes it.")
                raise typer.Exit(BROKEN_OFF) from None
            home.demo_complete.touch()
        told = standing.passwords(country, renew=passwords)
    if as_json:
        show_json(country, told)
    else:
        show(country, told)


def load(country: Country) -> None:
    """Lay the ground and send the records in; words and progress go to the error output."""
    from khetane.demo import standing
    from khetane.demo.long_ago import remember
    from khetane.demo.rights import ask
    from khetane.demo.twice_decided import decide

    workers = standing.lay_ground(country, say)
    became: Counter[str] = Counter()
    whole = 100 * len(workers)
    with progress("Records") as reached:
        for done, outcomes in standing.send_in(country, workers, processes=min(cores(), MOST_PROCESSES)):
            became = outcomes
            reached(done, whole)
    standing.analyse()
    decide(country, workers)
    remember(country, workers)
    ask(country, workers)
    standing.tell_grievances(country, workers)
    say(
        "Sent in: "
        + ", ".join(f"{number} {what.replace('_', ' ')}" for what, number in became.most_common())
        + "."
    )


def show(country: Country, told: dict[str, str]) -> None:
    units = [town.unit for town in country.towns()]
    typer.echo(f"The demonstration country stands: units {units[0]} … {units[-1]} ({len(units)}).")
    if not told:
        typer.echo("New passwords for its accounts: khetane demo --passwords")
        return
    typer.echo("Accounts of the demonstration; their passwords are printed this once:")
    width = max(map(len, told))
    for email, password in told.items():
        typer.echo(f"  {email:<{width}}  {password}")


def show_json(country: Country, told: dict[str, str]) -> None:
    """The contract with scripts: keys may be added, never renamed."""
    from khetane.demo.accounts import sign_in_posts

    towns = country.towns()
    facts: dict[str, Any] = {
        "places": [
            code for town in towns for code in (town.municipality, *(one.code for one in town.settlements))
        ],
        "units": [town.unit for town in towns],
        "accounts": [
            {"email": post.email, "role": post.role, "scope": post.scope, "password": told.get(post.email)}
            for post in sign_in_posts(towns)
        ],
    }
    typer.echo(json.dumps(facts, ensure_ascii=False))


def say(sentence: str) -> None:
    typer.echo(sentence, err=True)


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)
