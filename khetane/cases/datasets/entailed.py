"""What a recorded step says of its procedure: the day on which it was initiated, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from khetane.cases.procedures.standing import definition_of
from khetane.history.bulk import ask
from khetane.history.datasets import dataset_named
from khetane.history.drafts import Batch, Wanted

_PROCEDURES = "select id, type, initiated_on, version from cases_procedure where id = any(%s)"
_EVENTS = "select id, procedure_id, event, date, version from cases_procedureevent where id = any(%s)"


@dataclass(frozen=True, slots=True)
class Owner:
    """The procedure of a step, as it stands."""

    type: str
    initiated_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class Known:
    """A step that is on record."""

    procedure: UUID
    event: str
    date: date
    version: int


def of_procedures(wanted: Sequence[Wanted], batch: Batch) -> Iterator[Wanted]:
    """The edits of procedures that follow from these edits of their steps.

    A step that meets another day on record waits for a person, and says nothing of its procedure until then.
    """
    known = {id: Known(*row) for id, *row in ask(_EVENTS, [[one.id for one in wanted]])}
    owners = owners_of({*filter(None, (owner_of(one, known) for one in wanted))}, batch)
    for one in wanted:
        outcome, former = one.given.pop("outcome", ""), known.get(one.id)
        id = owner_of(one, known)
        if id is None or id not in owners or not speaks(one, former, batch):
            continue
        given = initiated(one, former, owners[id])
        on = one.given.get("date") or (former and former.date.isoformat())
        if outcome:
            given |= {"outcome": outcome, "solved_on": on}
        if given:
            yield edit_of(id, owners[id], given, one)


def speaks(one: Wanted, former: Known | None, batch: Batch) -> bool:
    """Whether the step will stand as the edit says: it is new, or corrected by who saw it as it stands."""
    return former is None or former.version == one.base_version or bool(batch.source.formers)


def owner_of(one: Wanted, known: dict[UUID, Known]) -> UUID | None:
    """Whose step it is: as the edit says, or as it stands."""
    if one.given.get("procedure"):
        return UUID(str(one.given["procedure"]))
    return known[one.id].procedure if one.id in known else None


def owners_of(asked: set[UUID], batch: Batch) -> dict[UUID, Owner]:
    """The procedures of the steps that are on record; one that comes with the step says itself when it was initiated."""
    there = asked - {id for name, id in batch.creating if name == "procedure"}
    return {id: Owner(*row) for id, *row in ask(_PROCEDURES, [sorted(there)])} if there else {}


def initiated(one: Wanted, former: Known | None, owner: Owner) -> dict[str, Any]:
    """The day with which the step initiates the procedure: of one that has none, or has that of the step as it was."""
    event, on = one.given.get("event") or (former and former.event), one.given.get("date")
    if not on or not event:
        return {}
    begun = date.fromisoformat(on)
    initiates = definition_of(owner.type).rules_for(begun=owner.initiated_on or begun, at=begun).initiates
    follows = owner.initiated_on is None or (former is not None and owner.initiated_on == former.date)
    return {"initiated_on": on} if event == initiates and follows else {}


def edit_of(id: UUID, owner: Owner, given: dict[str, Any], step: Wanted) -> Wanted:
    return Wanted(
        dataset=dataset_named("procedure"),
        id=id,
        action="update",
        given=given,
        where=step.where,
        base_version=owner.version,
    )
