"""Changing the master key: every content key is wrapped anew, its content stays as it is.

Works as the role khetane_eraser, in small transactions, beside a running instance; safe to stop and repeat.
"""

from __future__ import annotations

import base64
import secrets as random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg import Connection, sql

from khetane.config import environment, secrets
from khetane.config.home import Home, write_private
from khetane.config.problem import Problem
from khetane.core.sealing import WrappedKey, seal, unwrap
from khetane.forms import keys as submissions
from khetane.grievances import sealing as grievances
from khetane.importing import sealing as imports
from khetane.people.numbers import open_number, seal_number

NAME = "KHETANE_MASTER_KEYS"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Wrapped:
    """What the content key of a row belongs to, and in which column it stands."""

    context: Callable[[UUID], bytes]
    column: str = "key"


# Tables whose rows have a content key of their own.
WRAPPED: Mapping[str, Wrapped] = {
    "khetane_forms_submission": Wrapped(submissions.key_context),
    "khetane_forms_keptupload": Wrapped(submissions.key_context),
    "grievances_grievance": Wrapped(grievances.key_context),
    "importing_tableimport": Wrapped(imports.key_context, "key_sealed"),
}
# A document number stands under the master key itself: its name, a zero byte, the number.
_NUMBER_KEY = (
    "convert_from(substring(number_sealed from 1 for position('\\x00'::bytea in number_sealed) - 1), 'UTF8')"
)
_NUMBERS = f"""
    select id, number_sealed from people_document
    where number_sealed is not null and {_NUMBER_KEY} <> %s order by id limit {BATCH} for update
"""  # noqa: S608  # constants of our own
_NUMBERS_USED = f"""
    select {_NUMBER_KEY}, count(*) from people_document where number_sealed is not null group by 1
"""  # noqa: S608  # constants of our own

Progress = Callable[[int], None]


class KeyProblem(Problem):
    """The master keys cannot be changed like this; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Use:
    """How many rows stand under a master key, and whether the installation holds it."""

    name: str
    rows: int
    held: bool
    first: bool


def status(url: str, masters: Mapping[str, bytes]) -> list[Use]:
    """Every master key that is held or used, the one that encrypts first."""
    with psycopg.connect(url) as connection:
        used = _used(connection)
    names = [*masters, *sorted(used.keys() - masters.keys())]
    return [Use(name, used.get(name, 0), name in masters, name == next(iter(masters))) for name in names]


def rotate(url: str, masters: Mapping[str, bytes], progress: Progress) -> int:
    """Put every content key and document number under the first of `masters`; how many were changed.

    `progress` hears after each batch how many rows are done. Raises SealBroken when a key that a row stands
    under is not among `masters`; nothing of that batch is changed then.
    """
    done = 0
    with psycopg.connect(url, autocommit=True) as connection:
        for batch in _batches(connection, masters):
            done += batch
            progress(done)
    return done


def _batches(connection: Connection, masters: Mapping[str, bytes]) -> Iterator[int]:
    steps: list[Callable[[], int]] = [_step(connection, table, masters) for table in WRAPPED]
    steps.append(lambda: _renumber(connection, next(iter(masters))))
    for step in steps:
        while True:
            with connection.transaction():
                changed = step()
            if not changed:
                break
            yield changed


def _step(connection: Connection, table: str, masters: Mapping[str, bytes]) -> Callable[[], int]:
    return lambda: _rewrap(connection, table, masters)


def _rewrap(connection: Connection, table: str, masters: Mapping[str, bytes]) -> int:
    newest, master = next(iter(masters.items()))
    name, context = sql.Identifier(table), WRAPPED[table].context
    key = sql.Identifier(WRAPPED[table].column)
    rows = connection.execute(
        sql.SQL("select id, {}, key_id from {} where key_id <> %s order by id limit {} for update").format(
            key, name, BATCH
        ),
        [newest],
    ).fetchall()
    changed = [
        (seal(master, _opened(masters, context, *row), context(row[0])), newest, row[0]) for row in rows
    ]
    statement = sql.SQL("update {} set {} = %s, key_id = %s where id = %s").format(name, key)
    _update(connection, statement, changed)
    return len(rows)


def _opened(
    masters: Mapping[str, bytes], context: Callable[[UUID], bytes], id: UUID, key: bytes, key_id: str
) -> bytes:
    return unwrap(masters, WrappedKey(key_id, bytes(key)), context(id))


def _renumber(connection: Connection, newest: str) -> int:
    rows = connection.execute(_NUMBERS, [newest]).fetchall()
    changed = [(seal_number(open_number(bytes(sealed), id), id), id) for id, sealed in rows]
    _update(connection, sql.SQL("update people_document set number_sealed = %s where id = %s"), changed)
    return len(rows)


def _update(
    connection: Connection, statement: sql.SQL | sql.Composed, rows: Sequence[tuple[Any, ...]]
) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _used(connection: Connection) -> dict[str, int]:
    used: dict[str, int] = {}
    counts: list[sql.SQL | sql.Composed] = [
        sql.SQL("select key_id, count(*) from {} group by 1").format(sql.Identifier(table))
        for table in WRAPPED
    ]
    for statement in [*counts, sql.SQL(_NUMBERS_USED)]:
        for name, rows in connection.execute(statement).fetchall():
            used[name] = used.get(name, 0) + rows
    return used


def add_key(home: Home) -> str:
    """Put a new master key before the others in secrets.env; its name."""
    kept = _kept(home)
    held = environment.keys(kept[NAME])
    number = 1 + max((int(name[1:]) for name in held if name[:1] == "k" and name[1:].isdecimal()), default=0)
    name = f"k{number}"
    new = base64.b64encode(random.token_bytes(environment.KEY_BYTES)).decode()
    _write(home, kept, f"{name}:{new},{kept[NAME]}")
    return name


def remove_key(home: Home, name: str, uses: Sequence[Use]) -> None:
    """Take a master key that nothing stands under out of secrets.env."""
    use = next((one for one in uses if one.name == name and one.held), None)
    if use is None:
        raise KeyProblem(f"There is no master key {name!r} here. `khetane keys status` lists them.")
    if use.first or use.rows:
        why = "it encrypts what comes in" if use.first else f"{use.rows} rows stand under it"
        raise KeyProblem(
            f"The master key {name} cannot be removed: {why}. Run `khetane keys rotate` with a newer key."
        )
    kept = _kept(home)
    entries = [entry.strip() for entry in kept[NAME].split(",")]
    _write(home, kept, ",".join(entry for entry in entries if entry.partition(":")[0] != name))


def check_restarted(home: Home) -> None:
    """Refuse while an instance runs that was started before the keys changed: it could not read what is rotated."""
    note = home.run / "instance.json"
    if (
        home.is_locked()
        and note.exists()
        and home.secrets.exists()
        and (note.stat().st_mtime < home.secrets.stat().st_mtime)
    ):
        raise KeyProblem(
            "Khetane was started before the keys in secrets.env were changed, and could not read what is rotated "
            "now. Restart it first."
        )


def _kept(home: Home) -> dict[str, str]:
    kept = secrets.read(home)
    if NAME not in kept:
        raise KeyProblem(
            f"{home.secrets} holds no {NAME}: the keys come from the environment. Change them where they are set; a new "
            "key stands first."
        )
    return kept


def _write(home: Home, kept: dict[str, str], keys: str) -> None:
    lines = "".join(f"{name}={value}\n" for name, value in {**kept, NAME: keys}.items())
    write_private(home.secrets, secrets.HEADER + lines)
