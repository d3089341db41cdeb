"""The rows by which a person is found: a key of the names each, with what tells how likely she is meant."""

from __future__ import annotations

from typing import NamedTuple

from khetane.core.birth import Birth
from khetane.engine.linkage.keys import keyed_names

KEY_LENGTH = 40  # of the column `PersonKey.key`


class Keyed(NamedTuple):
    """A row of `PersonKey`, without the person and the unit."""

    key: str
    name: str
    born_from: int | None
    born_to: int | None


def key_rows(given: str, family: str, parent: str, birth: Birth | None) -> list[Keyed]:
    """The rows for a person, in the order of their keys; written again when a name or the birth changes."""
    years = (birth.earliest.year, birth.latest.year) if birth else (None, None)
    keyed = stored(given, family, parent, birth.day.year if birth else None)
    return [Keyed(key, name, *years) for key, name in sorted(keyed.items())]


def stored(given: str, family: str, parent: str, birth_year: int | None) -> dict[str, str]:
    """The keys as their column holds them, each with the names that stand beside it."""
    keyed = keyed_names(given, family, parent, birth_year)
    if max(map(len, keyed), default=0) <= KEY_LENGTH:
        return keyed
    return {key[:KEY_LENGTH]: name for key, name in keyed.items()}
