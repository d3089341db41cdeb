"""Which edits met a conflict and which one decided it, for what tells everything that happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from khetane.core.viewer import SYSTEM_ACCOUNT
from khetane.desk.authors import names_of
from khetane.desk.conflicts import opened_side, side_in_words
from khetane.desk.fields import field_label
from khetane.desk.questions import Questions, questions_now
from khetane.desk.records import Dispute, Text
from khetane.desk.references import referred
from khetane.forms.keys import content_keys
from khetane.history.models import Conflict

Edit = tuple[str, UUID, UUID]  # dataset, record, submission


class Versioned(Protocol):
    """One version of a record, and the submission that made it."""

    @property
    def dataset(self) -> str: ...
    @property
    def record(self) -> UUID: ...
    @property
    def version(self) -> int: ...
    @property
    def source(self) -> UUID: ...


def disputes_of(changes: Sequence[Versioned], among: QuerySet[Conflict]) -> dict[Edit, tuple[Dispute, ...]]:
    """What each edit had to do with the conflicts `among` which theirs are; as many queries for many as for one."""
    if not changes:
        return {}
    made = {(one.dataset, one.record, one.version): one.source for one in changes}
    found = among.filter(record__in={one.record for one in changes}).prefetch_related("sides")
    conflicts = list(found.order_by("opened_at", "id"))
    if not conflicts:
        return {}
    told: dict[Edit, list[Dispute]] = defaultdict(list)
    values, questions = standing_values(conflicts), questions_now()
    known = referred(pair for one in values.values() for pair in one.items())
    names = names_of(one.decided_by for one in conflicts if one.decided_by)
    for one in conflicts:
        stands = tuple(side_in_words(one, values[one.pk], known, questions))
        decision = made.get((one.dataset, one.record, one.decided_version or 0))
        for source in {*came_into(one), *([decision] if decision else [])}:
            dispute = Dispute(
                id=one.pk,
                fields=labels(one, questions),
                waits=one.decided_at is None,
                decides=source == decision,
                who=names.get(one.decided_by, "") if one.decided_by else "",
                when=one.decided_at,
                stands=stands,
            )
            told[one.dataset, one.record, source].append(dispute)
    return {edit: tuple(several) for edit, several in told.items()}


def came_into(conflict: Conflict) -> set[UUID]:
    """The submissions whose value met another that stood already; not the one that had come before them."""
    return {
        side.source
        for side in conflict.sides.all()
        if side.source and side.at >= conflict.opened_at and side.account != SYSTEM_ACCOUNT
    }


def standing_values(conflicts: Iterable[Conflict]) -> dict[UUID, dict[str, Any]]:
    """What stands by conflict, as far as the viewer may see it; nothing where it was erased."""
    sides = {one.pk: [side for side in one.sides.all() if side.standing] for one in conflicts}
    keys = content_keys({side.source for several in sides.values() for side in several if side.source})
    return {id: opened_side(several[0], keys) if several else {} for id, several in sides.items()}


def labels(conflict: Conflict, questions: Questions) -> tuple[Text, ...]:
    """The contested fields in words."""
    return tuple(field_label(conflict.dataset, name, questions) for name in conflict.group)
