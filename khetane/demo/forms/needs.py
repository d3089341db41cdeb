"""Needs assessments: questions to the household and its members, and the needs that are found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from khetane.demo import rates
from khetane.demo.forms import asked
from khetane.demo.forms.talk import Talk, minutes, yes_no
from khetane.demo.instances import Answers, Entity, Filled, Page
from khetane.demo.people import Member

MANDATE = {
    "education": "education",
    "health": "health",
    "employment": "employment",
    "social_protection": "social_protection",
    "housing": "coordination",
    "documents": "legal",
    "discrimination": "legal",
}
FOUND = {
    "education": ("Školski pribor i knjige", "Pomoć u učenju", "Upis u predškolsko", "Prevoz do škole"),
    "health": ("Overa zdravstvene kartice", "Pregled kod lekara", "Vakcinacija deteta", "Lekovi za hroničnu bolest"),
    "employment": ("Prijava na evidenciju nezaposlenih", "Stručna obuka", "Podrška za samozapošljavanje"),
    "social_protection": ("Novčana socijalna pomoć", "Ogrev za zimu", "Paket hrane i higijene", "Dečji dodatak"),
    "housing": ("Popravka krova", "Priključak na vodovod", "Legalizacija objekta", "Kupatilo"),
    "documents": ("Upis rođenja", "Prijava prebivališta", "Lična karta", "Uverenje o državljanstvu"),
    "discrimination": ("Savet o prijavi diskriminacije", "Pritužba povereniku"),
}  # fmt: skip
URGENCY = {"low": 0.18, "medium": 0.47, "high": 0.27, "urgent": 0.08}
RECORDS_WITHIN = {"documents", "discrimination"}  # whose pages hold the records themselves
AskMember = Callable[[Talk, Member, int], Page]


@dataclass(slots=True)
class NeedMade:
    """A need found, as long as it is open; the assessment's answers say whose it is."""

    id: UUID
    household: UUID
    area: str
    mandate: str
    found: dt.date
    person: UUID | None = None  # whose it is, where it is not the whole household's


def assessment(talk: Talk, area: str) -> tuple[Filled, list[NeedMade]]:
    """The assessment of one area; the needs are those it makes."""
    chance = talk.chance
    found = [
        NeedMade(talk.ledger.made("need", chance.id()), talk.household.id, area, MANDATE[area], talk.day)
        for _ in range(chance.weighted({0: 0.2, 1: 0.55, 2: 0.25}))
    ]
    answers = talk.head() | {"area_label": area} | BEFORE_MEMBERS.get(area, nothing)(talk)
    if area in PAGES:
        ages = [(member, member.age(talk.day)) for member in talk.household.members]
        concerned = [pair for pair in ages if CONCERNED[area](pair[1])]
        answers |= {"ask_members": yes_no(bool(concerned))}
        answers |= {"member": [member_answers(talk, area, *pair) for pair in concerned]} if concerned else {}
    answers |= {"need_number": str(len(found)), "need": list(need_answers(talk, found))}
    entity = talk.change_household() if area == "housing" else None
    return Filled(f"needs_{area}", chance.id(), f"needs {area} · {talk.on()}", answers, entity), found


def need_answers(talk: Talk, found: Iterable[NeedMade]) -> Iterable[Answers]:
    for need in found:
        need.person = talk.chance.pick(talk.household.members).id if talk.chance.yes(0.4) else None
        yield {
            "need_household": str(talk.household.id),
            "need_visit": talk.visit_id(),
            "need_area": need.area,
            "need_state": "open",
            "need_found_on": talk.on(),
            "need_page": {
                "need_description": talk.typed(talk.chance.pick(FOUND[need.area])),
                "need_urgency": talk.chance.weighted(URGENCY),
                "need_person": str(need.person or ""),
            },
            "meta": Entity("need", need.id, f"{need.area} · {talk.on()}"),
        }


def member_answers(talk: Talk, area: str, member: Member, age: int) -> Answers:
    answers: Page = {
        "member_who": {"person": str(member.id)},
        "birth_date": member.born.isoformat(),
        "age": str(age),
        **PAGES[area](talk, member, age),
    }
    if area not in RECORDS_WITHIN:
        answers["meta"] = talk.change_person(member)
    return answers


def nothing(talk: Talk) -> Page:
    return {}


def way(name: str, over_half_an_hour: float) -> Callable[[Talk], Page]:
    """The question how long the way to a service is."""

    def answered(talk: Talk) -> Page:
        told = minutes(talk.chance, over_half_an_hour)
        return {"way": {name: told, f"{name}_answered": told, "meta": talk.change_household()}}

    return answered


BEFORE_MEMBERS = {
    "education": way("minutes_kindergarten", rates.KINDERGARTEN_OVER_30_MINUTES),
    "health": way("minutes_health_centre", rates.HEALTH_CENTRE_OVER_30_MINUTES),
    "social_protection": asked.means,
    "housing": asked.dwelling,
}
PAGES: dict[str, AskMember] = {
    "education": asked.education,
    "health": asked.health,
    "employment": asked.employment,
    "social_protection": asked.care,
    "documents": asked.documents,
    "discrimination": asked.discrimination,
}
CONCERNED: dict[str, Callable[[int], bool]] = {
    "education": lambda age: 3 <= age <= 29,
    "health": lambda age: True,
    "employment": lambda age: 15 <= age <= 64,
    "social_protection": lambda age: age >= 16,
    "documents": lambda age: True,
    "discrimination": lambda age: age >= 16,
}
