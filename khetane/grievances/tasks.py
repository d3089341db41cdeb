"""What the background worker does with grievances by itself: notice each night, and what a supervisor confirmed."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from khetane.grievances.keeping.carrying_out import carry_out
from khetane.grievances.keeping.looking import look_at_grievances
from khetane.subjects.tasks import remove_old_bytes


@app.periodic(cron="30 1 * * *")
@app.task(name="grievances.look_at_kept_time", queue="default", lock="grievances.kept_time")
def look_at_kept_time(timestamp: int) -> int:
    """Give notice of what is past its time; how many new notices. `timestamp`: the hour it was due, from the queue."""
    return look_at_grievances().noticed


@app.periodic(cron="10 2 * * *")
@app.task(name="grievances.remove_each_night", queue="default")
def remove_each_night(timestamp: int) -> None:
    """Carry out what an interruption left. `timestamp`: the hour it was due, from the queue."""
    remove.defer()


@app.task(
    name="grievances.remove",
    queue="default",
    lock="grievances.kept_time",
    retry=RetryStrategy(max_attempts=5, linear_wait=60),
)
def remove() -> int:
    """Remove what a supervisor confirmed, some at a time; how many grievances."""
    done = carry_out()
    if done:
        remove_old_bytes.defer()
    return done
