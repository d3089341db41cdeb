"""A household about which the API answers something of every kind; all invented."""

from __future__ import annotations

import uuid

from khetane.access.models import Account
from tests.edits import edit, send
from tests.integration.desk.scene import Home, home, work
from tests.integration.programmes.scene import enrol
from tests.world import Town

PLAN, STEP, GROUP = (uuid.UUID(int=number) for number in (11, 12, 13))


def with_everything(town: Town, author: Account) -> Home:
    """A household with work, a plan and one step of it, a workshop and a house to be mended."""
    made = home(town, author)
    work(made)
    planned(author, made, PLAN, STEP)
    enrolment = enrol(author, made, "housing_upgrade")
    group = {
        "type": "rights_workshop",
        "date": "2026-03-04",
        "attended": "9",
        "participants": str(made.members[0]),
    }
    reached = {"enrolment": str(enrolment), "kind": "agreement", "state": "planned"}
    for one in (edit("group_delivery", GROUP, group), edit("milestone", uuid.uuid4(), reached)):
        applied = send(author, town, one)
        assert applied.state == "applied", [reason.message for reason in applied.reasons]
    return made


def planned(author: Account, of: Home, plan: uuid.UUID, *steps: uuid.UUID) -> None:
    drawn_up = {"household": str(of.id), "goals": "School for Beba", "state": "draft"}
    taken = [edit("plan_step", step, {"plan": str(plan), "what": "Enrol her"}) for step in steps]
    applied = send(author, of.town, edit("case_plan", plan, drawn_up), *taken)
    assert applied.state == "applied", [reason.message for reason in applied.reasons]
