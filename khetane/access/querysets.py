"""Named reads of accounts and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from khetane.access.models import Account, Device, Invitation, Override, RoleGrant
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.core.viewer import SYSTEM_ACCOUNT, current
from khetane.places.naming import unit_named

ACCOUNT_UNKNOWN = Sentence(
    "account_unknown",
    gettext_noop("No open account has the address {email}. Look it up in the list of accounts."),
)


def account_by_email(email: str) -> Account:
    """The account that signs in with this address; Invalid when there is none, or it is closed."""
    found = Account.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        raise Invalid(ACCOUNT_UNKNOWN.about(email=email.strip()))
    return found


def accounts_seen(*, text: str = "", role: str = "") -> QuerySet[Account]:
    """Accounts with a role within the viewer's reach, or all for who writes accounts; by e-mail."""
    grants = RoleGrant.objects.all()  # the database leaves out what the viewer does not reach
    if role:
        grants = grants.filter(role_id=role)
    found = Account.objects.exclude(pk=SYSTEM_ACCOUNT).order_by("email")
    if role or not current().can("account.write"):
        found = found.filter(pk__in=grants.values("account_id"))
    if text:
        found = found.filter(Q(email__icontains=text) | Q(name__icontains=text))
    return found


def grants_in_force(accounts: Iterable[UUID]) -> dict[UUID, list[RoleGrant]]:
    """The roles that these accounts hold today, within the viewer's reach."""
    today = timezone.localdate()
    held: dict[UUID, list[RoleGrant]] = {}
    found = RoleGrant.objects.filter(
        Q(ends=None) | Q(ends__gt=today), account__in=list(accounts), begins__lte=today
    ).select_related("role", "unit", "place")
    for grant in found.prefetch_related(unit_named(), "place__names"):
        held.setdefault(grant.account_id, []).append(grant)
    return held


def pending_invitations(account_id: UUID) -> QuerySet[Invitation]:
    """Invitations of an account that may still be used."""
    return Invitation.objects.filter(
        account_id=account_id, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )


def devices_of(units: Iterable[UUID]) -> QuerySet[Device]:
    """Devices of these units, the newest first."""
    found = Device.objects.filter(unit__in=list(units)).select_related("account", "unit")
    return found.prefetch_related(unit_named())


def senders_of(units: Iterable[UUID]) -> QuerySet[Account]:
    """Open accounts that hold a role in force for one of these units, with which they send records."""
    today = timezone.localdate()
    held = RoleGrant.objects.filter(
        Q(ends=None) | Q(ends__gt=today),
        unit__in=list(units),
        begins__lte=today,
        unconfirmed_since=None,
        role__permissions__contains=["submission.send"],
    )
    return Account.objects.filter(pk__in=held.values("account_id"), is_active=True).order_by("name", "email")


def overrides_in_force(account_id: UUID) -> QuerySet[Override]:
    """What an account has opened in an emergency and may still see."""
    return Override.objects.filter(account_id=account_id, ends_at__gt=timezone.now())


def overrides_to_review() -> QuerySet[Override]:
    """Overrides that nobody has reviewed, the newest first."""
    return Override.objects.filter(reviewed_at=None).select_related("account")
