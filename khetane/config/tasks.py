"""Background jobs run as the account that asked for them, so that row-level security holds them too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from khetane.core.viewer import acting_as, current

ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Job:
    """A function that the background worker runs. Its arguments must be ids and numbers: they stand in the queue."""

    name: str
    work: Callable[..., Any]
    task: Any

    def later(self, **arguments: Any) -> int:
        """Queue it in this transaction, for the viewer of this transaction; the number of the job."""
        number: int = self.task.defer(account_id=str(current().account_id), **arguments)
        return number


def job(name: str, *, queue: str = "default") -> Callable[[Callable[..., Any]], Job]:
    """Make a function a job: `later()` queues it, and the worker runs it in one transaction as the same viewer."""

    def made(work: Callable[..., Any]) -> Job:
        def run(*, account_id: str, **arguments: Any) -> None:
            with acting_as(UUID(account_id)):
                work(**arguments)

        task = app.task(
            name=name, queue=queue, retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=5)
        )(run)
        return Job(name, work, task)

    return made
