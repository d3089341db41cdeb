"""The second person: confirming or refusing a role that sees persons, which somebody else gave, or units that
somebody else's move of a unit or place would let such a role newly reach.

The database decides which grants the viewer may confirm and writes the answer itself
(migrations/0011_confirmed_grants.sql, 0019_reach_confirmed.sql); nobody else changes who confirmed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from khetane.access.models import Account, RoleGrant
from khetane.access.permissions import CONFIRMED
from khetane.core import audit
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.organisations.models import Unit
from khetane.places.naming import unit_named

CONFIRM = "grant.confirm"
LATELY = dt.timedelta(days=30)
NOT_WAITING = Sentence(
    "not_to_confirm",
    gettext_noop(
        "This role is not there for you to confirm: it was dealt with already, or it was you who gave it, invited this "
        "person or would hold it. Go back to the list; otherwise another person must confirm it."
    ),
)


def to_confirm() -> QuerySet[RoleGrant]:
    """The grants that wait for the viewer, the oldest first."""
    waiting = [UUID(str(one)) for one in _asked("select access_grants_to_confirm()")]
    found = named(RoleGrant.objects.filter(pk__in=waiting))
    return found.order_by(Coalesce("unconfirmed_since", "widened_since"))


def named(grants: QuerySet[RoleGrant]) -> QuerySet[RoleGrant]:
    """With what a line says of each: who holds it and gave it, what unit and place are called."""
    found = grants.select_related("account", "role", "unit", "place", "granted_by", "confirmed_by")
    return found.prefetch_related(unit_named(), "place__names")


def with_new_reach(grants: Iterable[RoleGrant]) -> list[RoleGrant]:
    """The grants, each with the units it would newly reach and who moved them."""
    listed = list(grants)
    units = Unit.objects.named().in_bulk({one for grant in listed for one in grant.widening})
    movers = Account.objects.in_bulk({one for grant in listed for one in grant.widened_by})
    for grant in listed:
        grant.would_reach = [units[one] for one in grant.widening if one in units]
        grant.moved_by = [movers[one] for one in grant.widened_by if one in movers]
    return listed


def given_lately() -> QuerySet[RoleGrant]:
    """Roles that see persons given within the viewer's reach in the last 30 days, in no order."""
    since = timezone.now() - LATELY
    recent = Q(granted_at__gte=since) | Q(unconfirmed_since__gte=since) | Q(widened_since__gte=since)
    still = Q(ends=None) | Q(ends__gt=timezone.localdate())
    return named(RoleGrant.objects.filter(recent, still, role__permissions__overlap=sorted(CONFIRMED)))


@transaction.atomic
def confirm(*, grant_id: UUID) -> RoleGrant:
    """Put a role in force that waits, as the second person. Raises Invalid where it is not the viewer's to confirm."""
    return _answered("select access_confirm_grant(%s)", grant_id, "confirmed", ["confirmed_by", "widening"])


@transaction.atomic
def refuse(*, grant_id: UUID) -> RoleGrant:
    """End a role that waits, as it was never in force; one that would reach more stays as it is, without those units."""
    return _answered("select access_refuse_grant(%s)", grant_id, "refused", ["ends", "left_out"])


def _answered(statement: str, grant_id: UUID, action: str, fields: list[str]) -> RoleGrant:
    current().check(CONFIRM)
    if _asked(statement, grant_id) != [True]:
        raise Invalid(NOT_WAITING.about())
    grant = RoleGrant.objects.select_related("account", "role").get(pk=grant_id)
    audit.record(action, "grant", [grant.pk, grant.account_id], fields=fields, unit_id=grant.unit_id)
    return grant


def _asked(statement: str, *values: UUID) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
