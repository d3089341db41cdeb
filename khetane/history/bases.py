"""On which version an edit was made, offline branches included (ODK Entities: offline entities).

A device numbers its own edits: the first on a branch is based on the server's version (the trunk),
the next on the number after it. Which server version such a number became, history tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from khetane.core.problems import Problem
from khetane.history import problems
from khetane.history.changes import Change
from khetane.history.drafts import Wanted
from khetane.history.source import branch_arrival


@dataclass(frozen=True, slots=True)
class Waits:
    """The edit before this one on its branch has not come."""

    waits_for: str


NOTHING = 0
"""The base of an edit made on no version: every property empty."""


def fetch_after(wanted: Wanted, formers: frozenset[UUID]) -> int:
    """After which version the changes must be known to find the base."""
    if formers:
        return NOTHING
    if wanted.branch_id is not None:
        return wanted.trunk_version or NOTHING
    return wanted.dataset.base_of(wanted) or NOTHING


def base_version(
    wanted: Wanted, version: int, changes: list[Change], formers: frozenset[UUID]
) -> int | Waits | Problem:
    """The server's version the edit was made on, of a record that stands at `version`."""
    replaced = [change.version for change in changes if change.source in formers]
    if replaced:
        return max(replaced)
    base = wanted.dataset.base_of(wanted)
    if base is None:
        return NOTHING
    if wanted.branch_id is not None and base > (wanted.trunk_version or 1):
        return _on_branch(wanted.branch_id, base, changes)
    if base > version:
        return problems.VERSION_NOT_HERE.about(where=wanted.where, version=base, last=version)
    return base


def _on_branch(branch: UUID, base: int, changes: list[Change]) -> int | Waits:
    for change in changes:
        if change.branch == branch and change.branch_version == base:
            return change.version
    return Waits(branch_arrival(branch, base))


def unseen(wanted: Wanted, base: int, changes: list[Change]) -> list[Change]:
    """The changes that whoever made the edit had not seen, where `base` is the server's version of it.

    A device without network saw the trunk and its own edits: what others changed since the trunk is
    unseen even where an edit of the branch came after it.
    """
    if wanted.branch_id is None or base == NOTHING:
        return [change for change in changes if change.version > base]
    trunk = min(wanted.trunk_version or 1, base)
    return [
        change
        for change in changes
        if change.version > trunk and not (change.branch == wanted.branch_id and change.version <= base)
    ]
