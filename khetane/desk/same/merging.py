"""What a merge is on a screen: first the fields taken from the other record, an edit like any other, then the merge."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction

from khetane.core.refusals import Invalid
from khetane.desk.saving import NeedsCorrection, as_text
from khetane.forms import office
from khetane.history.source import State
from khetane.people import problems
from khetane.people.models import Merge, Person
from khetane.people.rules import differing
from khetane.people.same import actions

Group = tuple[str, ...]
NAMES, *OTHERS = Person.MERGE_GROUPS
# The right name may stand in one record and that of the parent in the other: here a person decides each by itself.
DECIDED: tuple[Group, ...] = (NAMES[:2], NAMES[2:], *OTHERS)


def values_of(person: Person, fields: Collection[str]) -> dict[str, str]:
    """The values of these fields, as a submission says them."""
    return {name: as_text(getattr(person, name)) for name in fields}


def groups_apart(one: Person, other: Person) -> list[Group]:
    """What is decided one by one: the groups of fields in which two records say different things."""
    fields = [name for group in DECIDED for name in group]
    return differing(values_of(one, fields), values_of(other, fields), DECIDED)


@transaction.atomic
def merge(*, merge_id: UUID, kept: Person, merged: Person, taken: Collection[Group]) -> None:
    """Merge `merged` into `kept`, with the groups of fields that are right in `merged`; safe to repeat.

    Raises NotAllowed, Invalid, and NeedsCorrection when the kept person may not become so.
    """
    if Merge.objects.filter(pk=merge_id, kept=kept).exists():
        return
    fields = [name for group in taken for name in group]
    was, became = values_of(kept, fields), values_of(merged, fields)
    _edit(kept, became)
    actions.merge(merge_id=merge_id, kept=kept, merged=merged, was=was, became=became)


@transaction.atomic
def part(done: Merge) -> None:
    """Undo a merge; fields that were taken go back where nobody changed them since. Raises as `merge` does."""
    actions.part(done)
    kept = Person.objects.get(pk=done.kept_id)
    now = values_of(kept, done.became)
    _edit(
        kept,
        {name: done.was[name] for name, value in now.items() if value == done.became[name] != done.was[name]},
    )


def _edit(person: Person, values: Mapping[str, str]) -> None:
    if not values:
        return
    applied = office.edit("person", person.pk, person.version, values)
    if applied.state is State.NEEDS_CORRECTION:
        raise NeedsCorrection(applied.reasons)
    if applied.state is not State.APPLIED:
        raise Invalid(problems.CONTESTED_IN_MERGE.about())
