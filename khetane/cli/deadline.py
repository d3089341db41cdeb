"""`khetane deadline`."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

import typer

from khetane.cases.procedures import asking
from khetane.cases.procedures.calendars import calendar_of
from khetane.cases.procedures.definition import ProcedureType, Step
from khetane.cases.procedures.schedule import Due, Schedule
from khetane.cli.answers import refused


def deadline(
    code: Annotated[
        str, typer.Argument(metavar="TYPE", help="Code of the type of procedure: BIRTH-L, ID, APP …")
    ],
    event: Annotated[
        list[str] | None,
        typer.Option(
            metavar="EVENT=DATE", help="What happened, and when: request=2026-01-15. May be repeated."
        ),
    ] = None,
    on: Annotated[
        str, typer.Option(metavar="DATE", help="The day from which one looks; today without it.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")] = False,
) -> None:
    """Say which terms of a procedure run, until when, by which law, and how sure that law is. Reads no records."""
    with refused():
        procedure = asking.type_of(code)
        day = asking.read_day(on) if on else calendar_of(procedure.calendar).today()
        facts = facts_of(procedure, asking.ask(procedure, asking.read_events(procedure, event or []), day))
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        show(facts)


def facts_of(procedure: ProcedureType, answer: Schedule) -> dict[str, Any]:
    """The answer; the keys are a contract with scripts: they may be added, never renamed."""
    rules = answer.rules
    return {
        "type": procedure.code,
        "name": procedure.names["en"],
        "jurisdiction": procedure.jurisdiction,
        "on": answer.on.isoformat(),
        "rule_version": rules.version,
        "valid_from": rules.valid_from.isoformat(),
        "legal_basis": rules.legal_basis["en"],
        "status": rules.status.value,
        "source": rules.source["en"],
        "body": rules.body["en"],
        "lawyer_only": procedure.lawyer_only,
        "unlocks": list(procedure.unlocks),
        "documents": [words["en"] for words in rules.documents],
        "steps": [facts_of_step(step, answer.events.get(step.event)) for step in rules.steps],
        "deadlines": [facts_of_due(due) for due in answer.terms],
    }


def facts_of_step(step: Step, day: date | None) -> dict[str, Any]:
    return {"event": step.event, "name": step.names["en"], "by": step.by, "done_on": day and day.isoformat()}


def facts_of_due(due: Due) -> dict[str, Any]:
    term, last = due.deadline.term, due.last
    return {
        "deadline": due.deadline.code,
        "name": due.deadline.names["en"],
        "after": due.deadline.after,
        "until": due.deadline.until,
        "term": {"count": term.count, "unit": term.unit.value},
        "started_on": due.start and due.start.isoformat(),
        "due": last and last.day.isoformat(),
        "counted": last and last.counted.isoformat(),
        "happened_on": due.happened and due.happened.isoformat(),
        "state": due.state.value,
        "holiday_estimated": due.estimated,
        "remedy": due.deadline.remedy.get("en", ""),
        "rule_version": due.rules.version,
        "legal_basis": due.deadline.basis["en"],
        "status": due.deadline.status.value,
        "source": due.deadline.source["en"],
    }


def show(facts: dict[str, Any]) -> None:
    typer.echo(f"{facts['type']}  {facts['name']} ({facts['jurisdiction']}, rules {facts['rule_version']})")
    typer.echo(f"Legal basis: {facts['legal_basis']} [{facts['status']}]")
    for step in facts["steps"]:
        typer.echo(f"  {step['done_on'] or '          '}  {step['event']:<16} {step['name']}")
    for due in facts["deadlines"]:
        typer.echo(f"{due['due'] or '-':<10}  {due['state']:<8} {due['name']} [{due['status']}]")
    if any(due["status"] != "verified" for due in facts["deadlines"]) or facts["status"] != "verified":
        typer.echo("What is not marked verified is to be checked by a lawyer before anybody relies on it.")


def register(app: typer.Typer) -> None:
    app.command("deadline")(deadline)
