"""Grievances about the coordinator's unit, and who reads them."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from khetane.access.models import Account
from khetane.core.viewer import acting_as, acting_as_system
from khetane.grievances import handling
from khetane.grievances.keeping.looking import look_at_grievances
from khetane.grievances.taking import Said, take
from tests.browser.settle import GRIEVANCES
from tests.world import Town, account, country


def grievances(here: Town) -> dict[str, str]:
    """One that waits, and one that was passed on; the id of the second."""
    supervisor, today = account("grievance_supervisor", country(), email=GRIEVANCES), timezone.localdate()
    made = []
    with acting_as_system():
        for text in ("Nikad nisu došli.", "Чекамо од пролећа."):
            said = Said(
                kind="complaint",
                about="help",
                text=text,
                language="sr",
                received_on=today,
                unit_id=here.unit.pk,
            )
            made.append(take(said, uuid.uuid4().hex).id)
    with acting_as(supervisor.pk):
        handling.take_up(made[1])
        handling.escalate(made[1], body="ombudsman", agreed_on=today)
    long_ago(here, supervisor, today)
    return {"grievance_id": str(made[1])}


def long_ago(here: Town, supervisor: Account, today: dt.date) -> None:
    """One that is past its time, so that somebody decides about it, and one that will be soon."""
    for days, text in ((4 * 365, "Davno rešeno."), (3 * 365 - 20, "Одавно решено.")):
        at = timezone.now() - dt.timedelta(days=days)
        said = Said(
            kind="question",
            about="works",
            text=text,
            language="sr",
            received_on=at.date(),
            unit_id=here.unit.pk,
        )
        with acting_as_system():
            made = take(said, uuid.uuid4().hex, at=at).id
        with acting_as(supervisor.pk):
            handling.answer(made, "Hvala.", at=at)
            handling.close(made, at=at)
    look_at_grievances(today - dt.timedelta(days=100))
    look_at_grievances(today)
