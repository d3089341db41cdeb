"""What applying a submission costs, without the way in: CPU of Python and of PostgreSQL, per submission.

    python -m benchmarks.applying [--count 500] [--profile]

Runs on a throwaway PostgreSQL that flushes to disk, one submission per transaction, as one account.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import secrets
import time
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import psutil

from khetane.config.postgres import ROLES, ensure_roles, temporary_server

if TYPE_CHECKING:
    from khetane.forms.taking import Incoming
    from khetane.history.source import OfficeEdit

os.environ["KHETANE_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "khetane.config.settings"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    with temporary_server(durable=True) as owner_url:
        set_up(owner_url)
        run(chosen.count, chosen.profile)


def set_up(owner_url: str) -> None:
    """Migrate, and point Django at the database as the application's role."""
    import django
    from django.core.management import call_command

    django.setup()
    from tests.installations import point_django_at

    passwords = {role.name: secrets.token_urlsafe(12) for role in ROLES}
    ensure_roles(owner_url, passwords)
    point_django_at(owner_url, passwords)
    call_command("migrate", database="owner", verbosity=0)


def run(count: int, profiled: bool) -> None:
    from tests import world
    from tests.edits import edit, incoming, update

    town = world.town("BENCH")
    author = world.account("unit_coordinator", town.unit)
    homes = [uuid.uuid4() for _ in range(count)]

    def household(home: UUID) -> list[OfficeEdit]:
        members = [
            edit("person", uuid.uuid4(), {"household": str(home), "given_name": f"Ana{number}",
                 "family_name": "Izmišljena", "sex": "female", "birth_date": "1990-05-01", "role": "child",
                 "member_from": "2026-03-01"})
            for number in range(4)
        ]  # fmt: skip
        return [edit("household", home, {"place": "BENCH-S1", "phone": "061", "rooms": "2"}), *members]

    kinds = {
        "a generic entity": [[edit("households", home, {"area": "rural", "rooms": "2"})] for home in homes],
        "its update": [[update("households", home, 1, {"rooms": "3"})] for home in homes],
        "a household with four persons": [household(home) for home in homes],
        "an update of the household": [[update("household", home, 1, {"phone": "062"})] for home in homes],
        "an update based on an older version": [
            [update("household", home, 1, {"note": "n"})] for home in homes
        ],
    }
    for name, submissions in kinds.items():
        taken = [(incoming(author, town, edits), edits) for edits in submissions]
        measure(name, count, taker(author.pk, taken), profiled)


def taker(account: UUID, taken: Sequence[tuple[Incoming, Sequence[OfficeEdit]]]) -> Callable[[], None]:
    from khetane.core.viewer import acting_as
    from khetane.forms.taking import take_submission

    def act() -> None:
        for new, edits in taken:
            with acting_as(account):
                applied = take_submission(new, edits)
            assert applied.state == "applied", applied.reasons

    return act


def measure(name: str, count: int, act: Callable[[], None], profiled: bool) -> None:
    """Run `act` and print what one submission cost."""
    profile = cProfile.Profile()
    before, python, wall = database_cpu(), time.process_time(), time.perf_counter()
    if profiled:
        profile.runcall(act)
    else:
        act()
    wall, python = time.perf_counter() - wall, time.process_time() - python
    database = database_cpu() - before
    parts = (1000 * seconds / count for seconds in (python, database, python + database, wall))
    print(
        "{:<36} python {:5.2f}  postgres {:5.2f}  together {:5.2f} ms CPU  wall {:5.2f} ms".format(
            name, *parts
        )
    )
    if profiled:
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


def database_cpu() -> float:
    """CPU seconds of all PostgreSQL processes below this one."""
    own = psutil.Process()
    servers = [one for one in own.children(recursive=True) if "postgres" in one.name()]
    return sum(sum(one.cpu_times()[:2]) for one in servers)


if __name__ == "__main__":
    main()
