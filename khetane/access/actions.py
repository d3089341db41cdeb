"""Everything that makes or changes accounts, the roles they hold, and overrides.

Each works for the viewer of the transaction, who must hold the permission; each is on record in the
audit. The database refuses the same things once more (migrations/0006_narrower.sql). Devices and
tokens: `khetane.access.actions_devices`.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone

from khetane.access import rules
from khetane.access.models import Account, ApiToken, Invitation, Override, Role, RoleGrant
from khetane.access.scopes import Scope, check_manages, check_reach
from khetane.access.tokens import new_token, token_hash
from khetane.core import audit, codes
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import SYSTEM_ACCOUNT, acting_as, current
from khetane.organisations.models import Unit

PASSWORD_BYTES = 15

EMAIL_TAKEN = Sentence(
    "email_taken",
    gettext_noop("There is already an account with the address {email}. Give it a further role on its page."),
)
EMAIL_WRONG = Sentence(
    "email_wrong", gettext_noop("{email} is not an e-mail address. Correct it and try again.")
)
ROLE_UNKNOWN = Sentence("role_unknown", gettext_noop("There is no role {role}. The roles are: {roles}."))
NOT_ONESELF = Sentence(
    "not_oneself",
    gettext_noop("Nobody changes her own account or roles. Ask another administrator to do it."),
)
INVITATION_OVER = Sentence(
    "invitation_over",
    gettext_noop(
        "This invitation was used already, has expired or was withdrawn. Ask whoever invited you for a new one."
    ),
)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation just made; `token` is told once and kept nowhere."""

    account: Account
    invitation: Invitation
    token: str


@transaction.atomic
def create_account(*, email: str, role: str, scope: Scope, name: str = "") -> tuple[Account, str]:
    """Make an account that holds `role`; returns it with a random password, which is told once."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    account = _make_account(email=email, name=name, password=password)
    grant(account=account, role=role, scope=scope)
    return account, password


@transaction.atomic
def invite(*, email: str, role: str, scope: Scope, name: str = "", ends: dt.date | None = None) -> Invited:
    """Make an account without a password that holds `role`, and the invitation to set one."""
    account = _make_account(email=email, name=name, password=None)
    grant(account=account, role=role, scope=scope, ends=ends)
    return invite_again(account=account)


@transaction.atomic
def invite_again(*, account: Account) -> Invited:
    """A fresh invitation to set a (new) password; earlier ones not yet used are withdrawn."""
    _check_another(account.pk)
    check_manages(account.pk)
    now = timezone.now()
    Invitation.objects.filter(account=account, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    token = new_token()
    invitation = Invitation(
        account=account,
        token_hash=token_hash("invitation", token),
        made_by_id=current().account_id,
        expires_at=now + rules.INVITATION_LASTS,
    )
    invitation.save(force_insert=True)
    audit.record("invited", "account", [account.pk])
    return Invited(account, invitation, token)


def invited_account(token: str) -> Account | None:
    """Whom an invitation in force is for. Needs no viewer: nobody is signed in yet."""
    found = _invitation(token)
    return Account.objects.get(pk=found[1]) if found else None


def accept(*, token: str, password: str) -> Account:
    """Set the password of the invited account, once; its API tokens end. Needs no viewer.

    Raises Invalid when the invitation is over, ValidationError when the password is too weak.
    """
    found = _invitation(token)
    if found is None:
        raise Invalid(INVITATION_OVER.about())
    invitation_id, account_id = found
    with acting_as(account_id):
        account = Account.objects.get(pk=account_id)
        validate_password(password, account)
        taken = Invitation.objects.filter(
            pk=invitation_id, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        ).update(accepted_at=timezone.now())
        if taken != 1:  # somebody else was quicker with the same link
            raise Invalid(INVITATION_OVER.about())
        account.set_password(password)
        account.save(update_fields=["password"])
        audit.record("accepted", "invitation", [invitation_id])
        _revoke_tokens(account_id)
    return account


def _revoke_tokens(account_id: UUID) -> None:
    """End what programs sign in with: whoever had the former password may have made one."""
    tokens = ApiToken.objects.filter(account_id=account_id, revoked_at=None)
    revoked = list(tokens.values_list("pk", flat=True))
    if revoked:
        tokens.update(revoked_at=timezone.now())
        audit.record("revoked", "api_token", revoked)


@transaction.atomic
def grant(
    *,
    account: Account,
    role: str,
    scope: Scope,
    begins: dt.date | None = None,
    ends: dt.date | None = None,
) -> RoleGrant:
    """Let an account hold a role for a unit or place within the viewer's own reach.

    Where the role sees persons it is in force once a second person has confirmed it
    (`khetane.access.confirming`); given by the program itself, at once.
    """
    _check_another(account.pk)
    check_reach("account.write", scope)
    known = list(Role.objects.exclude(code="system").values_list("code", flat=True))
    if role not in known:
        raise Invalid(ROLE_UNKNOWN.about(role=role, roles=", ".join(known)))
    first = begins or timezone.localdate()
    rules.check_dates(first, ends)
    made = RoleGrant(
        account=account,
        role_id=role,
        unit=scope if isinstance(scope, Unit) else None,
        place=None if isinstance(scope, Unit) else scope,
        begins=first,
        ends=ends,
        granted_by_id=current().account_id,
        unconfirmed_since=None if current().account_id == SYSTEM_ACCOUNT else timezone.now(),
    )
    made.save(force_insert=True)
    audit.record("granted", "grant", [made.pk, account.pk], fields=["role"], unit_id=made.unit_id)
    return made


@transaction.atomic
def end_grant(*, grant_id: UUID) -> RoleGrant:
    """End a role at once; what its holder has open shows nothing from the next request on.

    Raises Invalid when it has ended already.
    """
    held = RoleGrant.objects.select_related("unit", "place").get(pk=grant_id)
    _check_another(held.account_id)
    check_reach("account.write", held.unit or held.place)  # type: ignore[arg-type]  # a constraint: one of them is set
    today = timezone.localdate()
    rules.check_not_ended(held.ends, today)
    held.ends = rules.last_day(held.begins, today)
    RoleGrant.objects.filter(pk=held.pk).update(ends=held.ends)
    audit.record("ended", "grant", [held.pk, held.account_id], fields=["ends"], unit_id=held.unit_id)
    return held


@transaction.atomic
def set_active(*, account: Account, active: bool) -> None:
    """Close an account, which ends its sessions, tokens and devices at once; or open it again."""
    _check_another(account.pk)
    check_manages(account.pk)
    Account.objects.filter(pk=account.pk).update(is_active=active)
    audit.record("opened" if active else "closed", "account", [account.pk], fields=["is_active"])


@transaction.atomic
def open_override(*, code: str, reason: str) -> Override:
    """Open the household with this printed code to the viewer for three hours, with a reason.

    A code that nobody has is answered alike and is on record alike: the override then opens nothing.
    """
    current().check("override.use")
    said = rules.check_reason(reason)
    now = _now()  # the clock by which the database ends it
    override = Override(
        account_id=current().account_id,
        household=_household_by_code(codes.normalise(code)) or uuid4(),
        reason=said,
        begins_at=now,
        ends_at=now + rules.OVERRIDE_LASTS,
    )
    override.save(force_insert=True)
    audit.record("overrode", "household", [override.household], override_id=override.pk)
    return override


@transaction.atomic
def review_override(*, override_id: UUID) -> Override:
    """Note that the viewer has looked at an override and its reason."""
    current().check("override.review")
    override = Override.objects.get(pk=override_id)
    if override.account_id == current().account_id:
        raise NotAllowed(NOT_ONESELF.about())
    Override.objects.filter(pk=override_id, reviewed_at=None).update(
        reviewed_at=timezone.now(), reviewed_by_id=current().account_id
    )
    audit.record("reviewed", "override", [override_id], override_id=override_id)
    override.refresh_from_db()
    return override


def _make_account(*, email: str, name: str, password: str | None) -> Account:
    current().check("account.write")
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid(EMAIL_WRONG.about(email=address)) from error
    if Account.objects.filter(email=address).exists():
        raise Invalid(EMAIL_TAKEN.about(email=address))
    account = Account.objects.create_user(address, password, name=name.strip())
    # Whoever invites vouches for the address; sign-in by another provider compares it.
    EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
    audit.record("created", "account", [account.pk])
    return account


def _check_another(account_id: UUID) -> None:
    if account_id == current().account_id:
        raise NotAllowed(NOT_ONESELF.about())


def _invitation(token: str) -> tuple[UUID, UUID] | None:
    """The ids of an invitation in force and of its account."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, account_id from access_invitation_by_token(%s)", [token_hash("invitation", token)]
        )
        found: tuple[UUID, UUID] | None = cursor.fetchone()
    return found


def _now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        found: dt.datetime = cursor.fetchone()[0]
    return found


def _household_by_code(code: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("select access_household_by_code(%s)", [code])
        found: UUID | None = cursor.fetchone()[0]
    return found
