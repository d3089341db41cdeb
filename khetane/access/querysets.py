"""Named reads of accounts and what belongs to them."""

from __future__ import annotations

from khetane.access.models import Account
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid

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
