"""Enrolments for tests, sent in as any record is."""

from __future__ import annotations

import uuid

from khetane.access.models import Account
from khetane.history.source import Applied
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home

ELIGIBLE = {
    "scholarship": "attends_secondary=yes average=4.5",
    "after_school": "attends_primary=yes",
    "mentoring": "parents_agree=yes",
    "vocational_training": "registered=yes works=no",
    "housing_upgrade": "may_build=yes to_be_relocated=no hot_water=no",
    "repatriation": "returned=yes papers=yes",
}


def enrol(
    author: Account, of: Home, scheme: str, *, member: int = 0, answers: str | None = None, **more: str
) -> uuid.UUID:
    """An application that was taken in; the id of the enrolment."""
    enrolment = uuid.uuid4()
    applied = apply(author, of.town, enrolment, of, scheme, member=member, answers=answers, **more)
    if applied.state != "applied":
        raise ValueError([reason.message for reason in applied.reasons])
    return enrolment


def apply(
    author: Account,
    town: world.Town,
    enrolment: uuid.UUID,
    of: Home,
    scheme: str,
    *,
    member: int = 0,
    answers: str | None = None,
    **more: str,
) -> Applied:
    values = {
        "household": str(of.id),
        "scheme": scheme,
        "applied_on": "2026-03-05",
        "answers": ELIGIBLE.get(scheme, "") if answers is None else answers,
        **({} if scheme in ("housing_upgrade", "repatriation") else {"person": str(of.members[member])}),
        **more,
    }
    return send(author, town, edit("enrolment", enrolment, values))


def step(
    author: Account, town: world.Town, enrolment: uuid.UUID, base: int, stage: str, **more: str
) -> Applied:
    return send(
        author, town, update("enrolment", enrolment, base, {"stage": stage, "stage_on": "2026-03-08", **more})
    )


def reach(
    author: Account, town: world.Town, enrolment: uuid.UUID, *kinds: str, on: str = "2026-03-06"
) -> None:
    """Milestones reached."""
    for kind in kinds:
        values = {"enrolment": str(enrolment), "kind": kind, "state": "reached", "reached_on": on}
        applied = send(author, town, edit("milestone", uuid.uuid4(), values))
        if applied.state != "applied":
            raise ValueError([reason.message for reason in applied.reasons])


def codes(applied: Applied) -> list[str]:
    return [reason.code for reason in applied.reasons]
