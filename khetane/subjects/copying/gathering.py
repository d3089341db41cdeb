"""Gathering everything about a person, under the role that also erases her, in a transaction that only reads.

No account reads the notes of all mandates; nor need any: what is gathered is sealed at once (`copying.sealed`).
Which records are hers is found as for an erasure (`subjects.claim`), so that neither knows more than the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db.models import Field, Model
from django.utils import timezone
from psycopg import Connection, sql

from khetane.core.sensitivity import model_of
from khetane.forms.redaction.naming import Names
from khetane.subjects.claim import Claim, stake
from khetane.subjects.copying.rules import Asked, Look, Row, left_out
from khetane.subjects.ledger import Entry

# Kinds of records in the order of the copy. A test compares them with what an erasure removes.
HERS = (
    "person", "membership", "document", "status", "self_identification", "consent", "restriction", "need", "task", "service",
    "group_participant", "referral", "procedure", "procedure_event", "hearing", "procedure_cost", "power_of_attorney",
    "enrolment", "presence", "milestone",
)  # fmt: skip
HOMES = ("household", "case_plan", "plan_step", "visit_household", "concerned_household")
# Records that say what others hold: read with them, told as part of them.
BEHIND: Mapping[str, tuple[str, str]] = {
    "group_participant": ("group", "group_delivery"),
    "presence": ("session", "session"),
    "visit_household": ("visit", "visit"),
}
LEFT_OUT: Mapping[str, str] = {
    "people_personkey": "spellings of her names by which she is found; they say nothing more",
    "people_responsibility": "which unit answers for the household; the unit stands on the first page",
    "outreach_plannedhousehold": "the order of a round, not of what was done",
    "outreach_householdmove": "what became of a settlement's name: where the household lives stands in the copy",
    "outreach_visitnote": "notes of a mandate about all who live there: counted, and read with her in the office",
}
_OTHERS = """
    select given_name, family_name from people_person
    where household_id = any(%(homes)s) and not id = any(%(persons)s)
"""
_HOME = "select household_id from people_person where id = %s"
_ANSWERS = 'select record, "values" from history_attributes where record = any(%s)'
_NOTES = "select mandate, count(*) from outreach_visitnote where household_id = any(%s) group by 1 order by 1"
_PAPERS = """
    select count(distinct s.id), count(a.id) from khetane_forms_submission s
    left join khetane_forms_attachment a on a.submission_id = s.id
    where s.id in (select source from history_entitychange where record = any(%s))
"""
_SEEN = "select day, roles, action from subjects_seen(%s)"


@dataclass(frozen=True, slots=True)
class Told:
    """A record of the copy: of hers or of her household, with what it names and answers without a field of ours."""

    kind: str
    record: Model
    of_her: bool
    behind: Model | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything for one copy. `notes` counts notes of visits by mandate; `names` covers others in texts."""

    person: UUID
    told: Sequence[Told]
    notes: Mapping[str, int]
    submissions: int
    files: int
    looks: Sequence[Look]
    names: Names = field(repr=False)


def gather(person: UUID, unit: UUID, asked: Asked) -> Gathered | None:
    """All of a person; None where she is not there any more."""
    with psycopg.connect(settings.ENVIRONMENT.eraser_database_url) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        entry = Entry(
            request=person, persons=(person,), households=(), units=(unit,), records=(), at=timezone.now()
        )
        claim = stake(connection, entry)
        home = [one for (one,) in connection.execute(_HOME, [person])]
        if not home:
            return None
        return _gathered(connection, person, claim, [one for one in home if one], asked)


def _gathered(
    connection: Connection, person: UUID, claim: Claim, homes: list[UUID], asked: Asked
) -> Gathered:
    found = [*_hers(connection, claim), *_of_home(connection, homes)]
    hidden = left_out((_row(one) for one in found), asked)
    told = [one for one in found if one.record.pk not in hidden]
    answers: dict[UUID, Mapping[str, Any]] = dict(
        connection.execute(_ANSWERS, [[_id(one.record) for one in told if _id(one.record)]])
    )
    submissions, files = connection.execute(_PAPERS, [list(claim.records)]).fetchone() or (0, 0)
    return Gathered(
        person=person,
        told=[_with_answers(one, answers) for one in told],
        notes=dict(connection.execute(_NOTES, [homes])),
        submissions=submissions,
        files=files,
        looks=[
            Look(day.isoformat(), tuple(roles), action)
            for day, roles, action in connection.execute(_SEEN, [[*claim.records, *homes]])
        ],
        names=_others(connection, claim, homes),
    )


def _hers(connection: Connection, claim: Claim) -> Iterator[Told]:
    persons = list(claim.persons)
    for kind in HERS:
        model = _model(kind)
        column = "id" if kind == "person" else "person_id"
        yield from _told(
            connection, kind, _read(connection, model, f"{column} = any(%s)", persons), of_her=True
        )


def _of_home(connection: Connection, homes: list[UUID]) -> Iterator[Told]:
    """What is recorded of her household as a whole, as long as she lives there."""
    for kind in HOMES:
        column = "id" if kind == "household" else "household_id"
        rows = _read(connection, _model(kind), f"{column} = any(%s)", homes)
        yield from _told(connection, kind, rows, of_her=False)
    for kind in HERS:
        model = _model(kind)
        names = {one.attname: one for one in model._meta.local_fields}
        if "household_id" in names and "person_id" in names and names["person_id"].null:
            rows = _read(connection, model, "household_id = any(%s) and person_id is null", homes)
            yield from _told(connection, kind, rows, of_her=False)


def _told(connection: Connection, kind: str, rows: list[Model], *, of_her: bool) -> Iterator[Told]:
    behind: dict[UUID, Model] = {}
    if kind in BEHIND and rows:
        name, named = BEHIND[kind]
        ids = [getattr(row, f"{name}_id") for row in rows]
        behind = {row.pk: row for row in _read(connection, _model(named), "id = any(%s)", ids)}
    for row in rows:
        beside = behind.get(getattr(row, f"{BEHIND[kind][0]}_id")) if kind in BEHIND else None
        yield Told(kind, row, of_her, beside)


def _read(connection: Connection, model: type[Model], where: str, ids: list[UUID]) -> list[Model]:
    """Rows as records of `model`, the first recorded first. `where` is ours, never typed by anybody."""
    columns = [one for one in model._meta.local_fields if _is_column(one)]
    order = (
        sql.SQL(" order by created_at") if any(one.name == "created_at" for one in columns) else sql.SQL("")
    )
    statement = sql.SQL("select {} from {} where {}{}").format(
        sql.SQL(", ").join(sql.Identifier(str(one.column)) for one in columns),
        sql.Identifier(model._meta.db_table),
        sql.SQL(where),
        order,
    )
    names = [one.attname for one in columns]
    return [model.from_db("default", names, row) for row in connection.execute(statement, [ids])]


def _is_column(one: Field[Any, Any]) -> bool:
    return bool(one.column)


def _row(one: Told) -> Row:
    area = getattr(one.record, "area", "") if one.kind == "need" else ""
    return Row(one.record.pk, one.of_her, area, getattr(one.record, "need_id", None))


def _with_answers(one: Told, answers: Mapping[UUID, Mapping[str, Any]]) -> Told:
    known = answers.get(_id(one.record) or one.record.pk, {})
    return Told(one.kind, one.record, one.of_her, one.behind, known) if known else one


def _id(record: Model) -> UUID | None:
    return record.pk if isinstance(record.pk, UUID) else None


def _others(connection: Connection, claim: Claim, homes: list[UUID]) -> Names:
    """The names of who lives with her: in texts of her copy they are covered, her own are not."""
    names = Names()
    parameters = {"homes": homes, "persons": list(claim.persons)}
    for given, family in connection.execute(_OTHERS, parameters):
        names.add(given=given, family=family)
    names.others |= claim.names.given | claim.names.family
    return names


def _model(kind: str) -> type[Model]:
    found = model_of(kind)
    if found is None:
        raise LookupError(f"No record is called {kind!r}: mend khetane.subjects.copying.gathering.")
    return found
