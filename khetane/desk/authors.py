"""How the people behind records are called."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from khetane.access.models import Account


def names_of(accounts: Iterable[UUID]) -> dict[UUID, str]:
    """How the people behind accounts are called."""
    return {one.pk: str(one) for one in Account.objects.filter(pk__in=set(accounts))}
