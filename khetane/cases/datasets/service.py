"""The dataset `service`: something delivered to a household or person."""

from __future__ import annotations

from collections.abc import Iterator

from khetane.cases.datasets.casework import HOUSEHOLD, MANDATE_OF, NEED, PERSON, VISIT, Casework
from khetane.cases.lists import SERVICES
from khetane.cases.models import Service
from khetane.cases.services.reading import shipped
from khetane.cases.services.rules import faults
from khetane.core.mandates import Area, Mandate
from khetane.core.problems import Problem
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, day, decimal, text, whole
from khetane.organisations.economies import CURRENCIES, currency_of

MONEY = 1_000_000_000
DELIVERED = (
    Property("type", choice(SERVICES.codes), "type", required=True),
    Property("date", day, "date", empty=None, required=True, past=True),
    Property("quantity", decimal(1_000_000), "quantity", empty=None),
    Property("provider", text(200), "provider"),
    Property("amount", decimal(MONEY), "amount", empty=None),
    Property("currency", choice(CURRENCIES), "currency"),
)


class ServiceDataset(Casework):
    """Something delivered."""

    name = "service"
    model = Service
    declared = (
        HOUSEHOLD,
        PERSON,
        VISIT,
        NEED,
        *DELIVERED,
        Property("child_year", whole(0, 7), "child_year", empty=None),
    )
    together = (("amount", "currency"),)

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().settle(draft, batch)
        if batch.source.mandate not in Mandate.values:
            need = batch.record("need", draft.values["need"])
            draft.mandate = need.mandate if need is not None else delivering_mandate(draft, batch)
        in_own_currency(draft)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        yield from faults(shipped(), draft.values, where=draft.where)


def delivering_mandate(draft: Draft, batch: Batch) -> str:
    """Whose a delivery is when its form belongs to no mandate: that of its area, where who delivered it holds
    that one; else the only one she holds; else the coordination's."""
    own = batch.viewer.mandates.get(draft.unit_id, frozenset()) if draft.unit_id else frozenset()
    kind = shipped().types.get(draft.values["type"])
    usual = str(MANDATE_OF[Area(kind.area)]) if kind else ""
    if usual in own:
        return usual
    return min(own) if len(own) == 1 else str(Mandate.COORDINATION)


def in_own_currency(draft: Draft) -> None:
    """An amount without a currency is in that of the unit's economy."""
    if draft.values["amount"] and not draft.values["currency"] and draft.unit_id:
        draft.values["currency"] = currency_of(draft.unit_id)
