"""What the background worker does: it takes tables in, some households at a time, so that one sees how far it is."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from khetane.core.viewer import acting_as, current
from khetane.history.bulk import execute
from khetane.importing.actions import finish, go_on, prepared, undone_parts
from khetane.importing.models import ImportState, TableImport


@app.task(name="importing.take_in", queue="default", retry=RetryStrategy(max_attempts=3, exponential_wait=5))
def take_in(*, account_id: str, import_id: str) -> None:
    """Take in what is left of an import, as whoever began it. Safe to repeat: it goes on where it stopped."""
    account, id = UUID(account_id), UUID(import_id)
    with acting_as(account):
        one = TableImport.objects.filter(pk=id, state=ImportState.APPLYING).first()
        if one and one.content is None:  # an erasure in the unit emptied it meanwhile
            finish(id)
            return
        ready = prepared(one) if one else None
    if one is None or ready is None:
        return
    for part in undone_parts(ready, one.done):
        with acting_as(account):
            go_on(id, ready, part)
    with acting_as(account):
        finish(id)


@app.periodic(cron="20 3 * * *")
@app.task(name="importing.forget", queue="default")
def forget(timestamp: int) -> None:
    """Drop tables that nobody took in for two weeks, and the rows left out of one three months ago: they name people.

    `timestamp`: the hour it was due, from the queue.
    """
    execute("select importing_forget()", [])


def later(one: TableImport) -> None:
    """Have it taken in for the viewer of this transaction, once that is committed."""
    take_in.defer(account_id=str(current().account_id), import_id=str(one.pk))
