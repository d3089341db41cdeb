"""Setting how one is reminded, and who a feed's address belongs to."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from khetane.access.tokens import new_token, token_hash
from khetane.core import audit, demonstration
from khetane.core.viewer import current
from khetane.outreach.reminders import Reminders

_WHOSE = "select a from outreach_feed_account(%s) a where access_is_welcome(a, %s)"


def own() -> Reminders:
    """The viewer's wishes, as they stand or as they are before anything was wished."""
    account = current().account_id
    return Reminders.objects.filter(account=account).first() or Reminders(account_id=account)


@transaction.atomic
def by_mail(wanted: bool) -> None:
    """Whether the viewer gets a mail on mornings when something is due."""
    _keep({"by_mail": wanted})


@transaction.atomic
def make_feed() -> str:
    """The secret of a new feed of the viewer's, told this once; the one before ends."""
    token = new_token()
    _keep({"feed_hash": token_hash("calendar", token), "feed_made_at": timezone.now()})
    return token


@transaction.atomic
def end_feed() -> None:
    """The viewer's feed is refused from now on."""
    _keep({"feed_hash": None, "feed_made_at": None})


def feed_account(token: str) -> UUID | None:
    """Whose feed has this secret; None when it is unknown or ended, or the account is closed."""
    with connection.cursor() as cursor:
        cursor.execute(_WHOSE, [token_hash("calendar", token), demonstration.stands()])
        found = cursor.fetchone()
    return found[0] if found else None


def _keep(values: dict[str, object]) -> None:
    account = current().account_id
    Reminders.objects.update_or_create(account_id=account, defaults=values)
    audit.record("wrote", "reminders", [account], fields=values)
