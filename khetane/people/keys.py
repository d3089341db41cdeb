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
    keyed = keyed_names(given, family, parent, birth.day.year if birth else None)
    years = (birth.earliest.year, birth.latest.year) if birth else (None, None)
    stored = {key[:KEY_LENGTH]: name for key, name in keyed.items()}
    return [Keyed(key, name, *years) for key, name in sorted(stored.items())]
