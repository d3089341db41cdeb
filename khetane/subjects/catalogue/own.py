"""An installation's own rules of keeping, from its data folder. Needs no Django: a start is refused before it loads."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from khetane.config.problem import Problem
from khetane.core.definitions import WrongDefinition
from khetane.subjects.catalogue.reading import OWN, Keeping, keeping, with_own


class WrongKeeping(Problem):
    """The installation's own file cannot be used; the message says where and what to mend."""


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
