"""Until when somebody who may see persons must have set up a second step of signing in."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils import timezone

from khetane.access.models import Account
from khetane.access.permissions import SEE_PERSONS
from khetane.core import demonstration
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import NotAllowed
from khetane.core.viewer import Viewer

MISSING = Sentence(
    "second_step",
    gettext_noop(
        "Your roles see persons. Set up a second step first: a time code from an app, or a passkey. Then everything opens."
    ),
)


def due(account: object, looking: Viewer) -> dt.datetime | None:
    """The moment from which nothing else opens; None when nothing is asked of this viewer, or she has done it.

    Where the demonstration is, people are invented and several visitors share an account: nobody is asked.
    """
    if not settings.REQUIRE_MFA or demonstration.stands() or not isinstance(account, Account):
        return None
    if not any(looking.can(permission) for permission in SEE_PERSONS) or is_mfa_enabled(account):
        return None
    return account.created_at + dt.timedelta(days=settings.MFA_GRACE_DAYS)


def check_session(account: object, looking: Viewer) -> None:
    """Raise NotAllowed where a session alone does not open anything any more; for views that set their own viewer."""
    until = due(account, looking)
    if until is not None and until < timezone.now():
        raise NotAllowed(MISSING.about())
