"""What every form about a household begins with, and what its answers are drawn from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.instances import Entity, Page
from khetane.demo.ledger import Ledger
from khetane.demo.names import Typing, typed
from khetane.demo.people import Household, Member
from khetane.demo.towns import Settlement


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation with a household during a visit, or between visits."""

    chance: Chance
    ledger: Ledger
    day: dt.date
    household: Household
    settlement: Settlement
    typing: Typing
    visit: UUID | None = None

    def typed(self, text: str) -> str:
        return typed(text, self.typing)

    def on(self) -> str:
        return self.day.isoformat()

    def head(self, **more: str) -> Page:
        """The answers before and in the first page of a form that opens on a household, with `more` on that page."""
        about = {"day": self.on(), "visit": self.visit_id(), "household": str(self.household.id), **more}
        return {"visit_place": str(self.settlement.id) if self.visit else "", "about": about}

    def visit_id(self) -> str:
        return str(self.visit) if self.visit else ""

    def odds(self, percent: float) -> bool:
        """Whether something good that so many per cent have is true here."""
        return self.chance.yes(min(0.995, max(0.005, percent / 100 + self.settlement.comfort)))

    def answered(self, percent: float) -> str:
        """Yes or no by `odds`; now and then the person does not know or does not say."""
        if self.chance.yes(0.02):
            return self.chance.pick(("dont_know", "declined"))
        return yes_no(self.odds(percent))

    def change_person(self, member: Member) -> Entity:
        return Entity("person", member.id, base=self.ledger.base("person", member.id))

    def change_household(self) -> Entity:
        return Entity("household", self.household.id, base=self.ledger.base("household", self.household.id))


def yes_no(truth: bool) -> str:
    return "yes" if truth else "no"


def minutes(chance: Chance, over_half_an_hour: float) -> str:
    """Minutes to a service that so many per cent reach only in more than half an hour."""
    return str(chance.between(35, 80) if chance.yes(over_half_an_hour / 100) else chance.between(3, 30))
