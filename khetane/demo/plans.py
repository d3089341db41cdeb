"""Plans agreed with households: goals in the family's words, steps and tasks for the mandates, what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from uuid import UUID

from khetane.demo.casebook import Casebook, Running
from khetane.demo.chance import Chance
from khetane.demo.forms.notes import NOTES, TaskMade
from khetane.demo.forms.talk import Talk
from khetane.demo.sendings import COORDINATION, Sending, edited
from khetane.history.source import OfficeEdit

GOALS = (
    "Da deca završe osnovnu školu.",
    "Da popravimo krov pre zime.",
    "Da svi imamo lične karte i zdravstvene knjižice.",
    "Da najstariji nađe posao za stalno.",
    "Da najmlađi krenu u vrtić.",
    "Da se priključimo na vodovod.",
    "Da baka ima svog lekara u blizini.",
)
RESULTS = {
    "achieved": "Porodica je postigla ono što je htela.",
    "partly": "Dva cilja su ostvarena, treći čeka odluku opštine.",
    "not_achieved": "Zahtev je odbijen, nema druge mogućnosti ove godine.",
    "ended_by_family": "Porodica ne želi da nastavi.",
    "moved": "Porodica se odselila.",
}
OUTCOMES = {"achieved": 0.35, "partly": 0.3, "not_achieved": 0.15, "ended_by_family": 0.12, "moved": 0.08}
STEP_ENDS = {"done": ("Završeno.", "Obavljeno zajedno sa porodicom."), "dropped": ("Više nije potrebno.",)}


def drawn_up(talk: Talk, book: Casebook, mandates: Sequence[str]) -> Iterator[Sending]:
    """The plan that the coordinator draws up at a talk, with a step and a task for some of the mandates there."""
    chance = talk.chance.of("plan")
    plan = talk.ledger.made("case_plan", chance.id())
    goals = "\n".join(talk.typed(goal) for goal in chance.some(GOALS, chance.between(1, 3)))
    review = talk.day + dt.timedelta(days=chance.between(75, 100))
    said = {"household": str(talk.household.id), "goals": goals, "review_on": review.isoformat()}
    edits = [OfficeEdit("case_plan", plan, "create", said)]
    tasks: list[Sending] = []
    for mandate in dict.fromkeys([COORDINATION, *chance.some(list(mandates), 2)]):
        until = talk.day + dt.timedelta(days=chance.between(20, 120))
        step, task = _step(talk, chance, plan, mandate, until)
        edits.append(step)
        tasks.append(edited(talk.day, mandate, chance.id(), task))
        book.tasks.append(TaskMade(task.id, talk.household.id, mandate, until))
        ended = until + dt.timedelta(days=chance.between(-10, 20))
        state = chance.weighted({"done": 0.85, "dropped": 0.15})
        end = {"state": state, "result": talk.typed(chance.pick(STEP_ENDS[state]))}
        book.running.append(Running("plan_step", step.id, COORDINATION, talk.household.id, [(ended, end)]))
    yield edited(talk.day, COORDINATION, chance.id(), *edits)
    yield from tasks
    book.running.append(
        Running("case_plan", plan, COORDINATION, talk.household.id, list(_ahead(talk, chance, review)), talk)
    )


def _step(
    talk: Talk, chance: Chance, plan: UUID, mandate: str, until: dt.date
) -> tuple[OfficeEdit, OfficeEdit]:
    """A step of the plan, and the task it makes."""
    what = talk.typed(chance.pick([to_do for _topic, _text, to_do in NOTES[mandate] if to_do]))
    task, step = (talk.ledger.made("task", chance.id()), talk.ledger.made("plan_step", chance.id()))
    values = {
        "plan": str(plan),
        "mandate": mandate,
        "what": what,
        "until": until.isoformat(),
        "task": str(task),
    }
    given = {
        "household": str(talk.household.id),
        "mandate": mandate,
        "title": what,
        "due": until.isoformat(),
        "state": "open",
    }
    return OfficeEdit("plan_step", step, "create", values), OfficeEdit("task", task, "create", given)


def _ahead(talk: Talk, chance: Chance, review: dt.date) -> Iterator[tuple[dt.date, dict[str, str]]]:
    """How the plan goes on: agreed, reviewed, closed, now and then reopened."""
    waits = chance.between(60, 150) if chance.yes(0.25) else chance.between(3, 40)
    agreed = talk.day + dt.timedelta(days=waits)
    review = max(review, agreed + dt.timedelta(days=30))
    yield agreed, {"state": "agreed", "agreed_on": agreed.isoformat(), "review_on": review.isoformat()}
    reviewed = review + dt.timedelta(days=chance.between(-5, 25))
    again = reviewed + dt.timedelta(days=90)
    yield reviewed, {"state": "reviewed", "reviewed_on": reviewed.isoformat(), "review_on": again.isoformat()}
    closed = again + dt.timedelta(days=chance.between(0, 90))
    outcome = chance.weighted(OUTCOMES)
    yield closed, {"state": "closed", "outcome": outcome, "result": talk.typed(RESULTS[outcome])}
    if chance.yes(0.15):
        reopened = closed + dt.timedelta(days=chance.between(20, 60))
        next_review = reopened + dt.timedelta(days=90)
        yield reopened, {"state": "agreed", "review_on": next_review.isoformat()}
