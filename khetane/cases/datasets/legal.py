"""The datasets of legal procedures: the procedure, its steps, hearings, costs, and powers of attorney."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from khetane.cases import problems, states
from khetane.cases.datasets.casework import HOUSEHOLD, PERSON, Casework
from khetane.cases.datasets.entailed import of_procedures
from khetane.cases.datasets.standing import keep_standing, standing_of
from khetane.cases.legal import (
    Cost,
    CostKind,
    Hearing,
    HearingState,
    Outcome,
    PaidBy,
    PowerKind,
    PowerOfAttorney,
    Procedure,
    ProcedureEvent,
    Result,
)
from khetane.cases.lists import PROCEDURES
from khetane.cases.procedures.kept import COLUMNS
from khetane.cases.procedures.standing import definition_of
from khetane.core.mandates import Mandate
from khetane.core.numerals import whole_number
from khetane.core.problems import Problem
from khetane.history.bulk import ask
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.properties import (
    Property,
    Unreadable,
    Value,
    choice,
    day,
    decimal,
    record_id,
    text,
    unlisted,
)
from khetane.organisations.economies import economy_of

PROCEDURE = Property("procedure", record_id, "procedure_id", empty=None, required=True, refers="procedure")
_SAME = "select id, procedure_id, event from cases_procedureevent where procedure_id = any(%s)"
YES_NO = ("yes", "no")
LAWYER = Property("lawyer", record_id, "lawyer", empty=None)


def clock(given: str) -> Value:
    """A time of day as 09:30."""
    written, _, minutes = given.partition(":")
    hours = whole_number(written, 23)
    if hours is None or whole_number(minutes, 59) is None or len(minutes) != 2:
        raise Unreadable(problems.NOT_A_TIME)
    return f"{hours:02}:{minutes}"


def currency(given: str) -> Value:
    """A code of three letters, such as RSD."""
    if len(given) != 3 or not given.isascii() or not given.isalpha():
        raise Unreadable(problems.NOT_A_CURRENCY)
    return given.upper()


class ByLawyer(Casework):
    """What connects a lawyer with her client: `lawyer` is her account.

    Recorded by who sees clients only it is hers unless it says otherwise: without it she would not see it herself.
    Whoever takes it over names herself; nobody names anybody else.
    """

    def complete(self, wanted: Wanted, batch: Batch) -> None:
        if wanted.action == "create" and batch.viewer.sees_clients_only(batch.source.unit_id):
            wanted.given.setdefault("lawyer", str(batch.source.account_id))

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        named = draft.values["lawyer"]
        if named and draft.changed("lawyer") and named != str(batch.source.account_id):
            yield problems.NOT_YOURSELF.about(where=draft.where)


class ProcedureDataset(ByLawyer):
    """An administrative or court procedure."""

    name = "procedure"
    model = Procedure
    machines = {"outcome": states.PROCEDURE}
    declared = (
        HOUSEHOLD,
        PERSON,
        Property("type", choice(PROCEDURES.codes), "type", required=True),
        Property("body", text(200), "body"),
        Property("reference", text(60), "reference"),
        Property("initiated_on", day, "initiated_on", empty=None, past=True),
        Property("solved_on", day, "solved_on", empty=None, past=True),
        Property("outcome", choice(Outcome.values), "outcome", empty="pending"),
        Property("note", text(), "note"),
        Property("follows", record_id, "follows_id", empty=None, refers="procedure"),
        LAWYER,
    )
    together = (("type", "body"), ("solved_on", "outcome"))

    def usual_mandate(self, draft: Draft) -> str:
        return Mandate.LEGAL

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        kind = draft.values["type"]
        if kind and draft.changed("type") and draft.unit_id:
            yield from unlisted(draft.where, "type", [kind], PROCEDURES.of(economy_of(draft.unit_id)))
        initiated, solved = draft.values["initiated_on"], draft.values["solved_on"]
        if initiated and solved and solved < initiated:
            yield problems.SOLVED_BEFORE_INITIATED.about(
                where=draft.where, solved=solved, initiated=initiated
            )
        if draft.values["follows"] == str(draft.id):
            yield problems.FOLLOWS_ITSELF.about(where=draft.where)
        if draft.changed("outcome"):
            yield from self.day_of_outcome(draft, batch)
        if draft.changed("outcome", "person", "type"):
            yield from self.runs_already(draft, batch)

    def day_of_outcome(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        """A procedure that ends does so on the day that is said, or on that of the edit; one that is opened again has none.

        What was granted before it was recorded counts in the half-year of a day that only its author knows.
        """
        values = draft.values
        if values["outcome"] == Outcome.PENDING:
            values["solved_on"] = None
        elif not draft.is_new:
            values["solved_on"] = values["solved_on"] or batch.source.day.isoformat()
        elif values["outcome"] == Outcome.GRANTED and not values["solved_on"]:
            yield problems.GRANTED_WHEN.about(where=draft.where)

    def runs_already(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        """Nobody asks twice at once for the same document or right."""
        person, kind = draft.values["person"], draft.values["type"]
        definition = definition_of(kind) if kind else None
        is_alone = definition is not None and definition.gives and not definition.several
        if draft.values["outcome"] != Outcome.PENDING or not person or not is_alone:
            return
        same = {"person": person, "type": kind, "outcome": Outcome.PENDING}
        changed_here = [one.id for one in batch.of(self)]
        others = Procedure.objects.filter(unit=draft.unit_id, **same).exclude(pk__in=changed_here)
        known = others.order_by("initiated_on").values_list("initiated_on", flat=True).first()
        beside = [one for one in batch.of(self) if one.id != draft.id and same.items() <= one.values.items()]
        if others.exists() or beside:
            yield problems.RUNS_ALREADY.about(where=draft.where, type=kind, day=str(known or "–"))

    def columns(self, draft: Draft) -> dict[str, Any]:
        return super().columns(draft) | dict(zip(COLUMNS, draft.more, strict=True))

    def write(self, draft: Draft, batch: Batch) -> None:
        draft.more = standing_of(draft, batch)
        super().write(draft, batch)


class OfProcedureDataset(Casework):
    """A record of one procedure: household, person, unit and mandate are the procedure's."""

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        owner = batch.record("procedure", draft.values["procedure"])
        draft.unit_id = owner.unit_id if owner else batch.source.unit_id
        draft.household_id = owner.household_id if owner else None
        draft.mandate = owner.mandate if owner else Mandate.LEGAL
        yield from ()

    def columns(self, draft: Draft) -> dict[str, Any]:
        return super().columns(draft) | ({"person_id": draft.more} if draft.is_new else {})

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        owner = batch.record("procedure", draft.values["procedure"])
        if owner is not None:
            draft.more = owner.values["person"]
        if not draft.is_new and draft.changed("procedure"):
            yield problems.OTHER_PROCEDURE.about(where=draft.where)


class ProcedureEventDataset(OfProcedureDataset):
    """A step that happened. Another edit about the same step of a procedure is about the same record."""

    name = "procedure_event"
    model = ProcedureEvent
    declared = (
        PROCEDURE,
        Property("event", text(40), "event", required=True),
        Property("date", day, "date", empty=None, required=True, past=True),
        Property("result", choice(Result.values), "result"),
        Property("note", text(), "note"),
        # What comes of the procedure with this step: said of the procedure, and not kept with the step.
        Property("outcome", choice(Outcome.values)),
    )
    together = (("date", "result"),)
    clashes = {"procedure_event_once": problems.STEP_TWICE}

    def find_same(self, wanted: Sequence[Wanted], batch: Batch) -> None:
        named = {str(one.given.get("procedure") or "") for one in wanted if one.action != "update"}
        asked = [UUID(id) for id in named if id and ("procedure", UUID(id)) not in batch.creating]
        known = {(str(owner), event): id for id, owner, event in ask(_SAME, [asked])} if asked else {}
        for one in wanted:
            same = known.get((str(one.given.get("procedure")), str(one.given.get("event"))))
            if same is not None and one.action != "update" and one.id != same:
                one.id, one.action, one.base_version = same, "upsert", None

    def entailed(self, wanted: Sequence[Wanted], batch: Batch) -> Iterator[Wanted]:
        """The procedure is initiated by the step that does so, wherever it is recorded, and over where the step says it is."""
        yield from of_procedures(wanted, batch)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        owner, event = batch.record("procedure", draft.values["procedure"]), draft.values["event"]
        if owner is None or not event:
            return
        steps = {
            step.event: step for rules in definition_of(owner.values["type"]).versions for step in rules.steps
        }
        if draft.changed("event"):
            yield from unlisted(draft.where, "event", [event], tuple(steps))
        if draft.values["result"] and event in steps and not steps[event].decides:
            yield problems.DECIDES_NOTHING.about(where=draft.where, event=event)

    def write(self, draft: Draft, batch: Batch) -> None:
        super().write(draft, batch)
        owner = batch.record("procedure", draft.values["procedure"])
        if owner is not None and owner.key not in batch.drafts:
            keep_standing(owner, batch)


class HearingDataset(OfProcedureDataset):
    """A day in court or before an office; it may lie ahead."""

    name = "hearing"
    model = Hearing
    machines = {"state": states.HEARING}
    declared = (
        PROCEDURE,
        Property("date", day, "date", empty=None, required=True),
        Property("time", clock, "time"),
        Property("place", text(200), "place"),
        Property("state", choice(HearingState.values), "state", empty="set"),
        Property("note", text(), "note"),
    )
    together = (("date", "time", "place"),)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        on = draft.values["date"]
        if on and draft.values["state"] == HearingState.HELD and on > batch.source.today.isoformat():
            yield problems.HELD_IN_THE_FUTURE.about(where=draft.where, date=on)


class CostDataset(OfProcedureDataset):
    """What was paid in a procedure."""

    name = "procedure_cost"
    model = Cost
    declared = (
        PROCEDURE,
        Property("date", day, "date", empty=None, required=True, past=True),
        Property("kind", choice(CostKind.values), "kind", required=True),
        Property("amount", decimal(1_000_000_000), "amount", empty=None, required=True),
        Property("currency", currency, "currency", required=True),
        Property("paid_by", choice(PaidBy.values), "paid_by", empty="unit"),
        Property("note", text(), "note"),
    )
    together = (("amount", "currency", "paid_by"),)


class PowerDataset(ByLawyer):
    """Who may act for a person."""

    name = "power_of_attorney"
    model = PowerOfAttorney
    declared = (
        HOUSEHOLD,
        Property("person", record_id, "person_id", empty=None, required=True, refers="person"),
        Property("procedure", record_id, "procedure_id", empty=None, refers="procedure"),
        Property("attorney", text(200), "attorney", required=True),
        LAWYER,
        Property("kind", choice(PowerKind.values), "kind", empty="general"),
        Property("given_on", day, "given_on", empty=None, required=True, past=True),
        Property("valid_until", day, "valid_until", empty=None),
        Property("revoked_on", day, "revoked_on", empty=None, past=True),
        Property("certified", choice(YES_NO), empty="no"),
    )
    together = (("attorney", "lawyer", "kind", "procedure"), ("given_on", "valid_until", "certified"))

    def usual_mandate(self, draft: Draft) -> str:
        return Mandate.LEGAL

    def draft(self, row: dict[str, Any]) -> Draft:
        found = super().draft(row)
        found.standing["certified"] = found.values["certified"] = YES_NO[not row["certified"]]
        return found

    def columns(self, draft: Draft) -> dict[str, Any]:
        return super().columns(draft) | {"certified": draft.values["certified"] == "yes"}

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        given, until, revoked = (
            date.fromisoformat(draft.values[name]) if draft.values[name] else None
            for name in ("given_on", "valid_until", "revoked_on")
        )
        for end in (until, revoked):
            if given and end and end < given:
                yield problems.ENDS_BEFORE_GIVEN.about(
                    where=draft.where, end=end.isoformat(), given=given.isoformat()
                )
