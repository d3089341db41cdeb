"""Who signed in, who failed to, and what became of passwords, addresses and second steps: events of the audit.

After a stolen password they tell from when. What allauth does is heard by its signals; a session of a test is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from allauth.account import signals as accounts
from allauth.mfa import signals as steps
from django.contrib.auth.signals import user_login_failed
from django.dispatch import Signal

from khetane.access.models import Account
from khetane.core import audit
from khetane.core.viewer import acting_as, acting_as_system

ACCOUNT, SECOND_STEP = "account", "second_step"
# What is heard, and how it is told: the action, the kind of record, and the field that changed.
TOLD: dict[Signal, tuple[str, str, tuple[str, ...]]] = {
    accounts.user_logged_in: ("signed_in", ACCOUNT, ()),
    accounts.password_set: ("changed", ACCOUNT, ("password",)),
    accounts.password_changed: ("changed", ACCOUNT, ("password",)),
    accounts.password_reset: ("changed", ACCOUNT, ("password",)),
    accounts.email_added: ("changed", ACCOUNT, ("email",)),
    accounts.email_changed: ("changed", ACCOUNT, ("email",)),
    accounts.email_removed: ("changed", ACCOUNT, ("email",)),
    steps.authenticator_added: ("created", SECOND_STEP, ()),
    steps.authenticator_removed: ("removed", SECOND_STEP, ()),
    steps.authenticator_reset: ("changed", SECOND_STEP, ()),
    steps.authentication_failed: ("sign_in_failed", SECOND_STEP, ()),
}


def watch() -> None:
    """Hear all of them from here on."""
    for signal, told in TOLD.items():
        signal.connect(
            partial(_record, told), weak=False, dispatch_uid=f"khetane.access.sign_ins {told} {id(signal)}"
        )
    user_login_failed.connect(_record_failure, dispatch_uid="khetane.access.sign_ins")


def _record(told: tuple[str, str, tuple[str, ...]], user: Account, **kwargs: Any) -> None:
    action, kind, fields = told
    with acting_as(user.pk):
        audit.record(action, kind, [user.pk], fields=fields)


def _record_failure(credentials: Mapping[str, Any], **kwargs: Any) -> None:
    """Whether the address has an account or not, the same is done: nobody can tell by the time it takes."""
    given = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    with acting_as_system():
        found = Account.objects.filter(email=given).values_list("pk", flat=True)
        audit.record("sign_in_failed", ACCOUNT, found)
