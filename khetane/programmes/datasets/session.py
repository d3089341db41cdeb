"""The dataset `session`: a meeting of a scheme, and who was there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from khetane.core.problems import Problem
from khetane.history.bulk import ask
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, configured, day, decimal, ids, text, whole
from khetane.programmes import problems
from khetane.programmes.configured import in_force
from khetane.programmes.models import Presence, Session

MOST = 10_000
_WHO = "select session_id, enrolment_id, present, with_parent from programmes_presence where session_id = any(%s)"
_ANEW = "delete from programmes_presence where session_id = %s"
LISTS = ("present", "absent", "with_parent")


def meeting() -> tuple[str, ...]:
    """The schemes in which people meet."""
    return tuple(code for code, one in in_force().items() if one.sessions)


class SessionDataset(Dataset):
    """A session of a scheme."""

    name = "session"
    model = Session
    mandated = True
    declared = (
        Property("scheme", configured(meeting), "scheme", required=True),
        Property("date", day, "date", empty=None, required=True, past=True),
        Property("topic", text(200), "topic"),
        Property("hours", decimal(1000), "hours", empty=None),
        Property("attended", whole(0, MOST), "attended", empty=None),
        Property("present", ids, empty=[], refers="enrolment"),
        Property("absent", ids, empty=[], refers="enrolment"),
        Property("with_parent", ids, empty=[], refers="enrolment"),
    )
    together = (LISTS,)

    def read_more(self, drafts: Sequence[Draft], batch: Batch) -> None:
        found: dict[UUID, dict[str, list[str]]] = {draft.id: {name: [] for name in LISTS} for draft in drafts}
        for session, enrolment, present, with_parent in ask(_WHO, [[draft.id for draft in drafts]]):
            found[session]["present" if present else "absent"].append(str(enrolment))
            if with_parent:
                found[session]["with_parent"].append(str(enrolment))
        for draft in drafts:
            for values in (draft.standing, draft.values):
                values.update({name: sorted(listed) for name, listed in found[draft.id].items()})

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().settle(draft, batch)
        scheme = in_force().get(draft.values["scheme"])
        draft.mandate = scheme.mandate if scheme else ""

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        values = draft.values
        if not draft.is_new and draft.changed("scheme"):
            yield problems.STAYS.about(where=draft.where)
        present, absent = set(values["present"]), set(values["absent"])
        if present & absent:
            yield problems.HERE_AND_AWAY.about(where=draft.where)
        if values["attended"] is not None and len(present) > values["attended"]:
            yield problems.MORE_PRESENT.about(
                where=draft.where, present=len(present), came=values["attended"]
            )
        for one in self.newly_named(draft, batch):
            if one.values["scheme"] != values["scheme"] or one.unit_id != draft.unit_id:
                yield problems.OTHER_SCHEME.about(where=draft.where, scheme=values["scheme"] or "")

    def newly_named(self, draft: Draft, batch: Batch) -> list[Draft]:
        named = {one for name in LISTS for one in draft.values[name]}
        found = [batch.record("enrolment", one) for one in sorted(named)]
        return [one for one in found if one is not None]

    def write(self, draft: Draft, batch: Batch) -> None:
        super().write(draft, batch)
        if not draft.changed(*LISTS):
            return
        known = self._homes(draft, batch)
        if not draft.is_new:
            batch.writes.first(_ANEW, [draft.id])
        parents = set(draft.values["with_parent"])
        present = set(draft.values["present"]) | (parents - set(draft.values["absent"]))
        for one in sorted(present | set(draft.values["absent"])):
            unit, household, person = known[one]
            row: dict[str, Any] = {
                "session_id": draft.id, "enrolment_id": one, "household_id": household, "person_id": person, "unit_id": unit,
                "mandate": draft.mandate, "scheme": draft.values["scheme"],
                "present": one in present, "with_parent": one in parents,
            }  # fmt: skip
            batch.writes.insert(Presence, row)

    def _homes(self, draft: Draft, batch: Batch) -> dict[str, tuple[Any, Any, Any]]:
        """Unit and household of everybody named: of the newly named from the batch, of others as they stand."""
        named = {
            str(one.id): (one.unit_id, one.household_id, one.values["person"])
            for one in self.newly_named(draft, batch)
        }
        rest = {one for name in LISTS for one in draft.values[name]} - named.keys()
        if rest:
            stand = Presence.objects.filter(session=draft.id, enrolment__in=rest)
            named |= {str(one.enrolment_id): (one.unit_id, one.household_id, one.person_id) for one in stand}
        return named
