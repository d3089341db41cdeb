"""Sessions and milestones of schemes, as a tablet sends them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.forms.talk import yes_no
from khetane.demo.instances import Entity, Filled, Page
from khetane.demo.ledger import Ledger
from khetane.programmes.definition import Scheme

TOPICS = {
    "after_school": "Domaći zadaci",
    "tutoring": "Matematika",
    "mentoring": "Planovi za sledeću godinu",
    "vocational_training": "Praktična nastava",
    "rights_awareness": "Lična dokumenta",
}


def session(chance: Chance, ledger: Ledger, scheme: Scheme, day: dt.date, enrolled: Sequence[UUID]) -> Filled:
    """A session: most of the enrolled were there, with some parents where they matter."""
    there = [one for one in enrolled if chance.yes(0.82)]
    absent = [one for one in enrolled if one not in there]
    parents = [one for one in there if chance.yes(0.4)]
    who: Page = {"present": ids(there), "absent": ids(absent)}
    if scheme.parents:
        who["with_parent"] = ids(parents)
    who["attended"] = str(len(there) + chance.between(0, 6))
    answers: Page = {
        "about": {
            "scheme": scheme.code, "date": day.isoformat(), "topic": TOPICS[scheme.code],
            "hours": str(chance.pick((1, 2, 2, 3))),
        },
        "asks_parents": yes_no(scheme.parents),
        "who": who,
    }  # fmt: skip
    made = ledger.made("session", chance.id())
    entity = Entity("session", made, f"{scheme.code} · {day.isoformat()}")
    return Filled("scheme_attendance", chance.id(), f"session · {day.isoformat()}", answers, entity)


def milestone(
    chance: Chance, ledger: Ledger, scheme: Scheme, enrolment: UUID, kind: str, day: dt.date, amount: str
) -> Filled:
    """A milestone recorded where it was reached; the photo is left out: there is nothing to show."""
    money = scheme.latest.milestones[kind].money
    about: Page = {
        "scheme": scheme.code, "enrolment": str(enrolment), "kind": kind, "asks_money": yes_no(money),
        "state": "reached", "reached_on": day.isoformat(), **({"amount": amount} if money else {}),
        "note": "", "photo": "",
    }  # fmt: skip
    made = ledger.made("milestone", chance.id())
    entity = Entity("milestone", made, f"{kind} · {day.isoformat()}")
    return Filled("scheme_milestone", chance.id(), f"milestone · {day.isoformat()}", {"about": about}, entity)


def ids(several: Sequence[UUID]) -> str:
    return " ".join(map(str, several))
