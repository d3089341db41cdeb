"""When the audit was last hashed again, by whom, and whether it was whole. That too is an event of the audit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from khetane.access.models import Account, AuditEvent
from khetane.core import audit
from khetane.core.viewer import SYSTEM_ACCOUNT, acting_as

ACTION, KIND = "verified", "audit"
WHOLE, NOT_WHOLE = "whole", "not_whole"  # stand among the event's fields
STALE = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `account` is nobody when it was made at the server, for no account."""

    at: dt.datetime
    account: Account | None
    whole: bool

    @property
    def stale(self) -> bool:
        """Whether it should be made again."""
        return timezone.now() - self.at > STALE


def record(*, whole: bool, account_id: UUID = SYSTEM_ACCOUNT) -> None:
    """Put a check on record, as this account's."""
    with acting_as(account_id):
        audit.record(ACTION, KIND, fields=[WHOLE if whole else NOT_WHOLE])


def last() -> Check | None:
    """The last check, as far as the viewer reads events of the whole installation."""
    event = AuditEvent.objects.filter(action=ACTION, kind=KIND).order_by("-id").first()
    if event is None:
        return None
    someone = event.account != SYSTEM_ACCOUNT
    account = Account.objects.filter(pk=event.account).first() if someone else None
    return Check(event.at, account, event.fields == [WHOLE])
