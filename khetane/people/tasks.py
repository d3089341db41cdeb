"""What the background worker does by itself: it looks for persons recorded twice each night."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from khetane.people.same.finding import propose_pairs

log = structlog.get_logger("khetane.people")


@app.task(name="people.look_for_same_persons", queue="default", lock="people.same_persons")
def look_for_same_persons() -> int:
    """Propose pairs of records of one person; how many there are. Safe to repeat."""
    found = propose_pairs()
    for unit, persons in found.left_out.items():
        log.warning("same_persons_left_out", unit=str(unit), persons=persons)
    return found.within + found.across


@app.periodic(cron="10 3 * * *")
@app.task(name="people.find_same_persons", queue="default", lock="people.same_persons")
def find_same_persons(timestamp: int) -> int:
    """The same, each night. `timestamp`: the hour it was due, from the queue."""
    return look_for_same_persons()
