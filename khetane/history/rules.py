"""How two edits of one record come together. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """What a record becomes, and the groups that wait for a person."""

    values: dict[str, Any]
    contested: tuple[Group, ...]


def merge(
    *, base: Values, standing: Values, incoming: Values, groups: Iterable[Group], held: Collection[Group] = ()
) -> Merge:
    """Merge an edit made on `base` into the record as it stands now, group by group.

    A group is the fields that mean one thing together (a birth date and its precision). Changed
    on one side, it wins; changed on both sides alike, it is agreed; changed differently, it is
    contested and the standing value stays until a person decides (design rule 2). In a group that
    is `held` already, another value joins what is contested.
    """
    values, contested = dict(standing), []
    for group in groups:
        was, now, new = (pick(group, side) for side in (base, standing, incoming))
        if new in (was, now):
            continue
        if now == was and group not in held:
            values.update(zip(group, new, strict=True))
        else:
            contested.append(group)
    return Merge(values, tuple(contested))


def pick(group: Group, values: Values) -> tuple[Any, ...]:
    """The values of the group's fields, in its order."""
    return tuple(values.get(name) for name in group)


def revert(values: Values, changes: Iterable[Mapping[str, tuple[Any, Any]]]) -> dict[str, Any]:
    """What `values` were before `changes`, which are given newest first as field: (before, after)."""
    reverted = dict(values)
    for change in changes:
        reverted.update({name: before for name, (before, _) in change.items()})
    return reverted


def differences(before: Values, after: Values) -> dict[str, tuple[Any, Any]]:
    """field: (before, after) of each field that differs."""
    return {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}
