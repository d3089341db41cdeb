"""The rules in force in this installation: those that come with Khetane, as its own file changes them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from khetane.config.problem import Problem
from khetane.core.definitions import WrongDefinition
from khetane.subjects.catalogue.reading import OWN, Keeping, keeping, with_own


class WrongKeeping(Problem):
    """The installation's own file cannot be used; the message says where and what to mend."""


def in_force() -> Keeping:
    """The rules of this installation. Raises WrongKeeping."""
    return of(settings.ENVIRONMENT.home)


@cache
def of(home: Path) -> Keeping:
    """The rules of the installation whose data folder is `home`, read once: a change counts from the next start."""
    own = home / OWN
    if not own.exists():
        return keeping()
    try:
        return with_own(keeping(), own)
    except WrongDefinition as wrong:
        raise WrongKeeping(
            f"The rules of keeping in {own} cannot be used. {wrong} Mend the file or take it away, and start again."
        ) from wrong
