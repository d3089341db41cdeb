"""Many rows in one statement, many statements in one exchange with the database.

Rows travel as one JSON document per statement and PostgreSQL turns it into typed columns, so that
the text of a statement does not depend on the number of rows and its plan is kept. Row-level
security applies as to any statement. Names come from our models, never from input.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

import orjson
import psycopg
from django.db import connection
from django.db.models import Model
from psycopg import sql

from khetane.core.exchange import Answer, Parameters, Statement, exchange

Row = dict[str, Any]
NOTHING_ASKED: Statement = ("select 1", ())
_BEGIN: Statement = ("savepoint khetane_writes", ())
_KEEP: Statement = ("release savepoint khetane_writes", ())
_UNDO: Statement = ("rollback to savepoint khetane_writes", ())


class RowRefused(Exception):
    """A row that was read and locked could not be written: row-level security does not let it through."""


@dataclass(frozen=True)
class Table:
    """One table of ours and the statements that write it."""

    name: str
    columns: tuple[str, ...]

    @cached_property
    def insert(self) -> str:
        return (
            sql.SQL("insert into {t} ({c}) select {c} from jsonb_populate_recordset(null::{t}, %s::jsonb)")
            .format(t=sql.Identifier(self.name), c=_listed(self.columns))
            .as_string(None)
        )

    @cached_property
    def update(self) -> str:
        """Sets every column but those that never change, by id."""
        pairs = [
            sql.SQL("{c} = r.{c}").format(c=sql.Identifier(name))
            for name in self.columns
            if name not in ("id", "created_at")
        ]
        return (
            sql.SQL(
                "update {t} t set {pairs} from jsonb_populate_recordset(null::{t}, %s::jsonb) r where t.id = r.id"
            )
            .format(t=sql.Identifier(self.name), pairs=sql.SQL(", ").join(pairs))
            .as_string(None)
        )

    @cached_property
    def lock(self) -> str:
        """The rows with these ids that the viewer may change, locked in the order of their ids."""
        return self._select("order by t.id for no key update")

    @cached_property
    def share(self) -> str:
        """The rows with these ids that the viewer may change, kept from being handed to another unit."""
        return self._select("order by t.id for key share")

    def _select(self, ending: str) -> str:
        return (
            sql.SQL("select to_jsonb(t)::text from {t} t where t.id = any(%s) ")
            .format(t=sql.Identifier(self.name))
            .as_string(None)
            + ending
        )


def _listed(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


@cache
def table(model: type[Model]) -> Table:
    """The table of a model; its database-made columns (identities) are left to the database."""
    fields = [one for one in model._meta.local_concrete_fields if not _made_by_database(one)]
    return Table(model._meta.db_table, tuple(one.column for one in fields if one.column))


def _made_by_database(one: Any) -> bool:
    return one.get_internal_type() in ("AutoField", "BigAutoField")


@dataclass(slots=True)
class Writes:
    """Statements gathered in order: the rows of one table go together, and all new rows in one statement.

    PostgreSQL plans, locks and answers that one once; its foreign keys are looked at when the transaction ends.
    """

    _inserts: dict[str, tuple[Table, list[Row]]] = field(default_factory=dict)
    _updates: dict[str, tuple[Table, list[Row]]] = field(default_factory=dict)
    _first: list[Statement] = field(default_factory=list)
    _along: list[Statement] = field(default_factory=list)
    _last: list[Statement] = field(default_factory=list)

    def insert(self, model: type[Model], row: Row) -> None:
        self._inserts.setdefault(model._meta.db_table, (table(model), []))[1].append(row)

    def update(self, model: type[Model], row: Row) -> None:
        self._updates.setdefault(model._meta.db_table, (table(model), []))[1].append(row)

    def first(self, statement: str, parameters: Sequence[Any]) -> None:
        """A statement to run before rows are written."""
        self._first.append((statement, parameters))

    def along(self, statement: str, parameters: Sequence[Any]) -> None:
        """A statement that adds rows; it neither reads nor changes any of those written here."""
        self._along.append((statement, parameters))

    def last(self, statement: str, parameters: Sequence[Any]) -> None:
        """A statement to run after rows were written."""
        self._last.append((statement, parameters))

    def run(self) -> None:
        """Send everything in one exchange, all or nothing. Raises RowRefused, or the database's own errors."""
        keep = () if self._updates else (_KEEP,)
        try:
            changed, _ = self._sent(first=(_BEGIN,), asking=NOTHING_ASKED, last=keep)
            _check(changed)
        except (psycopg.Error, RowRefused):
            execute(*_UNDO)
            raise
        if changed:
            execute(*_KEEP)

    def run_unguarded(
        self, asking: Statement = NOTHING_ASKED, *, ending: bool = False
    ) -> list[tuple[Any, ...]]:
        """The same without a way back: after an error the whole transaction must be given up.

        Returns the rows of `asking`, a query that goes in the same statement as the new rows and sees none of them.
        `ending`: nothing follows in the transaction, so that it may be committed in the same exchange; not where rows
        are changed, since their number is looked at first.
        """
        changed, answer = self._sent(asking=asking, ending=ending and not self._updates)
        _check(changed)
        return answer.rows()

    def _sent(
        self,
        *,
        first: Sequence[Statement] = (),
        asking: Statement,
        last: Sequence[Statement] = (),
        ending: bool = False,
    ) -> tuple[list[tuple[Answer, int]], Answer]:
        """Send every statement: the updates, each with the number of rows it must change, and what was asked."""
        before = [*first, *self._first]
        updates = [(one.update, [dump(rows)]) for one, rows in self._updates.values()]
        answers = exchange(*before, *updates, self._together(asking), *self._last, *last, ending=ending)
        must_change = [len(rows) for _, rows in self._updates.values()]
        at = len(before)
        return list(zip(answers[at:], must_change, strict=False)), answers[at + len(updates)]

    def _together(self, asking: Statement) -> Statement:
        """All that adds rows, and a question, as one statement."""
        adding: list[Statement] = [(one.insert, [dump(rows)]) for one, rows in self._inserts.values()]
        adding += self._along
        texts, parameters = tuple(text for text, _ in adding), [one for _, given in adding for one in given]
        return _joined(texts, asking[0]), [*parameters, *asking[1]]


def _check(changed: Sequence[tuple[Answer, int]]) -> None:
    if any(answer.touched != expected for answer, expected in changed):
        raise RowRefused


@lru_cache(maxsize=1000)
def _joined(adding: tuple[str, ...], asking: str) -> str:
    """Statements that add rows, as parts of one query."""
    if not adding:
        return asking
    parts = [
        sql.SQL("{name} as ({text})").format(name=sql.Identifier(f"part{number}"), text=sql.SQL(text))
        for number, text in enumerate(adding)
    ]
    return (
        sql.SQL("with {parts} {asking}")
        .format(parts=sql.SQL(", ").join(parts), asking=sql.SQL(asking))
        .as_string(None)
    )


def ask(statement: str, parameters: Parameters) -> list[tuple[Any, ...]]:
    """The rows of one statement, whose plan is kept."""
    return exchange((statement, parameters))[0].rows()


def execute(statement: str, parameters: Sequence[Any]) -> int:
    """Run one statement, whose plan is kept; how many rows it touched."""
    return exchange((statement, parameters))[0].touched


def rows_of(statement: str, ids: Iterable[Any]) -> list[Row]:
    """The rows of `Table.lock` or `Table.share`, numbers with places as text."""
    return [json.loads(found, parse_float=str) for (found,) in ask(statement, [list(ids)])]


def dump(rows: list[Row]) -> str:
    """Rows as the JSON that `jsonb_populate_recordset` reads."""
    return orjson.dumps(rows).decode()


def is_aborted() -> bool:
    """Whether the transaction can only be rolled back."""
    return _raw().info.transaction_status == psycopg.pq.TransactionStatus.INERROR


def _raw() -> psycopg.Connection[Any]:
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    return raw
