"""`khetane search`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khetane.cli.answers import refused
from khetane.cli.setup import django_setup

if TYPE_CHECKING:
    from khetane.people.search import Found

# How much of an ISO date is known.
KNOWN = {"day": 10, "month": 7, "year": 4, "estimated": 4}


def search(
    text: Annotated[
        str, typer.Argument(help="Names in any script, a birth year, a household code, a number.")
    ],
    account: Annotated[str, typer.Option(help="E-mail address of the account that searches.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the answers as a JSON list.")] = False,
) -> None:
    """Find persons whom the account may see; the search is written into the audit log."""
    django_setup()
    from khetane.access.querysets import account_by_email
    from khetane.core.viewer import acting_as
    from khetane.desk.finding import record_search
    from khetane.people import search as people_search

    with refused():
        searcher = account_by_email(account)
        with acting_as(searcher.pk) as viewer:
            viewer.check("identity.read")
            answer = people_search.search(text)
            record_search(answer, typing=False)
            facts = [facts_of(found) for found in answer.found]
    show_found(facts, as_json=as_json)


def facts_of(found: Found) -> dict[str, Any]:
    """One answer; the keys are a contract with scripts."""
    return {
        "person_id": str(found.person_id) if found.person_id else None,
        "household_id": str(found.household_id) if found.household_id else None,
        "name": f"{found.given_name} {found.family_name}".strip(),
        "birth": found.birth_date.isoformat()[: KNOWN.get(found.birth_precision, 10)]
        if found.birth_date
        else None,
        "settlement": found.place.name if found.place else None,
        "score": found.score,
        "birth_precision": found.birth_precision,
        "household_code": found.code,
        "settlement_note": found.place.designation_note if found.place else "",
    }


def show_found(facts: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    for one in facts:
        columns = (
            one["score"],
            one["household_code"],
            one["name"],
            one["birth"] or "",
            one["settlement"] or "",
        )
        typer.echo("{:>6}  {:<9}  {:<32}  {:<10}  {}".format(*columns))
    for note in sorted({one["settlement_note"] for one in facts} - {""}):
        typer.echo(note)
    if not facts:
        typer.echo("Nobody found among the persons whom this account may see.")


def register(app: typer.Typer) -> None:
    app.command("search")(search)
