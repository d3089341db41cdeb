"""What a command does before it works with records."""

from __future__ import annotations

import atexit
import os
from contextlib import ExitStack

from khetane.config import opened
from khetane.config.home import Home


def django_setup(*, owner: bool = False) -> None:
    """Open the database of KHETANE_HOME and make Django ready; call it once, before importing models.

    Connects to the running instance; where none runs, starts the embedded database and stops it when
    the command ends. `owner`: as the role that owns the tables, for migrations and the like only;
    everything else works as the application's role, which row-level security holds.
    Raises Problem when there is no database to work with.
    """
    if opened.COMPLETE not in os.environ:
        stack = ExitStack()
        atexit.register(stack.close)
        os.environ.update(
            stack.enter_context(opened.database(Home.of(os.environ), purpose="a khetane command"))
        )
    if owner:
        os.environ[opened.COMPLETE] = os.environ["KHETANE_OWNER_DATABASE_URL"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khetane.config.settings")
    import django  # after the environment is complete

    django.setup()
