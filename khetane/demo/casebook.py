"""What a unit has open: needs, tasks, consents, referrals and procedures, each until it is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.courses import LEGAL, Course, begin
from khetane.demo.directory import entry_id
from khetane.demo.forms.answering import answered
from khetane.demo.forms.casework import consent as agreed
from khetane.demo.forms.needs import NeedMade
from khetane.demo.forms.notes import TaskMade
from khetane.demo.forms.reviews import plan_reviewed, task_told
from khetane.demo.forms.talk import Talk
from khetane.demo.ledger import Ledger
from khetane.demo.names import Typing, typed
from khetane.demo.sendings import COORDINATION, Sending, edited, sent
from khetane.history.source import OfficeEdit

# Institutions a household is sent on to, by the area of its need: code of the consent's list, what is asked.
RECIPIENTS = {
    "education": ("school", "Podrška u učenju i upisu"),
    "health": ("health_institution", "Pregled i izabrani lekar"),
    "employment": ("employment_service", "Prijava i savetovanje"),
    "social_protection": ("centre_for_social_work", "Procena prava na pomoć"),
    "housing": ("municipality", "Popravka doma"),
    "documents": ("registry_office", "Izvod iz matične knjige"),
    "discrimination": ("civil_society", "Savet i zastupanje"),
}
# What one mandate of the unit asks of another, by the area of the need.
WITHIN = {
    "education": ("social_protection", "Jednokratna pomoć za školski pribor"),
    "health": ("social_protection", "Troškovi puta do bolnice"),
    "employment": ("education", "Osnovno obrazovanje odraslih"),
    "social_protection": ("health", "Provera osiguranja dece"),
    "housing": ("legal", "Savet o legalizaciji objekta"),
    "documents": ("health", "Zdravstvena knjižica posle upisa"),
    "discrimination": ("legal", "Pravni savet"),
}
AGREED = sorted({code for code, _ in (*RECIPIENTS.values(), *WITHIN.values())})
ANSWERS = {
    "accepted": ("Javite se u ponedeljak", "Pozvaćemo porodicu", ""),
    "rejected": ("Nema slobodnih mesta", "Nije u našoj nadležnosti"),
    "done": ("Porodica je primljena", "Pomoć je data", "Upis je završen"),
}
AT_ONCE = {"done": 0.7, "accepted": 0.1, "rejected": 0.2}
LATELY = dt.timedelta(days=28)  # a referral of the unit's own is answered while it is awaited
REFERRED = {
    "accepted": 0.72,
    "rejected": 0.1,
    "revoked": 0.07,
    "": 0.11,
}  # without an answer it expires by itself
ENDS = {
    "done": ("Završeno.", "Dogovoreno sa porodicom."),
    "cancelled": ("Porodica je to sama rešila.", "Više nije potrebno."),
}


@dataclass(slots=True)
class Running:
    """A referral under way, and the edits that are still to come."""

    dataset: str
    id: UUID
    mandate: str
    household: UUID
    ahead: list[tuple[dt.date, dict[str, str]]]
    talk: Talk | None = None  # at which it was begun, where it goes on in talks with the household
    answering: str = ""  # the mandate that takes the recipient's steps, where it is one of the unit


@dataclass(slots=True)
class Casebook:
    """Everything open in one unit, by household where it belongs to one."""

    ledger: Ledger
    chance: Chance
    typing: Typing
    today: dt.date
    needs: dict[UUID, list[NeedMade]] = field(default_factory=dict)
    consents: dict[UUID, tuple[UUID, dt.date]] = field(default_factory=dict)
    tasks: list[TaskMade] = field(default_factory=list)
    running: list[Running] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    clients: set[UUID] = field(default_factory=set)  # households of whom the lawyer has a power of attorney
    empowering: set[UUID] = field(default_factory=set)  # who in them gave it to her

    def refer(self, talk: Talk, need: NeedMade) -> Sending:
        """A household sent on because of a need; the answer comes later. Consent must be in force."""
        chance = talk.chance
        to, answering, reason = self.addressee(talk, need)
        made = talk.ledger.made("referral", chance.id())
        values = {
            "household": str(talk.household.id),
            "need": str(need.id),
            "from_mandate": need.mandate,
            **to,
            "reason": talk.typed(reason),
            "state": "sent",
            "sent_on": talk.on(),
        }
        if answering and not self.is_recent(talk):
            return edited(talk.day, need.mandate, chance.id(), self.answered_at_once(talk, made, values))
        ahead = list(self.answers(talk))
        if ahead:
            self.running.append(
                Running("referral", made, need.mandate, need.household, ahead, answering=answering)
            )
        return edited(talk.day, need.mandate, chance.id(), OfficeEdit("referral", made, "create", values))

    def is_recent(self, talk: Talk) -> bool:
        """Whether it is so lately that a referral of this day may still be answered."""
        return talk.day >= self.today - LATELY

    def addressee(self, talk: Talk, need: NeedMade) -> tuple[dict[str, str], str, str]:
        """To whom, which mandate of the unit answers (none for an institution), and what is asked."""
        mandate, wish = WITHIN[need.area]
        if mandate != need.mandate and talk.chance.yes(0.8 if self.is_recent(talk) else 0.4):
            return {"to_mandate": mandate}, mandate, wish
        kind, reason = RECIPIENTS[need.area]
        municipality = talk.settlement.code.rpartition("-")[0]
        if talk.chance.yes(0.6):
            return {"directory_entry": str(entry_id(municipality, kind)), "to_organisation": kind}, "", reason
        return {"to_organisation": kind}, "", reason

    def answered_at_once(self, talk: Talk, made: UUID, values: dict[str, str]) -> OfficeEdit:
        """Long ago a colleague answered on the spot: nobody reads a referral of then, to answer it, any more."""
        state = talk.chance.weighted(AT_ONCE)
        said = {**values, "state": state, **self.said(talk, state, talk.day)}
        return OfficeEdit("referral", made, "create", said)

    def answers(self, talk: Talk) -> Iterator[tuple[dt.date, dict[str, str]]]:
        """What becomes of it, and when; nothing at all where no answer ever comes."""
        chance = talk.chance
        first = chance.weighted(REFERRED)
        answered = talk.day + dt.timedelta(days=chance.between(6, 25))
        if first and chance.yes(0.1):
            until = talk.day + dt.timedelta(days=60)
            yield talk.day + dt.timedelta(days=5), {"expires_on": until.isoformat()}
        if first:
            yield answered, {"state": first, **self.said(talk, first, answered)}
        if first == "accepted":
            closed = answered + dt.timedelta(days=chance.between(10, 60))
            yield closed, {"state": "done", **self.said(talk, "done", closed)}

    def said(self, talk: Talk, state: str, on: dt.date) -> dict[str, str]:
        if state not in ANSWERS:
            return {}
        sentence = talk.typed(talk.chance.pick(ANSWERS[state]))
        return {"answered_on": on.isoformat(), **({"answer": sentence} if sentence else {})}

    def may_proceed(self, household: UUID) -> bool:
        """Whether the lawyer acts for the household already, or is asked to come in by an open need for legal aid."""
        asked = any(need.mandate == LEGAL for need in self.needs.get(household, []))
        return household in self.clients or asked

    def acts_on(self, need: NeedMade) -> bool:
        """Whether who holds the need's mandate may do something about it: the lawyer for the household and her clients in it."""
        return need.mandate != LEGAL or need.person is None or need.person in self.empowering

    def proceed(self, talk: Talk) -> Iterator[Sending]:
        """A procedure begun by the lawyer for a member of the household; its course is noted as it goes.

        She sees nobody who did not agree: so she is not told before (docs/adr/0660).
        """
        home = talk.household.id
        if home not in self.consents and home not in self.clients:
            filled, consent = agreed(talk, "referral", AGREED)
            self.consents[home] = consent, talk.day
            yield sent(talk.day, COORDINATION, filled)
        self.clients.add(home)
        sending, courses, person = begin(talk)
        self.empowering.add(person)
        self.courses += courses
        yield sending

    def may_withdraw(self, household: UUID) -> bool:
        """Whether the household agreed and nothing is on its way to anybody."""
        referred = any(one.dataset == "referral" and one.household == household for one in self.running)
        return household in self.consents and not referred

    def told_at(self, talk: Talk, participants: Sequence[str]) -> Iterator[Sending]:
        """What the household tells at a visit of tasks that are soon due and of its plan, with their forms."""
        chance = talk.chance.of("told")
        soon = [
            task
            for task in self.tasks
            if task.household == talk.household.id and task.mandate in participants and chance.yes(0.3)
        ]
        for task in soon:
            decision = chance.weighted({"done": 0.6, "cancelled": 0.1, "later": 0.3})
            filled, due = task_told(talk, task, decision)
            self.tasks.remove(task)
            if decision == "later":
                self.tasks.append(TaskMade(task.id, task.household, task.mandate, due))
            yield sent(talk.day, task.mandate, filled)
        if "coordination" in participants:
            yield from self._plan_told(talk)

    def _plan_told(self, talk: Talk) -> Iterator[Sending]:
        """The next review of the household's plan, where it comes within two months, with steps that are near."""
        ours = [one for one in self.running if one.household == talk.household.id]
        for plan in [one for one in ours if one.dataset == "case_plan"]:
            on, values = plan.ahead[0]
            if values["state"] == "reviewed" and on <= talk.day + dt.timedelta(days=60):
                yield self._reviewed(plan, talk)
        self.running = [one for one in self.running if one.ahead]

    def _reviewed(self, plan: Running, talk: Talk) -> Sending:
        """The plan looked at again, with the steps that are near."""
        plan.ahead.pop(0)
        near = [
            one
            for one in self.running
            if one.dataset == "plan_step"
            and one.household == plan.household
            and one.ahead
            and one.ahead[0][0] <= talk.day + dt.timedelta(days=30)
        ]
        steps = [(one.id, one.ahead.pop(0)[1]["state"]) for one in near]
        return sent(talk.day, "coordination", plan_reviewed(talk, plan.id, steps))

    def due(self, day: dt.date) -> Iterator[Sending]:
        """What the office notes until `day`: answers to referrals, steps of procedures, tasks done."""
        for one in self.running:
            while one.ahead and one.ahead[0][0] <= day:
                on, values = one.ahead[0]
                if one.talk and values.get("state") == "reviewed":
                    yield self._reviewed(one, replace(one.talk, day=on, visit=None))
                    continue
                one.ahead.pop(0)
                if one.answering and values.get("state") in ANSWERS:
                    yield sent(on, one.answering, answered(self.chance, self.ledger, one.id, on, values))
                else:
                    yield self._change(on, one.dataset, one.id, one.mandate, values)
        self.running = [one for one in self.running if one.ahead]
        for course in self.courses:
            yield from course.due(day)
        self.courses = [course for course in self.courses if course.ahead]
        for task in [task for task in self.tasks if task.due <= day]:
            self.tasks.remove(task)
            if self.chance.yes(0.88):
                state = "done" if self.chance.yes(0.93) else "cancelled"
                said = {"state": state, "outcome": typed(self.chance.pick(ENDS[state]), self.typing)}
                yield self._change(task.due, "task", task.id, task.mandate, said)

    def _change(
        self, on: dt.date, dataset: str, record: UUID, mandate: str, values: dict[str, str]
    ) -> Sending:
        base = self.ledger.base(dataset, record)
        edit = OfficeEdit(dataset, record, "update", values, base_version=base)
        return edited(on, mandate, self.chance.id(), edit)


def safety_need(talk: Talk) -> Sending:
    """A need for safety is never asked about in a form: the social worker notes it in the office."""
    need = talk.ledger.made("need", talk.chance.id())
    values = {
        "household": str(talk.household.id),
        "area": "safety",
        "urgency": "urgent",
        "description": typed("Dogovoren poverljiv razgovor", talk.typing),
        "state": "open",
        "found_on": talk.on(),
    }
    edit = OfficeEdit("need", need, "create", values)
    return edited(talk.day, "social_protection", talk.chance.id(), edit)
