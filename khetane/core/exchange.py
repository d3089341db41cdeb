"""Statements whose plans are kept, sent together in one exchange with the database.

Under psycopg's cursors, at libpq's own level: for statements that every record costs, cursors and their pipeline took
more of our time than all else between us and the database (ADR 0420). Parameters and rows are
converted as psycopg does it.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import generators
from psycopg.abc import PQGen
from psycopg.abc import Transformer as Converting
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

Parameters = Sequence[Any] | Mapping[str, Any]
Statement = tuple[str, Sequence[Any]]
KEPT = 100  # plans for each connection
# Statements about the transaction are sent as they are: to keep a plan, another may have to go, and in a transaction
# that failed only the way back out of it is answered.
_CONTROL = ("savepoint ", "release savepoint ", "rollback to savepoint ")
_AUTO = PyFormat.AUTO
_PLACE = re.compile(r"%%|%s|%\((\w+)\)s")


@dataclass(slots=True)
class Plans:
    """What a connection has prepared, by statement and types of parameters, the one used last at the end."""

    names: OrderedDict[tuple[str, tuple[int, ...]], bytes] = field(default_factory=OrderedDict)
    numbers: count[int] = field(default_factory=count)


_plans: WeakKeyDictionary[psycopg.Connection[Any], Plans] = WeakKeyDictionary()


class Answer:
    """What came back for one statement."""

    __slots__ = ("_converting", "_result")

    def __init__(self, result: PGresult, converting: Converting) -> None:
        self._result, self._converting = result, converting

    def rows(self) -> list[tuple[Any, ...]]:
        """Its rows, as psycopg converts them."""
        self._converting.set_pgresult(self._result)
        return self._converting.load_rows(0, self._result.ntuples, tuple)

    @property
    def touched(self) -> int:
        """How many rows it touched."""
        return self._result.command_tuples or 0


def exchange(*statements: tuple[str, Parameters], ending: bool = False) -> list[Answer]:
    """Send statements of our own making in order, with the beginning of the transaction where there is none yet.

    All are answered together. When one fails, those after it are not run, and its error is raised.
    `ending`: the transaction is committed with them; whoever opened it asks nothing more in it.
    """
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.ensure_connection()
    raw: psycopg.Connection[Any] = wrapper.connection
    if wrapper.queries_logged:  # a test counts them
        wrapper.queries_log.extend({"sql": text, "time": "0"} for text, _ in statements)
    sending = _Sending(raw, Transformer(raw))
    # Before anything is sent: what cannot be converted leaves nothing half-way.
    converted = [sending.converted(text, parameters) for text, parameters in statements]
    pgconn = raw.pgconn
    pgconn.enter_pipeline_mode()
    try:
        if not raw.autocommit and pgconn.transaction_status == TransactionStatus.IDLE:
            sending.plain(b"BEGIN")
        for one in converted:
            if one.text.startswith(_CONTROL):
                sending.plain(one.text.encode(), wanted=True)
            else:
                sending.planned(one)
        if ending:
            sending.plain(b"COMMIT")
        pgconn.pipeline_sync()
        results = sending.waited()
    finally:
        if pgconn.status != ConnStatus.BAD:
            pgconn.exit_pipeline_mode()
    return sending.settled(results)


def _answers(raw: psycopg.Connection[Any], number: int) -> PQGen[list[PGresult]]:
    """One result for each thing sent, that of the pipeline's end included."""
    yield from generators.send(raw.pgconn)
    results: list[PGresult] = []
    for _ in range(number):
        results += yield from generators.fetch_many(raw.pgconn)
    return results


class _Converted(NamedTuple):
    """A statement and its parameters as they are sent."""

    text: str
    given: Sequence[Any]
    types: tuple[int, ...]
    formats: Sequence[Format] | None


class _Sending:
    """One exchange on its way: what was sent, in order, and what it is."""

    __slots__ = ("_converting", "_plans", "_raw", "expected")

    def __init__(self, raw: psycopg.Connection[Any], converting: Converting) -> None:
        self._raw, self._converting = raw, converting
        self._plans = _plans.get(raw) or _plans.setdefault(raw, Plans())
        # For each thing sent: whether its answer is wanted, and which plan it makes, if any.
        self.expected: list[tuple[bool, tuple[str, tuple[int, ...]] | None]] = []

    def plain(self, command: bytes, *, wanted: bool = False) -> None:
        self._raw.pgconn.send_query_params(command, None)
        self.expected.append((wanted, None))

    def converted(self, text: str, parameters: Parameters) -> _Converted:
        if isinstance(parameters, Mapping):
            parameters = [parameters[name] for name in _numbered(text)[1]]
        given = self._converting.dump_sequence(parameters, [_AUTO] * len(parameters))
        return _Converted(text, given, self._converting.types or (), self._converting.formats)

    def planned(self, one: _Converted) -> None:
        names, key = self._plans.names, (one.text, one.types)
        name = names.get(key)
        if name is None:
            name = self._prepare(*key)
        else:
            names.move_to_end(key)
        self._raw.pgconn.send_query_prepared(name, one.given, one.formats)
        self.expected.append((True, None))

    def waited(self) -> list[PGresult]:
        try:
            return self._raw.wait(_answers(self._raw, len(self.expected) + 1))
        except BaseException:
            self._plans.names.clear()  # which of them were made, nobody told
            raise

    def _prepare(self, text: str, types: tuple[int, ...]) -> bytes:
        names = self._plans.names
        if len(names) >= KEPT:
            _, oldest = names.popitem(last=False)
            self.plain(b"DEALLOCATE " + oldest)
        name = b"khetane_%d" % next(self._plans.numbers)
        self._raw.pgconn.send_prepare(name, _numbered(text)[0], types)
        self.expected.append((False, (text, types)))
        names[text, types] = name
        return name

    def settled(self, results: Sequence[PGresult]) -> list[Answer]:
        """The answers that are wanted; raises the first error, and forgets plans that were not made."""
        failed: PGresult | None = None
        answers = []
        for (wanted, plan), result in zip(self.expected, results, strict=False):
            if result.status in (ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED):
                failed = failed or result
                if plan is not None:
                    self._plans.names.pop(plan, None)
            elif wanted:
                answers.append(Answer(result, self._converting))
        if failed is not None:
            error = psycopg.errors.error_from_result(failed, encoding=self._raw.info.encoding)
            if isinstance(error, psycopg.errors.InvalidSqlStatementName):  # somebody discarded them
                self._plans.names.clear()
            raise error
        return answers


@lru_cache(maxsize=1000)
def _numbered(text: str) -> tuple[bytes, tuple[str, ...]]:
    """A statement as PostgreSQL reads it, `$1` for its first `%s` or `%(name)s`; and the names, in their order."""
    places: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        name = found[1] or str(len(places))
        if name not in places:
            places.append(name)
        return f"${places.index(name) + 1}"

    told = _PLACE.sub(numbered, text)
    return told.encode(), tuple(places)
