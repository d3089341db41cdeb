"""Where a role is held: one unit, or a place with everything below it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from khetane.access.models import Account
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import NO_ROLE, current
from khetane.organisations.models import Unit
from khetane.places.models import Place

Scope = Unit | Place

SCOPE_UNKNOWN = Sentence(
    "scope_unknown",
    gettext_noop(
        "No unit and no place has the code {code}. Look the code up in the lists of units and places."
    ),
)
UNIT_UNKNOWN = Sentence(
    "unit_unknown", gettext_noop("No unit has the code {code}. Look the code up in the list of units.")
)


def scope_of(code: str) -> Scope:
    """The unit with this code, else the place with it; Invalid when there is neither."""
    wanted = code.strip()
    found = Unit.objects.filter(code=wanted).first() or Place.objects.filter(code=wanted).first()
    if found is None:
        raise Invalid(SCOPE_UNKNOWN.about(code=wanted))
    return found


def unit_of(code: str) -> Unit:
    """The unit with this code; Invalid when there is none."""
    found = Unit.objects.filter(code=code.strip()).first()
    if found is None:
        raise Invalid(UNIT_UNKNOWN.about(code=code.strip()))
    return found


def check_reach(permission: str, scope: Scope) -> None:
    """Raise NotAllowed unless the viewer holds `permission` for all of `scope`."""
    if isinstance(scope, Unit):
        current().check(permission, scope.pk)
    elif not _ask("select access_reaches(%s, %s)", [permission, scope.pk]):
        raise NotAllowed(NO_ROLE.about())


def check_manages(account_id: UUID) -> None:
    """Raise NotAllowed unless the viewer may write accounts wherever this one holds a role."""
    if not manages(account_id):
        raise NotAllowed(NO_ROLE.about())


def manages(account: UUID) -> bool:
    """Whether the viewer may write accounts wherever this one holds a role."""
    return _ask("select access_manages(%s)", [account])


def label(account: Account) -> str:
    """How an account is called in sentences."""
    return account.name or account.email


def _ask(question: str, values: list[str | UUID]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return bool(cursor.fetchone()[0])
