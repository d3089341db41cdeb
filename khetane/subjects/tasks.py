"""What the background worker does by itself: erasures made again each night, old bytes and old copies removed."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from khetane.subjects import removal
from khetane.subjects.copying.sealed import forget
from khetane.subjects.keeping.carrying_out import carry_out
from khetane.subjects.keeping.looking import look_at_households
from khetane.subjects.replay import replay


@app.periodic(cron="40 2 * * *")
@app.task(name="subjects.replay_erasures", queue="default")
def replay_erasures(timestamp: int) -> int:
    """Erase everybody in the ledger again, for what devices sent late; how many erasures were made again.

    `timestamp`: the hour it was due, from the queue. Safe to repeat.
    """
    made = replay()
    if made.left_bytes or removal.owed():
        remove_old_bytes.defer(at_night=True)
    return made.erasures


@app.task(
    name="subjects.remove_old_bytes",
    queue="default",
    lock="subjects.remove_old_bytes",  # one at a time; the second finds nothing owed
    retry=RetryStrategy(max_attempts=20, linear_wait=60),
)
def remove_old_bytes(*, at_night: bool = False) -> None:
    """Remove from the disk what erasures left there; by day only where that takes moments."""
    if at_night or (removal.owed() and removal.is_small()):
        removal.remove()


@app.periodic(cron="20 3 * * *")
@app.task(name="subjects.forget_copies", queue="default")
def forget_copies(timestamp: int) -> int:
    """Remove what is sealed in copies that are over; how many. `timestamp`: the hour it was due, from the queue."""
    return forget()


@app.periodic(cron="20 1 * * *")
@app.task(name="subjects.look_at_kept_time", queue="default", lock="subjects.kept_time")
def look_at_kept_time(timestamp: int) -> int:
    """Give notice of what is past its time; how many new notices. `timestamp`: the hour it was due, from the queue.

    It removes nothing. Interrupted, it goes on where it was.
    """
    return look_at_households().noticed


@app.periodic(cron="0 2 * * *")
@app.task(name="subjects.pseudonymise_each_night", queue="default")
def pseudonymise_each_night(timestamp: int) -> None:
    """Carry out what an interruption left. `timestamp`: the hour it was due, from the queue."""
    pseudonymise.defer()


@app.task(
    name="subjects.pseudonymise",
    queue="default",
    lock="subjects.kept_time",
    retry=RetryStrategy(max_attempts=5, linear_wait=60),
)
def pseudonymise() -> int:
    """Pseudonymise what the data-protection officer confirmed, some at a time; how many households."""
    done = carry_out()
    if done:
        remove_old_bytes.defer()
    return done
