"""How the legal procedures of a unit go: prepared, begun, silent, heard, granted, refused, appealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from khetane.cases.procedures.definition import Rules, Step
from khetane.cases.procedures.standing import CLIENT, GRANTED, definition_of
from khetane.demo.chance import Chance
from khetane.demo.forms.procedures import filled_step
from khetane.demo.forms.talk import Talk
from khetane.demo.ledger import Ledger
from khetane.demo.people import Household
from khetane.demo.sendings import Sending, edited, sent
from khetane.history.source import OfficeEdit

LEGAL = "legal"
# Procedures of Serbian law by code (reference of legal procedures): the body, days it usually takes.
KINDS = {
    "BIRTH-L": ("Opštinska uprava", 75),
    "BIRTH-J": ("Osnovni sud", 150),
    "BIRTH-R": ("Dislocirana matična služba", 90),
    "CIT": ("Policijska uprava", 90),
    "JMBG": ("Policijska uprava", 40),
    "RES": ("Policijska uprava", 25),
    "RES-CSW": ("Policijska uprava", 60),
    "ID": ("Policijska uprava", 20),
    "HI": ("Filijala RFZO", 25),
    "FSA": ("Centar za socijalni rad", 30),
    "CHA": ("Opštinska uprava", 30),
    "FLA": ("Opštinska služba besplatne pravne pomoći", 12),
    "DISC": ("Poverenik za zaštitu ravnopravnosti", 120),
}
# By which procedures a missing document is had, how often each; where none is missing, what else is asked for.
WAYS = {
    "birth_registration": {"BIRTH-L": 0.55, "BIRTH-J": 0.35, "BIRTH-R": 0.1},
    "citizenship": {"CIT": 1.0},
    "personal_number": {"JMBG": 1.0},
    "residence": {"RES": 0.4, "RES-CSW": 0.6},
    "id_card": {"ID": 1.0},
    "health_card": {"HI": 1.0},
}
# Of these a person may have several at once.
ANYTIME = {"FLA": 0.5, "DISC": 0.5}
OTHERWISE = {"FSA": 0.5, "CHA": 0.3, "FLA": 0.1, "DISC": 0.1}
OUTCOMES = {"granted": 0.74, "refused": 0.12, "withdrawn": 0.06, "silent": 0.08}
PREPARED = 0.08  # of those begun: papers are still being gathered
APPEALED = 0.6  # of those refused
APPEAL_AFTER = dt.timedelta(days=9)
COSTS = {"copies": (300, 900), "fee": (310, 1900), "travel": (400, 1500), "translation": (1200, 3000)}


@dataclass(slots=True)
class Course:
    """One procedure: what is still to be noted of it, day by day."""

    ledger: Ledger
    home: Household
    ahead: list[Sending] = field(default_factory=list)

    def due(self, day: dt.date) -> Iterator[Sending]:
        while self.ahead and self.ahead[0].day <= day:
            sending = self.ahead.pop(0)
            yield replace(sending, edits=tuple(self.based(sending.edits)))

    def based(self, edits: tuple[OfficeEdit, ...]) -> Iterator[OfficeEdit]:
        """A document is changed on the version it has then, unless it was told meanwhile that it is there."""
        for one in edits:
            if one.dataset != "document":
                yield one
            elif self.home.obtains(one.id):
                yield replace(one, base_version=self.ledger.base("document", one.id))


@dataclass(slots=True)
class Begun:
    """A procedure of which the course is being drawn."""

    talk: Talk
    chance: Chance
    kind: str
    id: UUID
    person: UUID
    begins: dt.date | None  # None: it is still being prepared
    follows: UUID | None = None
    sendings: list[Sending] = field(default_factory=list)
    refused_on: dt.date | None = None

    @property
    def rules(self) -> Rules:
        return definition_of(self.kind).versions[-1]

    def note(self, day: dt.date, *edits: OfficeEdit) -> None:
        self.sendings.append(edited(day, LEGAL, self.chance.id(), *edits))

    def note_in_the_field(self, step: Step, day: dt.date) -> None:
        """What the family brings is noted at their table, on the phone."""
        there = replace(self.talk, day=day, visit=None, chance=self.chance)
        self.sendings.append(sent(day, LEGAL, filled_step(there, self.id, self.kind, step.event)))

    def step(self, step: Step, day: dt.date, result: str = "") -> OfficeEdit:
        values = {"procedure": str(self.id), "event": step.event, "date": day.isoformat(), "result": result}
        return OfficeEdit("procedure_event", self.chance.id(), "create", values)

    def closing(self, outcome: str, day: dt.date) -> list[OfficeEdit]:
        """It is over; a procedure for the document that was lacking gives it."""
        values = {"outcome": outcome, "solved_on": day.isoformat()}
        over = [OfficeEdit("procedure", self.id, "update", values, base_version=1)]
        gives, home = definition_of(self.kind).gives, self.talk.household
        known = home.documents.get((self.person, gives))
        if outcome != GRANTED or known is None:
            return over
        return [*over, OfficeEdit("document", known, "update", {"state": "has"})]


def begin(talk: Talk) -> tuple[Sending, list[Course], UUID]:
    """A procedure begun by the lawyer for a member of the household, how it and its appeal will go, and for whom it is."""
    chance = talk.chance.of("procedure")
    kind, person = wanted(talk, chance)
    if (person, kind) in talk.household.asked_for:
        kind = chance.weighted(ANYTIME)
    talk.household.asked_for.add((person, kind))
    first = drawn(talk, chance, kind, person, None, talk.day)
    courses = [Course(talk.ledger, talk.household, first.sendings)]
    opening = [creation(first), power(first)]
    if first.refused_on and chance.yes(APPEALED):
        appeal = drawn(talk, chance.of("appeal"), "APP", person, first.id, first.refused_on)
        begun = edited(first.refused_on + APPEAL_AFTER, LEGAL, chance.id(), creation(appeal))
        courses.append(Course(talk.ledger, talk.household, [begun, *appeal.sendings]))
    return edited(talk.day, LEGAL, chance.id(), *opening), courses, person


def wanted(talk: Talk, chance: Chance) -> tuple[str, UUID]:
    """For whom which procedure is begun: the first document in the chain that somebody lacks."""
    lacking = talk.household.lacking()
    if not lacking:
        return chance.weighted(OTHERWISE), chance.pick(talk.household.members).id
    person = chance.pick(lacking)[0]
    lacks = [kind for kind in WAYS if (person, kind) in lacking]
    return chance.weighted(WAYS[lacks[0]]), person


def creation(begun: Begun) -> OfficeEdit:
    body = KINDS[begun.kind][0] if begun.kind in KINDS else "Drugostepeni organ"
    values = {
        "household": str(begun.talk.household.id),
        "person": str(begun.person),
        "type": begun.kind,
        "body": begun.talk.typed(body),
        "outcome": "pending",
    }
    if begun.begins:
        values["initiated_on"] = begun.begins.isoformat()
        values["reference"] = f"{begun.chance.between(100, 4999)}/{begun.begins.year}"
    if begun.follows:
        values["follows"] = str(begun.follows)
    return OfficeEdit("procedure", begun.talk.ledger.made("procedure", begun.id), "create", values)


def power(begun: Begun) -> OfficeEdit:
    values = {
        "household": str(begun.talk.household.id),
        "person": str(begun.person),
        "procedure": str(begun.id),
        "attorney": begun.talk.typed("Advokat pravne pomoći"),
        "kind": "procedure",
        "given_on": begun.talk.on(),
        "certified": "yes" if definition_of(begun.kind).lawyer_only else "no",
    }
    return OfficeEdit("power_of_attorney", begun.chance.id(), "create", values)


def drawn(talk: Talk, chance: Chance, kind: str, person: UUID, follows: UUID | None, day: dt.date) -> Begun:
    """The whole course of one procedure; what lies after today is never noted."""
    prepared = follows is None and chance.yes(PREPARED)
    begins = None if prepared else day + (APPEAL_AFTER if follows else dt.timedelta())
    begun = Begun(talk, chance, kind, chance.id(), person, begins, follows)
    if begins is None:
        return begun
    outcome = chance.weighted(OUTCOMES)
    usual = KINDS[kind][1] if kind in KINDS else 70
    days = int(usual * chance.random.uniform(0.6, 2.0))
    steps = walked(begun.rules, outcome)
    for number, step in enumerate(steps, start=1):
        on = begins + dt.timedelta(days=max(1, days * number // len(steps)))
        hold(begun, step, on)
        is_last = number == len(steps)
        result = {"granted": "granted", "refused": "refused"}.get(outcome, "") if step.decides else ""
        closing = begun.closing(outcome, on) if is_last and outcome != "silent" else []
        if result == "refused":
            begun.refused_on = on
        if step.by == CLIENT and not closing:
            begun.note_in_the_field(step, on)
        else:
            begun.note(on, begun.step(step, on, result), *closing)
    spend(begun, days)
    begun.sendings.sort(key=lambda noted: noted.day)
    return begun


def walked(rules: Rules, outcome: str) -> list[Step]:
    """The steps after the one that initiates that such a course takes; a silent office leaves out its own."""
    order = [step.event for step in rules.steps]
    after = rules.steps[order.index(rules.initiates) + 1 : order.index(rules.solves) + 1]
    taken = [step for step in after if step.event != "appeal"]
    decides = next((number for number, step in enumerate(taken) if step.decides), len(taken) - 1)
    if outcome == "granted":
        return taken
    if outcome == "refused":
        return taken[: decides + 1]
    return [step for step in taken[:decides] if step.by == "client"] or taken[:decides][:1]


def hold(begun: Begun, step: Step, on: dt.date) -> None:
    """A hearing is set some weeks before it is held."""
    if step.event != "hearing" or begun.begins is None:
        return
    made = begun.chance.id()
    values = {
        "procedure": str(begun.id),
        "date": on.isoformat(),
        "time": f"{begun.chance.between(8, 14):02}:{begun.chance.pick(('00', '30'))}",
        "place": begun.talk.typed(f"Sudnica {begun.chance.between(1, 12)}"),
        "state": "set",
    }
    set_on = max(begun.begins, on - dt.timedelta(days=30))
    begun.note(set_on, OfficeEdit("hearing", made, "create", values))
    held = {"state": "held", "note": begun.talk.typed("Saslušani svedoci")}
    begun.note(on, OfficeEdit("hearing", made, "update", held, base_version=1))


def spend(begun: Begun, days: int) -> None:
    """One or two costs on the way."""
    if begun.begins is None:
        return
    for kind in begun.chance.some(list(COSTS), begun.chance.between(0, 2)):
        low, high = COSTS[kind]
        on = begun.begins + dt.timedelta(days=begun.chance.between(0, days))
        values = {
            "procedure": str(begun.id),
            "date": on.isoformat(),
            "kind": kind,
            "amount": str(begun.chance.between(low, high) // 10 * 10),
            "currency": "RSD",
            "paid_by": begun.chance.weighted({"unit": 0.8, "client": 0.2}),
        }
        begun.note(on, OfficeEdit("procedure_cost", begun.chance.id(), "create", values))
