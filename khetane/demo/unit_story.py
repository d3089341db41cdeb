"""Two years of one mobile unit: its visits, whom it registers, what it finds and what comes of it."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from khetane.demo import plans, schedule
from khetane.demo.casebook import AGREED, Casebook, safety_need
from khetane.demo.chance import Chance
from khetane.demo.courses import LEGAL
from khetane.demo.forms import casework, changes, visits
from khetane.demo.forms.answering import taken_on
from khetane.demo.forms.groups import HELD, workshop
from khetane.demo.forms.needs import MANDATE, NeedMade, assessment
from khetane.demo.forms.notes import note
from khetane.demo.forms.registration import registration
from khetane.demo.forms.settlements import profile
from khetane.demo.forms.talk import Talk
from khetane.demo.forms.visits import Visit
from khetane.demo.ledger import Ledger
from khetane.demo.people import Household
from khetane.demo.processes import ProcessesOfUnit
from khetane.demo.schemes import SchemesOfUnit
from khetane.demo.sendings import COORDINATION, Sending, sent
from khetane.demo.towns import Settlement, Town

MET_AGAIN = 3  # households already registered that a visit meets, besides new ones
CALLED_ON = 5  # of them on the round of a planned visit
PLANS = 0.06  # of the talks with a household that has no plan yet
PLANS_SINCE = 360  # days
CLIENTS = 0.8  # of those who live alone and meet a lawyer when they are registered
TAKEN_ON = 0.85  # of those who need legal aid, once a lawyer is at a visit
ALL_REGISTERED_BY = 0.7  # of the visits to a settlement
PROFILES_AFTER = (8, 375, 700)  # days


@dataclass(slots=True)
class UnitStory:
    """Tells the sendings of one unit, each after those it builds on."""

    chance: Chance
    town: Town
    households: list[Household]
    first: dt.date
    today: dt.date
    ledger: Ledger = field(default_factory=Ledger)
    assessed: defaultdict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    planned: set[UUID] = field(default_factory=set)
    book: Casebook = field(init=False)
    schemes: SchemesOfUnit = field(init=False)
    processes: ProcessesOfUnit = field(init=False)
    waiting: dict[str, list[Household]] = field(init=False)
    registered: defaultdict[str, list[Household]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.book = Casebook(self.ledger, self.chance.of("book"), self.town.typing, self.today)
        self.schemes = SchemesOfUnit(self.ledger, self.chance.of("schemes"))
        self.processes = ProcessesOfUnit(
            self.ledger, self.chance.of("processes"), self.town, self.first, self.today, self.registered
        )
        self.waiting = {place.code: [] for place in self.town.settlements}
        for home in self.households:
            self.waiting[home.settlement].append(home)

    def sendings(self) -> Iterator[Sending]:
        """All of it, in the order in which it was sent."""
        told = list(schedule.visits(self.chance, self.town, self.first, self.today))
        profiles = list(self.profiles())
        for number, visit in enumerate(told):
            start = visit.planned_on or visit.day
            while profiles and profiles[0].day <= start:
                yield profiles.pop(0)
            yield from self.book.due(start)
            yield from self.schemes.due(start)
            yield from self.processes.due(start)
            if visit.planned_on:
                known = self.of(visit, "calls").some(self.registered[visit.settlement.code], CALLED_ON)
                visit.calls = [home.id for home in known]
                yield sent(
                    visit.planned_on, COORDINATION, visits.planned(visit, self.of(visit, "plan"), self.ledger)
                )
            if visit.day <= self.today:
                left = sum(
                    later.settlement == visit.settlement and not later.cancelled for later in told[number:]
                )
                yield from self.made(visit, left - self.late(visit.settlement, told))
        yield from profiles
        yield from self.book.due(self.today)
        yield from self.schemes.due(self.today)
        yield from self.processes.due(self.today)
        yield from self.last_births()

    def of(self, visit: Visit, what: str) -> Chance:
        return self.chance.of(visit.id, what)

    def late(self, settlement: Settlement, told: list[Visit]) -> int:
        """How many of the last visits to a settlement find nobody new any more."""
        return int(sum(visit.settlement == settlement for visit in told) * (1 - ALL_REGISTERED_BY))

    def made(self, visit: Visit, left: int) -> Iterator[Sending]:
        """A visit, and what was recorded at it. New households come first: the visit names them."""
        if visit.cancelled:
            yield sent(visit.day, COORDINATION, visits.reported(visit, self.of(visit, "report"), self.ledger))
            return
        new = self.take_waiting(visit.settlement, left)
        registered = self.registered[visit.settlement.code]
        called_on = [home for home in registered if home.id in visit.calls]
        known = self.of(visit, "met").some(called_on or registered, MET_AGAIN)
        for home in new:
            home.register(visit.day)
            yield self.first_met(visit, home)
        self.registered[visit.settlement.code] += new
        visit.met = [home.id for home in (*known, *new)]
        tell = visits.reported if visit.planned_on else visits.recorded
        yield sent(visit.day, COORDINATION, tell(visit, self.of(visit, "report"), self.ledger))
        for home in (*known, *new):
            yield from self.conversation(self.talk(visit, home), visit.participants)
            yield from self.schemes.met_home(home, visit.day)
        yield from self.workshop(visit, [*known, *new])

    def first_met(self, visit: Visit, home: Household) -> Sending:
        """Registered by the coordinator; who lives alone and meets the lawyer may become her client with the same form."""
        talk = self.talk(visit, home, "first")
        if LEGAL in visit.participants and len(home.members) == 1 and talk.chance.of("client").yes(CLIENTS):
            self.book.clients.add(home.id)
            self.book.empowering.add(home.head.id)
            return sent(visit.day, LEGAL, taken_on(talk))
        return sent(visit.day, COORDINATION, registration(talk))

    def workshop(self, visit: Visit, homes: list[Household]) -> Iterator[Sending]:
        """Now and then somebody holds one in the settlement on the same day."""
        chance = self.of(visit, "workshop")
        holding = [mandate for mandate in visit.participants if mandate in HELD]
        if holding and homes and chance.yes(0.15):
            mandate = chance.pick(holding)
            filled = workshop(chance, self.ledger, visit, mandate, homes, homes[0].typing)
            yield sent(visit.day, self.recorder(mandate, homes), filled)

    def recorder(self, mandate: str, homes: Sequence[Household]) -> str:
        """Who sends a mandate's form: of whom the lawyer does not act for, the coordinator beside her."""
        theirs = all(home.id in self.book.clients for home in homes)
        return COORDINATION if mandate == LEGAL and not theirs else mandate

    def take_waiting(self, settlement: Settlement, left: int) -> list[Household]:
        """The households registered at a visit, when `left` visits remain for all that wait."""
        waiting = self.waiting[settlement.code]
        number = math.ceil(len(waiting) / max(1, left))
        taken, self.waiting[settlement.code] = waiting[:number], waiting[number:]
        return taken

    def talk(self, visit: Visit, home: Household, what: str = "") -> Talk:
        chance = self.chance.of(visit.id, home.id, what)
        return Talk(chance, self.ledger, visit.day, home, visit.settlement, home.typing, visit.id)

    def conversation(self, talk: Talk, participants: Sequence[str]) -> Iterator[Sending]:
        """What the members who took part record of one household."""
        chance, home = talk.chance, talk.household
        lawyer, acts = LEGAL in participants, home.id in self.book.clients
        areas = [area for area, mandate in MANDATE.items() if mandate in participants]
        if not acts:
            # An incident is a procedure of hers at once; which papers are missing the coordinator may ask.
            areas = [area for area in areas if area != "discrimination"]
        for area in self.to_assess(chance, home, areas):
            filled, found = assessment(talk, area)
            self.book.needs.setdefault(home.id, []).extend(found)
            yield sent(talk.day, self.recorder(MANDATE[area], [home]), filled)
        taken_on = lawyer and not acts and self.book.may_proceed(home.id) and chance.yes(TAKEN_ON)
        if taken_on:
            yield from self.book.proceed(talk)
        acts = acts or taken_on
        if not acts:
            participants = [mandate for mandate in participants if mandate != LEGAL]
        if chance.yes(0.4):
            mandate = chance.pick(list(participants))
            filled, tasks = note(talk, mandate)
            self.book.tasks += tasks
            yield sent(talk.day, mandate, filled)
        yield from self.book.told_at(talk, participants)
        # What the lawyer has just taken on she does not take on once more in the same conversation.
        yield from self.casework(talk, [one for one in participants if not (taken_on and one == LEGAL)])
        yield from self.changes(talk)

    def to_assess(self, chance: Chance, home: Household, areas: list[str]) -> list[str]:
        """Areas not yet asked about, else one to ask about again."""
        done = self.assessed[home.id]
        chosen = chance.some([area for area in areas if area not in done], 1 if chance.yes(0.75) else 2)
        if not chosen and chance.yes(0.3):
            chosen = [chance.pick(areas)]
        done += chosen
        return chosen

    def casework(self, talk: Talk, participants: Sequence[str]) -> Iterator[Sending]:
        """Services for open needs, consent, referrals, procedures."""
        chance, home = talk.chance, talk.household
        needs = [one for one in self.book.needs.get(home.id, []) if one.mandate in participants]
        for need in filter(self.book.acts_on, needs):
            if chance.yes(0.4):
                yield self.served(talk, need, met=chance.yes(0.65))
            elif chance.yes(0.12):
                state = chance.weighted({"open": 0.2, "working": 0.2, "met": 0.3, "dropped": 0.3})
                self.close(need, state in ("met", "dropped"))
                yield sent(talk.day, need.mandate, casework.followup(talk, need, state))
            elif home.id in self.book.consents and chance.yes(0.8 if self.book.is_recent(talk) else 0.2):
                yield self.book.refer(talk, need)
        if home.id not in self.book.consents and chance.yes(0.3):
            filled, consent = casework.consent(talk, "referral", AGREED)
            self.book.consents[home.id] = consent, talk.day
            yield sent(talk.day, COORDINATION, filled)
        elif self.book.may_withdraw(home.id) and chance.yes(0.08):
            consent, given = self.book.consents.pop(home.id)
            label = f"referral · {given.isoformat()}"
            yield sent(talk.day, COORDINATION, casework.withdrawal(talk, consent, label))
        elif chance.yes(0.03):
            purpose, recipients = chance.pick((("sharing", ["municipality"]), ("research", ["statistics"])))
            yield sent(talk.day, COORDINATION, casework.consent(talk, purpose, recipients)[0])
        wanted = 0.55 if home.lacking() else 0.12
        if LEGAL in participants and chance.yes(wanted):
            yield from self.book.proceed(talk)
        if "social_protection" in participants and chance.yes(0.004):
            yield safety_need(talk)
        lately = (self.today - talk.day).days < PLANS_SINCE
        if lately and home.id not in self.planned and chance.of("has a plan").yes(PLANS):
            self.planned.add(home.id)
            yield from plans.drawn_up(talk, self.book, participants)

    def served(self, talk: Talk, need: NeedMade, *, met: bool) -> Sending:
        self.close(need, met)
        return sent(talk.day, need.mandate, casework.service(talk, need.area, need, met=met)[0])

    def close(self, need: NeedMade, closed: bool) -> None:
        if closed:
            self.book.needs[need.household].remove(need)

    def changes(self, talk: Talk) -> Iterator[Sending]:
        """What became different in the household since the last visit."""
        chance, home = talk.chance, talk.household
        if home.registered == talk.day:
            return
        if chance.yes(0.03):
            yield sent(
                talk.day,
                COORDINATION,
                changes.household_changed(talk, {"note": talk.typed("Javiti se dan ranije")}),
            )
        for child in home.newly_born(talk.day):
            yield sent(talk.day, COORDINATION, changes.member_added(talk, child, joined=child.born))
        grown = [one for one in home.members[1:] if one.role == "child" and one.age(talk.day) >= 18]
        if grown and chance.yes(0.05):
            left = chance.pick(grown)
            home.members.remove(left)
            reason = chance.pick(("married", "abroad", "moved"))
            yield sent(talk.day, COORDINATION, changes.member_left(talk, left, reason))

    def last_births(self) -> Iterator[Sending]:
        """Children born since the last visit to their household, told by phone."""
        places = {place.code: place for place in self.town.settlements}
        for home in self.households:
            talk = Talk(
                self.chance.of(home.id, "births"),
                self.ledger,
                self.today,
                home,
                places[home.settlement],
                home.typing,
            )
            for child in home.newly_born(self.today):
                yield sent(self.today, COORDINATION, changes.member_added(talk, child, joined=child.born))

    def profiles(self) -> Iterator[Sending]:
        """The settlements as seen at two or three dates."""
        seed = self.chance.of("profiles")
        for step, after in enumerate(PROFILES_AFTER):
            day = schedule.workday(self.first + dt.timedelta(days=after))
            for settlement in self.town.settlements:
                homes = [home for home in self.households if home.settlement == settlement.code]
                seen = step < 2 or seed.of(settlement.code, "again").yes(0.5)
                if seen and day <= self.today:
                    people = sum(len(home.members) for home in homes)
                    filled = profile(settlement, len(homes), people, step, day, seed, self.town.typing)
                    yield sent(day, COORDINATION, filled)
