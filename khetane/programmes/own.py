"""An installation's own schemes, from its data folder. Needs no Django: a start is refused before it loads."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from khetane.config.problem import Problem
from khetane.core.definitions import WrongDefinition
from khetane.programmes.definition import Scheme
from khetane.programmes.reading import shipped, with_own
from khetane.programmes.standing import Standing, broken, standing_of

FOLDER = "schemes"  # in the data folder, one YAML file for each scheme
STANDING = "schemes-in-use.json"  # beside it: what the versions in use said at the last start


class WrongSchemes(Problem):
    """The installation's own schemes cannot be used; the message says where and what to mend."""


@cache
def of(home: Path) -> Mapping[str, Scheme]:
    """The schemes of the installation whose data folder is `home`, read once: a change counts from the next start.

    Raises WrongSchemes.
    """
    try:
        return with_own(shipped(), home / FOLDER)
    except WrongDefinition as wrong:
        raise _wrong(home, str(wrong)) from wrong


def check(home: Path, today: dt.date) -> Mapping[str, Standing]:
    """What the installation's own schemes say, by code. Raises WrongSchemes, also where a version in use was changed."""
    known, now = _kept(home), {code: said for code, one in of(home).items() if (said := standing_of(one))}
    wrong = broken(known, now, today)
    if wrong:
        raise _wrong(home, wrong)
    return {**known, **now}


def note(home: Path, today: dt.date) -> None:
    """Keep what the own schemes say, so that what people were enrolled under stays. Raises WrongSchemes."""
    now, file = check(home, today), home / STANDING
    if now == _kept(home):
        return
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(fresh, file)


def _kept(home: Path) -> Mapping[str, Standing]:
    file = home / STANDING
    if not file.exists():
        return {}
    try:
        kept: Mapping[str, Standing] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise WrongSchemes(
            f"{file} cannot be read: {error}. Put it back from a backup of the data folder, and start again."
        ) from error
    return kept


def _wrong(home: Path, what: str) -> WrongSchemes:
    return WrongSchemes(f"The schemes in {home / FOLDER} cannot be used. {what} Mend it, and start again.")
