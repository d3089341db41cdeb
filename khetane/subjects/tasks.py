"""What the background worker does by itself: it makes the erasures again each night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from khetane.subjects.replay import replay


@app.periodic(cron="40 2 * * *")
@app.task(name="subjects.replay_erasures", queue="default")
def replay_erasures(timestamp: int) -> int:
    """Erase everybody in the ledger again, for what devices sent late; how many erasures were made again.

    `timestamp`: the hour it was due, from the queue. Safe to repeat.
    """
    return replay()
