"""Processes of a settlement for tests, sent in as any record is."""

from __future__ import annotations

import uuid

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.history.source import Applied
from khetane.upgrading.models import Process, Safeguard
from khetane.upgrading.reading import shipped
from tests import world
from tests.edits import edit, send, update

DAY = "2026-03-05"


def begin(author: Account, town: world.Town, kind: str, **more: str) -> uuid.UUID:
    """A process that was begun; its id."""
    process = uuid.uuid4()
    values = {"place": str(town.settlement.pk), "kind": kind, "begun_on": "2026-03-01", **more}
    taken(send(author, town, edit("settlement_process", process, values)))
    return process


def record(author: Account, town: world.Town, dataset: str, process: uuid.UUID, **values: str) -> Applied:
    """A record of the process; its day, where it has one, is DAY."""
    days = {"process_event": {"date": DAY}, "safeguard": {"answered_on": DAY}}.get(dataset, {})
    return send(author, town, edit(dataset, uuid.uuid4(), {"process": str(process), **days, **values}))


def decision(author: Account, town: world.Town, process: uuid.UUID, result: str = "granted") -> Applied:
    said = {"number": "351-12/2026", "body": "Skupština opštine", "result": result}
    return record(author, town, "process_event", process, kind="decision", **said)


def inspection(author: Account, town: world.Town, process: uuid.UUID, result: str, **more: str) -> Applied:
    said = {"result": result, "findings": "Looked at every house", **more}
    return record(author, town, "process_event", process, kind="inspection", **said)


def documents(author: Account, town: world.Town, process: uuid.UUID) -> None:
    """Every document that its rules name."""
    for code in shipped()[standing(author, process).kind].latest.documents:
        taken(record(author, town, "process_event", process, kind="document", document=code))


def answer(author: Account, town: world.Town, process: uuid.UUID, *codes: str, met: bool = True) -> None:
    """Safeguards answered, each with its evidence; one that is answered already is changed."""
    with acting_as(author.pk):
        known = {one.code: one for one in Safeguard.objects.filter(process=process)}
    for code in codes:
        said = {"code": code, "answer": "met" if met else "not_met", "evidence": "Minutes of 5 March"}
        if code in known:
            change = update("safeguard", known[code].pk, known[code].version, said)
            taken(send(author, town, change))
        else:
            taken(record(author, town, "safeguard", process, **said))


def step(author: Account, town: world.Town, process: uuid.UUID, stage: str, **more: str) -> Applied:
    base = standing(author, process).version
    values = {"stage": stage, "stage_on": "2026-03-08", **more}
    return send(author, town, update("settlement_process", process, base, values))


def standing(author: Account, process: uuid.UUID) -> Process:
    with acting_as(author.pk):
        return Process.objects.get(pk=process)


def taken(applied: Applied) -> None:
    if applied.state != "applied":
        raise ValueError([reason.message for reason in applied.reasons])


def codes(applied: Applied) -> list[str]:
    return [reason.code for reason in applied.reasons]
