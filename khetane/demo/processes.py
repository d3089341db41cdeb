"""The settlements of one unit as cases: each process comes to another stage, so that all stand somewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.forms.inspections import inspection
from khetane.demo.ledger import Ledger
from khetane.demo.names import typed
from khetane.demo.people import Household
from khetane.demo.sendings import COORDINATION, Sending, edited, sent
from khetane.demo.towns import Settlement, Town, pilot_municipalities
from khetane.history.source import OfficeEdit
from khetane.upgrading.definition import Needed, Phase, ProcessType, ProcessWay
from khetane.upgrading.models import RISKS
from khetane.upgrading.reading import shipped

# Where the processes of the first unit stand, of the second, and so on; a relocation in each third municipality.
STANDING: Mapping[str, Sequence[str]] = {
    "legalisation": ("registered", "requests_filed", "surveyed", "decided_to_begin", "legalised", "stopped", "opened"),
    "upgrading": ("handed_over", "under_works", "decided", "designed", "stopped", "proposed"),
    "relocation": ("considered", "notified", "decided", "moved", "settled", "given_up"),
}  # fmt: skip
Tell = Callable[[dt.date], Iterator[Sending]]
INSPECTED = ((25, "to_mend"), (3, "in_order"))  # days before the step that needs it
EACH: Mapping[str, int] = {"legalisation": 1, "upgrading": 1, "relocation": 3}
BEGUN_AFTER = {"legalisation": 60, "upgrading": 150, "relocation": 240}  # days
STEP_AFTER = (55, 80)
TITLES = {
    "legalisation": "",
    "upgrading": "Voda, kanalizacija i deset kuća",
    "relocation": "Put prema fabrici",
}
REASON = "Sredstva su prebačena na drugo naselje"
ANSWER = "Nasip i odvodni kanal iz projekta"
EVIDENCE = "Zapisnik sa sastanka u mesnoj zajednici"
NOT_YET = "Pismo se vratilo neuručeno"
BODY = "Skupština opštine"
CONCERNED = 12
VIEWS = {"agreed": 0.45, "objected": 0.2, "undecided": 0.15, "not_asked": 0.2}
ANSWERED_FIRST = (
    4  # safeguards that are answered while a relocation is only considered; the last of them is not met
)


@dataclass(slots=True)
class Course:
    """One process under way in the story."""

    id: UUID
    kind: ProcessType
    place: Settlement
    chance: Chance
    stage: str
    answered: set[str] = field(default_factory=set)


@dataclass(slots=True)
class ProcessesOfUnit:
    """Tells what happens in the settlements of a unit, day by day. `registered` are households by settlement."""

    ledger: Ledger
    chance: Chance
    town: Town
    first: dt.date
    today: dt.date
    registered: Mapping[str, list[Household]]
    moments: list[tuple[dt.date, int, Tell]] = field(default_factory=list)

    def __post_init__(self) -> None:
        number = pilot_municipalities().index(self.town.municipality)
        for place, (code, stages) in zip(self.town.settlements, STANDING.items(), strict=False):
            turn, rest = divmod(number, EACH[code])
            if not rest:
                self.plan(shipped()[code], place, stages[turn % len(stages)])
        self.moments.sort(key=lambda one: one[:2])

    def due(self, day: dt.date) -> Iterator[Sending]:
        """What was recorded until a day."""
        while self.moments and self.moments[0][0] <= day:
            on, _number, tell = self.moments.pop(0)
            yield from tell(on)

    def plan(self, kind: ProcessType, place: Settlement, target: str) -> None:
        """Set the days on which a process begins, is told to the households, and goes its steps."""
        chance = self.chance.of(kind.code)
        course = Course(chance.id(), kind, place, chance, kind.latest.first)
        day = self.first + dt.timedelta(days=BEGUN_AFTER[kind.code])
        ways = way_to(kind, target)
        self.at(day, partial(self.begun, course, last=not ways))
        if kind.proposals:
            self.at(day + dt.timedelta(days=30), partial(self.told, course))
        for way in ways:
            day += dt.timedelta(days=chance.between(*STEP_AFTER))
            if Needed.INSPECTION in way.needs:
                for before, result in INSPECTED:
                    self.at(day - dt.timedelta(days=before), partial(self.inspected, course, result))
            self.at(day, partial(self.stepped, course, way, last=way is ways[-1]))
        if target == "considered":
            self.at(day + dt.timedelta(days=60), partial(self.considered, course))

    def at(self, day: dt.date, tell: Tell) -> None:
        if day <= self.today:
            self.moments.append((day, len(self.moments), tell))

    def begun(self, course: Course, day: dt.date, *, last: bool) -> Iterator[Sending]:
        self.ledger.made("settlement_process", course.id)
        values = {
            "place": str(course.place.id),
            "kind": course.kind.code,
            "title": typed(TITLES[course.kind.code], self.town.typing),
            "begun_on": day.isoformat(),
            "due": self.next_due(course, day, last=last),
        }
        made = [OfficeEdit("settlement_process", course.id, "create", values)]
        yield edited(day, COORDINATION, course.chance.id(), *made)
        if course.kind.proposals:
            yield edited(day, COORDINATION, course.chance.id(), self.proposed(course))

    def next_due(self, course: Course, day: dt.date, *, last: bool) -> str:
        """Where it stands now, the next step is overdue in some settlements, and lies ahead in others."""
        if last:
            return (self.today + dt.timedelta(days=course.chance.between(-30, 60))).isoformat()
        return (day + dt.timedelta(days=STEP_AFTER[1])).isoformat()

    def proposed(self, course: Course) -> OfficeEdit:
        """Homes at a site of which the risks are known, and nothing answers them yet."""
        proposal = self.ledger.made("housing_proposal", self.proposal_of(course))
        values = {
            "process": str(course.id),
            "title": typed("Deset kuća sa kupatilom", self.town.typing),
            "site": "here" if course.kind.code == "upgrading" else "elsewhere",
            "where": typed("Kraj stare ciglane", self.town.typing),
            "dwellings": "10",
            "risks": course.chance.of("risk").pick(("flood", "landfill", "power_line")),
        }
        return OfficeEdit("housing_proposal", proposal, "create", values)

    def proposal_of(self, course: Course) -> UUID:
        return course.chance.of("proposal").id()

    def agreed(self, course: Course, day: dt.date) -> OfficeEdit:
        """The site was looked at, and every risk there may be is answered."""
        base = self.ledger.base("housing_proposal", self.proposal_of(course))
        answers = {f"answer_{risk}": typed(ANSWER, self.town.typing) for risk in RISKS}
        values = {"state": "agreed", "looked_on": day.isoformat(), **answers}
        return OfficeEdit("housing_proposal", self.proposal_of(course), "update", values, base_version=base)

    def told(self, course: Course, day: dt.date) -> Iterator[Sending]:
        """The households of the settlement are listed, with what each said."""
        homes = self.registered.get(course.place.code, [])[:CONCERNED]
        edits = [self.concerned(course, home, day) for home in homes]
        if edits:
            yield edited(day, COORDINATION, course.chance.id(), *edits)

    def concerned(self, course: Course, home: Household, day: dt.date) -> OfficeEdit:
        view = course.chance.of(home.id).weighted(VIEWS)
        said = {"said_on": day.isoformat()} if view != "not_asked" else {}
        values = {
            "process": str(course.id),
            "household": str(home.id),
            "told_on": day.isoformat(),
            "view": view,
            **said,
        }
        made = self.ledger.made("concerned_household", course.chance.of(home.id, "concerned").id())
        return OfficeEdit("concerned_household", made, "create", values)

    def stepped(self, course: Course, way: ProcessWay, day: dt.date, *, last: bool) -> Iterator[Sending]:
        """What the step needs is recorded in the office before it."""
        needed = [*self.needed(course, way, day)]
        if needed:
            yield edited(day, COORDINATION, course.chance.id(), *needed)
        course.stage = way.target
        open_ = course.kind.latest.phase(way.target) is Phase.RUNNING
        values = {
            "stage": way.target,
            "stage_on": day.isoformat(),
            "due": self.next_due(course, day, last=last) if open_ else "",
            "reason": typed(REASON, self.town.typing) if way.why else "",
        }
        base = self.ledger.base("settlement_process", course.id)
        step = OfficeEdit("settlement_process", course.id, "update", values, base_version=base)
        yield edited(day, COORDINATION, course.chance.id(), step)

    def inspected(self, course: Course, result: str, day: dt.date) -> Iterator[Sending]:
        """Sent from where it was made."""
        filled = inspection(
            course.chance, self.ledger, course.place.id, course.id, day, result, self.town.typing
        )
        yield sent(day, COORDINATION, filled)

    def needed(self, course: Course, way: ProcessWay, day: dt.date) -> Iterator[OfficeEdit]:
        if Needed.DECISION in way.needs:
            number = f"{course.chance.between(350, 365)}-{course.chance.between(1, 90)}/{day.year}"
            said = {"number": number, "body": typed(BODY, self.town.typing), "result": "granted"}
            yield self.event(course, day, {"kind": "decision", **said})
        if Needed.DOCUMENTS in way.needs:
            for code in course.kind.latest.documents:
                yield self.event(course, day, {"kind": "document", "document": code})
        if Needed.PROPOSALS in way.needs:
            yield self.agreed(course, day)
        for code in way.safeguards:
            if code not in course.answered:
                yield self.safeguard(course, code, day, met=True)

    def event(self, course: Course, day: dt.date, said: Mapping[str, str]) -> OfficeEdit:
        made = self.ledger.made("process_event", course.chance.id())
        values = {"process": str(course.id), "date": day.isoformat(), **said}
        return OfficeEdit("process_event", made, "create", values)

    def safeguard(self, course: Course, code: str, day: dt.date, *, met: bool) -> OfficeEdit:
        course.answered.add(code)
        values = {
            "process": str(course.id),
            "code": code,
            "answer": "met" if met else "not_met",
            "evidence": typed(EVIDENCE if met else NOT_YET, self.town.typing),
            "answered_on": day.isoformat(),
        }
        made = self.ledger.made("safeguard", course.chance.id())
        return OfficeEdit("safeguard", made, "create", values)

    def considered(self, course: Course, day: dt.date) -> Iterator[Sending]:
        """Some safeguards are answered, the last of them is not met: nothing can be decided yet."""
        codes = list(course.kind.latest.safeguards)[:ANSWERED_FIRST]
        edits = [self.safeguard(course, code, day, met=code != codes[-1]) for code in codes]
        yield edited(day, COORDINATION, course.chance.id(), *edits)


def way_to(kind: ProcessType, target: str) -> list[ProcessWay]:
    """The steps from the beginning to a stage, on the plain way; what is stopped, is stopped after two of them."""
    rules = kind.latest
    stops = rules.phase(target) is Phase.STOPPED
    ways: list[ProcessWay] = []
    stage = rules.first
    while stage != target and not (stops and len(ways) == 2):
        ways.append(next(way for way in rules.following(stage) if not way.why))
        stage = ways[-1].target
    if stops:
        ways.append(next(way for way in rules.following(stage) if way.target == target))
    return ways
