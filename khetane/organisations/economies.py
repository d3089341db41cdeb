"""In which economy a unit works: its lists and laws follow from that."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from khetane.organisations.models import Unit

# What people are paid in, by economy; amounts may also be said in euros.
CURRENCY = {"AL": "ALL", "BA": "BAM", "ME": "EUR", "MK": "MKD", "RS": "RSD", "TR": "TRY", "XK": "EUR"}
EURO = "EUR"
CURRENCIES = tuple(sorted({EURO, *CURRENCY.values()}))


@lru_cache(maxsize=4096)
def economy_of(unit_id: UUID) -> str:
    """The code of the economy (`RS`). A unit never changes it, so each process asks once.

    Raises Unit.DoesNotExist for a unit that is not there.
    """
    path: str = Unit.objects.values_list("municipality__path", flat=True).get(pk=unit_id)
    return "".join(path.split(".")[1:2]).upper()


def economy_path(unit: Unit) -> str:
    """The path of that economy in the tree of places."""
    return ".".join(unit.municipality.path.split(".")[:2])


def currency_of(unit_id: UUID) -> str:
    """The currency of the unit's economy."""
    return CURRENCY.get(economy_of(unit_id), EURO)
