"""Named reads of households and persons."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from khetane.people.models import Consent, Household, Membership  # noqa: F401  # named in strings below


def on(day: datetime.date, *, begins: str = "begins", ends: str = "ends") -> Q:
    """The rows in force on a day; the last day is no longer one of them."""
    return Q(**{f"{begins}__lte": day}) & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day}))


class MembershipQuerySet(QuerySet["Membership"]):
    """Who belongs to which household, when."""

    def on(self, day: datetime.date) -> MembershipQuerySet:
        return self.filter(on(day))


class HouseholdQuerySet(QuerySet["Household"]):
    """Reads for lists and pages."""

    def with_place(self) -> HouseholdQuerySet:
        """Each with its settlement and the settlement's names: one query more, however many there are."""
        return self.select_related("place", "unit").prefetch_related("place__names")

    def with_heads(self, day: datetime.date) -> HouseholdQuerySet:
        """Each with `heads`: the memberships of its head on `day`."""
        heads = self._memberships().on(day).filter(role="head").select_related("person")
        return self.prefetch_related(Prefetch("memberships", heads, to_attr="heads"))

    def with_size(self, day: datetime.date) -> HouseholdQuerySet:
        """Each with `size`: how many members it has on `day`."""
        members = self._memberships().on(day).filter(household=OuterRef("pk")).order_by()
        counted = members.values("household").annotate(n=Count("pk")).values("n")
        sized: HouseholdQuerySet = self.annotate(
            size=Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)
        )
        return sized

    def _memberships(self) -> MembershipQuerySet:
        related: type[Membership] = self.model._meta.get_field("memberships").related_model  # type: ignore[assignment]  # the reverse of Membership.household
        return MembershipQuerySet(related)


class ConsentQuerySet(QuerySet["Consent"]):
    """Consents given and withdrawn."""

    def in_force(self, day: datetime.date) -> ConsentQuerySet:
        """Given by `day` and not withdrawn by then."""
        withdrawn = Q(withdrawn_on__isnull=False, withdrawn_on__lte=day)
        return self.filter(given_on__lte=day).exclude(withdrawn)
