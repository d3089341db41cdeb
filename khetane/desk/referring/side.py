"""On which side of a referral the viewer stands, how it counts today, and what she may do with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, F, Q, Value, When
from django.shortcuts import get_object_or_404
from django.utils import timezone

from khetane.cases.models import Referral, ReferralState
from khetane.cases.referring.page_models import PageEvent, PageEventKind
from khetane.cases.referring.rules import ANSWERS, is_over, may_step, state_on
from khetane.cases.states import REFERRAL
from khetane.core.states import Step
from khetane.core.viewer import Viewer, current
from khetane.desk.whose import of_her_mandates


@dataclass(frozen=True, slots=True)
class Side:
    """A referral as one viewer may deal with it on a day."""

    referral: Referral
    own: frozenset[str]
    day: datetime.date

    @property
    def state(self) -> str:
        """The state as it counts today: an answer that is overdue has expired."""
        return state_on(self.referral.state, self.referral.expires_on, self.day)

    @property
    def state_label(self) -> str:
        return str(ReferralState(self.state).label)

    @property
    def overdue(self) -> bool:
        return is_over(self.referral.state, self.referral.expires_on, self.day)

    @property
    def sends(self) -> bool:
        return self.referral.mandate in self.own

    @property
    def mandate(self) -> str:
        """The mandate as which the viewer takes steps."""
        return self.referral.mandate if self.sends else self.referral.to_mandate

    @property
    def to_institution(self) -> bool:
        return not self.referral.to_mandate

    def steps(self) -> Iterator[Step]:
        """The steps that the viewer may take now. Extending has a form of its own; expiring needs nobody."""
        if not current().can("registry.write", self.referral.unit_id):
            return
        for step in REFERRAL.following(self.referral.state):
            closed = self.overdue and step.target in ANSWERS
            if step.name not in ("extend", "expire") and not closed and self.may(step.target):
                yield step

    def may(self, target: str) -> bool:
        to = self.referral.to_mandate
        return may_step(target, from_mandate=self.referral.mandate, to_mandate=to, own=self.own)

    @property
    def may_extend(self) -> bool:
        under_way = self.referral.state in ("sent", "accepted", "expired")
        return self.sends and under_way and current().can("registry.write", self.referral.unit_id)

    @property
    def may_tell(self) -> bool:
        """Whether a page or letter for the institution can be made now."""
        return self.may_extend and self.to_institution and self.state in ("sent", "accepted")


def side_of(referral: Referral) -> Side:
    own = current().mandates.get(referral.unit_id, frozenset())
    return Side(referral, own, timezone.localdate())


def referral_named(referral_id: UUID) -> Referral:
    """The referral with all that its page says, or 404 where it is not there for the viewer."""
    found = Referral.objects.select_related(
        "household", "household__place", "person", "directory_entry", "directory_entry__place", "unit"
    )
    return get_object_or_404(found.prefetch_related("household__place__names"), pk=referral_id)


def counted(day: datetime.date) -> Case:
    """The state as it counts on a day, for questions to the database."""
    over = When(state=ReferralState.SENT, expires_on__lt=day, then=Value(ReferralState.EXPIRED))
    return Case(over, default=F("state"))


def received(viewer: Viewer) -> Q:
    """Referrals to the viewer's mandates."""
    return of_her_mandates(viewer, "to_mandate")


def sent(viewer: Viewer) -> Q:
    """Referrals of the viewer's mandates."""
    return of_her_mandates(viewer)


def pending(referral: Referral, events: list[PageEvent]) -> PageEvent | None:
    """The first answer given on a page that is not taken over into the referral yet."""
    given = [one for one in events if one.kind == PageEventKind.ANSWERED]
    return next((one for one in given if REFERRAL.step(referral.state, one.answer)), None)
