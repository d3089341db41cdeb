"""Who belongs to a household, and belonged to it: whole for choices, by pages on a screen, in pieces for paper."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, F, QuerySet, When
from django.http import QueryDict

from khetane.core.birth import AgeRange
from khetane.core.masking import mask
from khetane.desk.ages import age_of
from khetane.people.kinship import HEAD
from khetane.people.models import Household, Membership, Person

PAGE = 50
PIECE = 200


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who belongs, or belonged, to the household."""

    membership: Membership
    day: datetime.date

    @property
    def person(self) -> Person:
        return self.membership.person

    @property
    def age(self) -> AgeRange | None:
        """On the day of the page; None too where the viewer may not see the birth."""
        return age_of(self.person, self.day)


@dataclass(frozen=True, slots=True)
class Roster:
    """One page of members, how many there are in all, and where the other pages are."""

    shown: list[Member]
    count: int
    next_url: str
    first_url: str


def members(household: Household, day: datetime.date) -> list[Member]:
    """Everybody who belongs to it on `day`, or will, the head first and then by age."""
    return [Member(one, day) for one in belonging(household, day)]


def belonging(household: Household, day: datetime.date) -> QuerySet[Membership]:
    """Memberships that have not ended on `day`: the head first and then by age, those whose birth is not known last."""
    head_first = Case(When(role=HEAD, then=0), default=1)
    by_age = F("person__birth_date").asc(nulls_last=True)
    stands = household.memberships.exclude(ends__lte=day).select_related("person")
    return stands.order_by(head_first, by_age, "begins", "pk")


def ended(household: Household, day: datetime.date) -> QuerySet[Membership]:
    """Memberships that have, the last first."""
    return household.memberships.filter(ends__lte=day).select_related("person").order_by("-ends", "pk")


def heads_of(household: Household, day: datetime.date, now: Roster) -> list[Member]:
    """Who is recorded as its head on `day`: there should be one. They stand on the first page, `now` may be another."""
    if now.first_url:
        found = belonging(household, day).filter(role=HEAD)[:PAGE]
        return [Member(one, day) for one in found if one.begins <= day]
    return [one for one in now.shown if one.membership.role == HEAD and one.membership.begins <= day]


def by_pages(found: QuerySet[Membership], day: datetime.date, asked: QueryDict, name: str) -> Roster:
    """The page that the parameter `name` of the address asks for; a number that is none shows the first or last."""
    if name not in asked:
        first = list(found[: PAGE + 1])
        if len(first) <= PAGE:  # as nearly always: nothing has to be counted
            return Roster([Member(one, day) for one in first], len(first), "", "")
    page = Paginator(found, PAGE).get_page(asked.get(name))
    following = str(page.next_page_number()) if page.has_next() else ""
    return Roster(
        [Member(one, day) for one in page],
        page.paginator.count,
        _address(asked, name, following) if following else "",
        _address(asked, name, "") if page.has_previous() else "",
    )


def _address(asked: QueryDict, name: str, number: str) -> str:
    kept = asked.copy()
    kept.pop(name, None)
    if number:
        kept[name] = number
    return f"?{kept.urlencode()}#{name}"


def in_pieces(memberships: Sequence[UUID], day: datetime.date) -> Iterator[list[Member]]:
    """The members of these memberships in this order, some at a time, masked for the viewer."""
    for first in range(0, len(memberships), PIECE):
        ids = memberships[first : first + PIECE]
        found = Membership.objects.select_related("person").in_bulk(ids)
        yield [Member(one, day) for one in mask(found[pk] for pk in ids if pk in found)]
