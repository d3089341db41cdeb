"""What happened to a household, in order: visits, what each submission brought or changed, who answers for it.

Two streams are read by time and joined; each page needs the same number of queries. What the viewer's
mandates do not read is not there: row-level security leaves it out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Max, Min
from django.utils import timezone

from khetane.core.keyset import moment_before
from khetane.core.mandates import Mandate
from khetane.core.masking import sees
from khetane.desk.authors import names_of
from khetane.desk.disputed import disputes_of
from khetane.desk.records import Record, records_of
from khetane.forms.models import Submission
from khetane.history.models import Conflict, EntityChange
from khetane.outreach.models import HouseholdMove, Visit
from khetane.people.models import Household, PersonStatus, Responsibility
from khetane.places.naming import places_named, unit_named
from khetane.subjects.models import Expiry
from khetane.web.names import form_title

PAGE = 20
MOST = 40  # records of one submission that are named
ISO = "%Y-%m-%dT%H:%M:%S.%f%z"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `said_at` is when it was recorded in the field, if that is known."""

    when: datetime.datetime
    kind: str
    who: str = ""
    title: str = ""
    said_at: datetime.datetime | None = None
    submission: UUID | None = None
    records: tuple[Record, ...] = ()
    visit: Visit | None = None
    responsibility: Responsibility | None = None
    notice: Expiry | None = None
    move: HouseholdMove | None = None

    @property
    def saying(self) -> tuple[Record, ...]:
        """The records of which something is said, or the only one."""
        several = tuple(one for one in self.records if one.says_something)
        return several if several or len(self.records) > 1 else self.records

    @property
    def told(self) -> tuple[Record, ...]:
        """Those of them that are named one by one: a form may bring thousands."""
        return self.saying[:MOST]

    @property
    def more(self) -> int:
        """How many of them are not named."""
        return len(self.saying) - len(self.told)

    @property
    def as_before(self) -> int:
        """How many more records were sent in and became no different."""
        return len(self.records) - len(self.saying)

    @property
    def on(self) -> datetime.date:
        """The day it happened, where the reader is."""
        return timezone.localdate(self.when)

    @property
    def said_on(self) -> datetime.date | None:
        """The day it was recorded in the field: forms ask for a day, seldom for the hour."""
        return timezone.localdate(self.said_at) if self.said_at else None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events, the latest first; `before` continues to earlier ones, empty at the beginning."""

    events: tuple[Event, ...] = ()
    before: str = ""
    latest: bool = field(default=True)


@dataclass(frozen=True, slots=True)
class Moment:
    """A submission that changed something of the household: its last and first change."""

    source: UUID
    when: datetime.datetime
    said_at: datetime.datetime | None
    account: UUID


def timeline_of(household: Household, before: str = "", *, size: int = PAGE) -> Timeline:
    """The latest events, or those earlier than `before` (as a page before gave it)."""
    border = moment_before(before)
    moments = submissions(household, border, size)
    events = [*visits(household, border, size), *answers(household, border), *moves(household, border)]
    events += [*changes(household, moments), *notices(household, border)]
    events.sort(key=lambda event: event.when, reverse=True)
    shown = whole_moments(events, size)
    more = len(shown) < len(events) or len(moments) >= size
    return Timeline(tuple(shown), shown[-1].when.strftime(ISO) if shown and more else "", border is None)


def whole_moments(events: list[Event], size: int) -> list[Event]:
    """The first `size` events and those of the same moment as the last: a moment is never divided."""
    if len(events) <= size:
        return events
    border = events[size - 1].when
    return [event for event in events if event.when >= border]


def submissions(household: Household, border: datetime.datetime | None, size: int) -> list[Moment]:
    """The submissions that changed the household, the latest first, all of the last moment."""
    grouped = (
        EntityChange.objects.filter(household=household.pk)
        .order_by()
        .values("source", "account")
        .annotate(when=Max("at"), said=Min("said_at"))
    )
    if border is not None:
        grouped = grouped.filter(when__lt=border)
    first = list(grouped.order_by("-when", "source")[:size])
    if len(first) == size:
        last = first[-1]["when"]
        seen = {row["source"] for row in first}
        first += [row for row in grouped.filter(when=last) if row["source"] not in seen]
    return [Moment(row["source"], row["when"], row["said"], row["account"]) for row in first]


def changes(household: Household, moments: list[Moment]) -> list[Event]:
    """An event for each submission, with the records it made or changed."""
    sources = [moment.source for moment in moments]
    rows = EntityChange.objects.filter(household=household.pk, source__in=sources).order_by("id")
    if not sees(PersonStatus, "kind", household.unit_id):
        rows = rows.exclude(dataset="status")  # that there is one is what is special
    found = list(rows.defer("sealed"))
    records = records_of(found)
    disputes = disputes_of(found, Conflict.objects.filter(household=household.pk))
    known = Submission.objects.filter(pk__in=sources).select_related("form_version__form")
    titles = {
        one.pk: form_title(one.form_version) if one.form_version else ""
        for one in known.defer("content", "key")
    }
    names = names_of(moment.account for moment in moments)
    return [
        Event(
            when=moment.when,
            kind="submission",
            who=names.get(moment.account, ""),
            title=titles.get(moment.source, ""),
            said_at=moment.said_at,
            submission=moment.source if moment.source in titles else None,
            records=each_once(
                replace(
                    records[change.pk],
                    disputes=disputes.get((change.dataset, change.record, change.source), ()),
                )
                for change in found
                if change.source == moment.source
            ),
        )
        for moment in moments
    ]


def each_once(records: Iterable[Record]) -> tuple[Record, ...]:
    """Each record once: what a submission said of it is kept apart by mandate, and told together."""
    joined: dict[tuple[str, UUID], Record] = {}
    for one in records:
        known = joined.get((one.dataset, one.id))
        fields = dict.fromkeys((*known.fields, *one.fields)) if known else one.fields
        joined[one.dataset, one.id] = replace(one, fields=tuple(fields))
    return tuple(joined.values())


def visits(household: Household, border: datetime.datetime | None, size: int) -> list[Event]:
    """The visits at which the household was met, on their day."""
    rows = Visit.objects.filter(visithousehold__household=household).order_by("-date")
    if border is not None:
        rows = rows.filter(date__lt=timezone.localdate(border) + datetime.timedelta(days=1))
    events = [
        Event(when=morning(visit.date), kind="visit", visit=visit, who=took_part(visit))
        for visit in rows[: size + 1]
    ]
    return [event for event in events if border is None or event.when < border]


def took_part(visit: Visit) -> str:
    """The mandates that were there, in words."""
    mandates = dict(Mandate.choices)
    return ", ".join(str(mandates.get(code, code)) for code in visit.participants)


def answers(household: Household, border: datetime.datetime | None) -> list[Event]:
    """Which unit began to answer for the household, when."""
    rows = Responsibility.objects.filter(household=household).select_related("unit")
    rows = rows.prefetch_related(unit_named())
    events = [Event(when=morning(row.begins), kind="responsibility", responsibility=row) for row in rows]
    return [event for event in events if border is None or event.when < border]


def notices(household: Household, border: datetime.datetime | None) -> list[Event]:
    """That its time of keeping nears the end, and that the unit still needs it; for who may see that."""
    events = []
    for row in Expiry.objects.filter(household_id=household.pk).order_by("noticed_on"):
        events.append(Event(when=morning(row.noticed_on), kind="notice", notice=row))
        if row.said_at is not None:
            events.append(Event(when=row.said_at, kind="still_needed", notice=row))
        if row.confirmed_at is not None:
            events.append(Event(when=row.confirmed_at, kind="decided", notice=row))
    return [event for event in events if border is None or event.when < border]


def moves(household: Household, border: datetime.datetime | None) -> list[Event]:
    """When the household's settlement was merged into another one, and who merged it."""
    rows = HouseholdMove.objects.filter(household=household).prefetch_related(
        *places_named("place", "successor")
    )
    found = list(rows.filter(at__lt=border) if border is not None else rows)
    names = names_of(row.account for row in found)
    return [Event(when=row.at, kind="move", who=names.get(row.account, ""), move=row) for row in found]


def morning(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
