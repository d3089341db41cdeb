"""Schemes in one unit: who applies, how far each comes, who is there when they meet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from khetane.core.ways import Way
from khetane.demo.chance import Chance
from khetane.demo.forms.sessions import milestone, session
from khetane.demo.ledger import Ledger
from khetane.demo.names import typed
from khetane.demo.people import Household, Member
from khetane.demo.sendings import Sending, edited, sent
from khetane.history.source import OfficeEdit
from khetane.programmes.definition import For, Phase, Scheme
from khetane.programmes.following import earliest
from khetane.programmes.reading import shipped

APPLY = 0.16  # of the households registered
APPLY_LATER = 0.06  # of those visited again
UNMET = ("works=yes", "failing=no")  # who is taken in as an exception
MEET_EVERY = 35  # days
REASON = "Dogovoreno sa porodicom"
# Whom each scheme is offered to, and what is answered then; now and then somebody does not meet a criterion.
AGES: Mapping[str, tuple[int, int]] = {
    "scholarship": (14, 20),
    "after_school": (6, 15),
    "tutoring": (6, 20),
    "mentoring": (10, 20),
    "vocational_training": (16, 60),
    "rights_awareness": (15, 90),
}
ANSWERS: Mapping[str, Callable[[Chance], str]] = {
    "scholarship": lambda chance: (
        f"attends_secondary=yes average={chance.pick(('2.8', '3.4', '4.1', '4.6'))}"
    ),
    "after_school": lambda chance: "attends_primary=yes",
    "tutoring": lambda chance: f"attends_school=yes failing={chance.pick(('yes', 'yes', 'no'))}",
    "mentoring": lambda chance: "parents_agree=yes",
    "vocational_training": lambda chance: f"registered=yes works={chance.pick(('no', 'no', 'no', 'yes'))}",
    "housing_upgrade": lambda chance: "may_build=yes to_be_relocated=no hot_water=no",
    "repatriation": lambda chance: "returned=yes papers=yes",
    "rights_awareness": lambda chance: "",
}
ENDS = {Phase.LEFT: 0.15, Phase.REFUSED: 0.12}
AMOUNTS = {"first_payment": 6000, "materials": 240000, "own_contribution": 40000, "assistance": 55000}


@dataclass(slots=True)
class Running:
    """An enrolment under way, and when something comes next."""

    id: UUID
    scheme: Scheme
    stage: str
    chance: Chance
    next: dt.date
    household: Household
    exception: bool
    reached: dict[str, dt.date] = field(default_factory=dict)

    @property
    def phase(self) -> Phase:
        return self.scheme.latest.stages[self.stage].phase


@dataclass(slots=True)
class SchemesOfUnit:
    """Tells what happens in the schemes of a unit, day by day."""

    ledger: Ledger
    chance: Chance
    running: list[Running] = field(default_factory=list)
    applied: defaultdict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))
    met: defaultdict[str, dt.date] = field(default_factory=lambda: defaultdict(lambda: dt.date.min))

    def met_home(self, home: Household, day: dt.date) -> Iterator[Sending]:
        """Somebody of a household that was just registered, or is visited again, may apply."""
        chance = self.chance.of(home.id, day)
        if not chance.yes(APPLY if home.registered == day else APPLY_LATER):
            return
        scheme = shipped()[chance.pick(sorted(shipped()))]
        who = self.fitting(scheme, home, day, chance)
        if (scheme.whom is For.PERSON and who is None) or scheme.code in self.applied[home.id]:
            return
        self.applied[home.id].add(scheme.code)
        answers = ANSWERS[scheme.code](chance)
        enrolment = self.ledger.made("enrolment", chance.id())
        values = {
            "household": str(home.id),
            "person": str(who.id) if who else "",
            "scheme": scheme.code,
            "stage": scheme.latest.first,
            "applied_on": day.isoformat(),
            "answers": answers,
        }
        later = day + dt.timedelta(days=chance.between(8, 40))
        unmet = any(answer in UNMET for answer in answers.split())
        self.running.append(Running(enrolment, scheme, scheme.latest.first, chance, later, home, unmet))
        edit = OfficeEdit("enrolment", enrolment, "create", values)
        yield edited(day, scheme.mandate, chance.id(), edit)

    def fitting(self, scheme: Scheme, home: Household, day: dt.date, chance: Chance) -> Member | None:
        """Somebody of the age that the scheme is for, whose birth is known to the day."""
        low, high = AGES.get(scheme.code, (0, -1))
        fit = [one for one in home.members if one.precision == "day" and low <= one.age(day) <= high]
        return chance.pick(fit) if fit else None

    def due(self, day: dt.date) -> Iterator[Sending]:
        """What was recorded until a day: steps with the milestones they need, and sessions."""
        for one in self.running:
            while one.next <= day and (way := self.chosen(one)) is not None:
                yield from self.stepped(one, way)
        self.running = [one for one in self.running if one.scheme.latest.following(one.stage)]
        yield from self.sessions(day)

    def chosen(self, one: Running) -> Way | None:
        """The way an enrolment goes from its stage; None at an end."""
        rules = one.scheme.latest
        ways = {way.code: way for way in rules.following(one.stage)}
        ended = one.phase in (Phase.COMPLETED, Phase.LEFT, Phase.REFUSED)
        if ended or not ways:
            return None
        weights = {code: ENDS.get(rules.stages[way.target].phase, 1.0) for code, way in ways.items()}
        return ways[one.chance.weighted(weights)]

    def stepped(self, one: Running, way: Way) -> Iterator[Sending]:
        """Half of the milestones are sent from where they were reached, the others with the step from the office."""
        on, chance = one.next, one.chance
        outside = [kind for kind in way.needs if chance.yes(0.5)]
        for kind in outside:
            amount = str(AMOUNTS.get(kind, 0))
            filled = milestone(chance, self.ledger, one.scheme, one.id, kind, on, amount)
            yield sent(on, one.scheme.mandate, filled)
        milestones = [self.recorded(one, kind, on) for kind in way.needs if kind not in outside]
        asked = way.why or one.exception
        values = {"stage": way.target, "stage_on": on.isoformat()}
        values |= {"reason": typed(REASON, one.household.typing)} if asked else {}
        base = self.ledger.base("enrolment", one.id)
        step = OfficeEdit("enrolment", one.id, "update", values, base_version=base)
        one.stage = way.target
        one.reached |= dict.fromkeys(way.needs, on)
        one.next = max([on + dt.timedelta(days=chance.between(25, 120)), *self.waits(one)])
        yield edited(on, one.scheme.mandate, chance.id(), *milestones, step)

    def waits(self, one: Running) -> Iterator[dt.date]:
        """The days from which milestones can be reached that follow others."""
        rules = one.scheme.latest
        for kind in (rules.milestones[code] for way in rules.following(one.stage) for code in way.needs):
            if kind.after in one.reached:
                yield earliest(kind, one.reached[kind.after])

    def recorded(self, one: Running, kind: str, on: dt.date) -> OfficeEdit:
        made = self.ledger.made("milestone", one.chance.id())
        values = {
            "enrolment": str(one.id),
            "kind": kind,
            "state": "reached",
            "reached_on": on.isoformat(),
            **({"amount": str(AMOUNTS[kind])} if kind in AMOUNTS else {}),
        }
        return OfficeEdit("milestone", made, "create", values)

    def sessions(self, day: dt.date) -> Iterator[Sending]:
        """Those who take part meet now and then; who was there is sent from a tablet."""
        for scheme in shipped().values():
            served = [one for one in self.running if one.scheme is scheme and one.phase is Phase.SERVED]
            if scheme.sessions and served and (day - self.met[scheme.code]).days >= MEET_EVERY:
                self.met[scheme.code] = day
                chance = self.chance.of(scheme.code, day)
                filled = session(chance, self.ledger, scheme, day, [one.id for one in served])
                yield sent(day, scheme.mandate, filled)
