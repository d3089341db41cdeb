"""Memberships, as edits of a person speak of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from khetane.core.problems import Problem
from khetane.history.bulk import Row, rows_of
from khetane.history.drafts import Batch, Draft
from khetane.people import problems
from khetane.people.kinship import HEAD
from khetane.people.models import Membership
from khetane.people.rules import LeftBeforeJoining, Stay, TwoHouseholds, both_heads, checked, moved

SAID = ("household", "role", "member_from", "member_to")  # what a person's properties say of her membership
_READ = "select to_jsonb(m)::text from people_membership m where m.person_id = any(%s) order by m.begins"
# What stands with a person and follows her into another household.
_FOLLOW = tuple(
    f"update people_{table} set household_id = %s where person_id = %s"  # noqa: S608  # names of ours
    for table in ("document", "selfidentification", "personstatus", "consent")
)


class Plan:
    """The memberships of one person: the rows as read, the stays as they become."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.rows = {row["id"]: row for row in rows}
        self.before = [_stay(row) for row in rows]
        self.after = list(self.before)


def read(drafts: Sequence[Draft]) -> None:
    """Bring each person's membership in force into her values."""
    rows: dict[str, list[Row]] = {}
    for row in rows_of(_READ, [draft.id for draft in drafts]):
        rows.setdefault(row["person_id"], []).append(row)
    for draft in drafts:
        draft.more = Plan(rows.get(str(draft.id), ()))
        for values in (draft.standing, draft.values):
            values.update(_said(draft.more.before, values["household"]))


def plan(draft: Draft, batch: Batch) -> Iterator[Problem]:
    """Work out the memberships as they become, and the values that follow; what is wrong with them."""
    plan = draft.more = draft.more or Plan()
    if not draft.is_new and not draft.changed(*SAID):
        return
    home = batch.record("household", draft.values["household"])
    if home is not None and home.unit_id != draft.unit_id:
        yield problems.OTHER_UNIT.about(where=draft.where)
        return
    try:
        plan.after = _after(draft, plan, batch)
    except TwoHouseholds as two:
        yield problems.TWO_HOUSEHOLDS.about(where=draft.where, day=two.day.isoformat())
        return
    except LeftBeforeJoining:
        begins, ends = draft.values["member_from"] or "", draft.values["member_to"] or ""
        yield problems.LEFT_BEFORE_JOINING.about(where=draft.where, begins=begins, ends=ends)
        return
    draft.household_id = UUID(draft.values["household"])
    draft.values.update(_said(plan.after, draft.values["household"]))


def two_heads(draft: Draft, batch: Batch) -> Iterator[Problem]:
    """A household has one head: what one submission says of its members may not make two.

    A second head that comes by another submission is taken, and told on the household's page.
    """
    if not any(stay.role == HEAD for stay in _stays(draft)):
        return
    for other in batch.of(draft.dataset):
        if other is draft:
            return  # whoever comes later asks about this one
        day = both_heads(_stays(other), _stays(draft))
        if day is not None and any(one.is_new or one.changed(*SAID) for one in (draft, other)):
            yield problems.TWO_HEADS.about(day=day.isoformat(), one=_name(other), other=_name(draft))


def _stays(draft: Draft) -> Sequence[Stay]:
    return draft.more.after if isinstance(draft.more, Plan) else ()


def _name(draft: Draft) -> str:
    return " ".join(filter(None, (draft.values["given_name"], draft.values["family_name"]))) or draft.where


def _after(draft: Draft, plan: Plan, batch: Batch) -> list[Stay]:
    values, day = draft.values, batch.source.day
    wanted = batch.wanted.get(draft.key)
    given = wanted.given if wanted else values
    begins, ends = _day(values["member_from"]), _day(values["member_to"])
    if not plan.before:
        return checked([Stay(str(uuid4()), values["household"], values["role"], begins or day, ends)])
    if draft.changed("household"):
        said, until = (_day(given.get(name)) for name in ("member_from", "member_to"))
        role, household = values["role"], values["household"]
        return moved(plan.before, str(uuid4()), household, role, said=said, ends=until, day=day)
    *earlier, last = plan.before
    changed = replace(last, role=values["role"], begins=begins or last.begins, ends=ends)
    return checked([*earlier, changed])


def write(draft: Draft, batch: Batch) -> None:
    """Queue the memberships that are new or became another; what stands with the person follows her."""
    plan, now = draft.more, batch.source.received_at
    before = {stay.id: stay for stay in plan.before}
    for stay in plan.after:
        said = {"role": stay.role, "begins": stay.begins, "ends": stay.ends, "household_id": stay.household}
        if stay.id not in before:
            owner = {"id": stay.id, "person_id": draft.id, "unit_id": draft.unit_id}
            made = {"version": 1, "created_at": now, "updated_at": now}
            batch.writes.insert(Membership, owner | made | said)
        elif stay != before[stay.id]:
            row = plan.rows[stay.id]
            batch.writes.update(Membership, row | said | {"version": row["version"] + 1, "updated_at": now})
    if not draft.is_new and draft.changed("household"):
        for statement in _FOLLOW:
            batch.writes.last(statement, [draft.household_id, draft.id])


def _said(stays: Sequence[Stay], household: str | None) -> dict[str, str | None]:
    """What the person's properties say of the last stay in her household."""
    here = [stay for stay in stays if stay.household == household]
    if not here:
        return {}
    last = here[-1]
    ends = last.ends.isoformat() if last.ends else None
    return {"role": last.role, "member_from": last.begins.isoformat(), "member_to": ends}


def _stay(row: Row) -> Stay:
    begins = date.fromisoformat(row["begins"])
    return Stay(row["id"], row["household_id"], row["role"], begins, _day(row["ends"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
