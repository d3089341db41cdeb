"""Who looks: set per transaction, so that PostgreSQL decides what is there (DESIGN rule 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from khetane.core.exchange import exchange
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import NotAllowed

# The account the program itself acts as (access/migrations/0004); nobody can sign in with it.
SYSTEM_ACCOUNT = UUID("00000000-0000-4000-8000-000000000001")
CLIENTS_ONLY = "clients.only"
NO_ROLE = Sentence(
    "not_allowed",
    gettext_noop("Your roles do not allow this. Ask the administrator of your installation for access."),
)
NOBODY = Sentence(
    "nobody",
    gettext_noop("Nobody is signed in for this work. Sign in, or give the command an account."),
)

Question = tuple[str, Sequence[object]]
ENTER: Question = ("select permissions, mandates, unit_ids from access_enter(%s, %s)", ())
_entries = count()  # a number per entry tells PostgreSQL what it may keep (migrations/0007)


@dataclass(frozen=True, slots=True)
class Viewer:
    """An account at work, with the units in which it holds each permission and reads each mandate.

    `answer` is what else the statement of entering told.
    """

    account_id: UUID
    units: Mapping[str, frozenset[UUID]] = field(default_factory=dict, repr=False)
    mandates: Mapping[UUID, frozenset[str]] = field(default_factory=dict, repr=False)
    held: frozenset[str] = frozenset()
    device_id: UUID | None = None
    own_transaction: bool = False  # nothing else is done in it than what this viewer does
    answer: tuple[Any, ...] = field(default=(), repr=False)

    def can(self, permission: str, unit_id: UUID | None = None) -> bool:
        """Whether the viewer holds the permission somewhere, or in this unit."""
        if unit_id is None:
            return permission in self.held or bool(self.units.get(permission))
        return unit_id in self.units.get(permission, frozenset())

    def sees_clients_only(self, unit_id: UUID | None) -> bool:
        """Whether of this unit the database shows the viewer's clients alone, as far as one of her roles goes."""
        return unit_id is not None and self.can(CLIENTS_ONLY, unit_id)

    def check(self, permission: str, unit_id: UUID | None = None) -> None:
        """Raise NotAllowed unless `can`."""
        if not self.can(permission, unit_id):
            raise NotAllowed(NO_ROLE.about())


_current: ContextVar[Viewer | None] = ContextVar("khetane_viewer", default=None)


def current() -> Viewer:
    """The viewer of this transaction; NotAllowed when there is none."""
    viewer = _current.get()
    if viewer is None:
        raise NotAllowed(NOBODY.about())
    return viewer


def current_or_none() -> Viewer | None:
    """The viewer of this transaction, if any."""
    return _current.get()


@contextmanager
def acting_as(
    account_id: UUID, *, device_id: UUID | None = None, entering: Question = ENTER
) -> Iterator[Viewer]:
    """One transaction in which `account_id` looks and writes; the viewer before it is put back after.

    Its grants are read inside, by the database's own rules, as they stand today. Another statement of `entering`
    may tell more: it is given the account and the entry before its own parameters, and answers with grants as
    `ENTER` does; what stands in further columns of its last row is the viewer's `answer`.
    """
    before, outermost = _current.get(), not connection.in_atomic_block
    with transaction.atomic():
        viewer = _enter(account_id, device_id, entering, own_transaction=outermost)
        token = _current.set(viewer)
        try:
            yield viewer
        finally:
            _current.reset(token)
        # What ends with the transaction, or is rolled back, takes its viewer along.
        if not outermost and not connection.needs_rollback:
            _leave_to(before)


@contextmanager
def acting_as_system() -> Iterator[Viewer]:
    """The program itself: set-up and background work that belongs to no person."""
    with acting_as(SYSTEM_ACCOUNT) as viewer:
        yield viewer


def _leave_to(before: Viewer | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('khetane.viewer', %s, true), set_config('khetane.entry', %s, true)",
            [str(before.account_id) if before else "", _new_entry()],
        )


def _new_entry() -> str:
    return f"{next(_entries)}:"


def _enter(account_id: UUID, device_id: UUID | None, entering: Question, *, own_transaction: bool) -> Viewer:
    """Tell PostgreSQL who looks from here on, and hear what she may."""
    units: dict[str, frozenset[UUID]] = {}
    mandates: dict[UUID, frozenset[str]] = {}
    nothing: frozenset[Any] = frozenset()
    (answer,) = exchange((entering[0], [account_id, _new_entry(), *entering[1]]))
    rows = answer.rows()
    roles: dict[
        tuple[tuple[str, ...], ...], set[UUID]
    ] = {}  # the grants of a role together: they allow the same
    for permissions, role_mandates, granted, *_answer in rows:
        roles.setdefault((tuple(permissions), tuple(role_mandates)), set()).update(granted)
    for (permissions, read), role_units in roles.items():
        reached = frozenset(role_units)
        for permission in permissions:
            units[permission] = units.get(permission, nothing) | reached
        for unit_id in reached:
            mandates[unit_id] = mandates.get(unit_id, nothing).union(read)
    return Viewer(
        account_id=account_id,
        units=units,
        mandates=mandates,
        held=frozenset(units),
        device_id=device_id,
        own_transaction=own_transaction,
        answer=tuple(rows[-1][3:]) if rows else (),
    )
