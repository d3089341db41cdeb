"""What of a person's records stands in her copy. Pure: plain values in, a yes or no out (docs/adr/0650)."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

# Needs of this area are about violence and protection.
PROTECTED_AREAS = frozenset({"safety"})


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the rules look at it: whose it is, and of which need it came."""

    id: Hashable
    of_her: bool
    area: str = ""
    need: UUID | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for the copy, and whether she wants what she told of her safety left out of it."""

    by_herself: bool
    without_safety: bool

    @property
    def told_of_safety(self) -> bool:
        """A copy that a parent or guardian asks for must not tell them what a child confided."""
        return self.by_herself and not self.without_safety


def left_out(rows: Iterable[Row], asked: Asked) -> frozenset[Hashable]:
    """The records that do not stand in the copy.

    A safety need of the household (it may name who is feared, or who spoke) is never told to one member; her own
    is told to herself only. What was done about such a need goes with it.
    """
    listed = list(rows)
    needs = {
        row.id for row in listed if row.area in PROTECTED_AREAS and not (row.of_her and asked.told_of_safety)
    }
    return frozenset(needs | {row.id for row in listed if row.need in needs})


@dataclass(frozen=True, slots=True)
class Look:
    """One role that read or wrote on one day, as the audit has it."""

    day: str
    roles: tuple[str, ...]
    action: str


def looked(events: Iterable[Look]) -> Mapping[tuple[tuple[str, ...], str], Collection[str]]:
    """Days by roles and action, in order; nobody's name is in it."""
    found: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for one in events:
        found.setdefault((one.roles, one.action), set()).add(one.day)
    return {who: sorted(days) for who, days in sorted(found.items())}
