"""Household registration: the household, its members, their documents, consent."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from khetane.demo import rates
from khetane.demo.forms.talk import Talk, yes_no
from khetane.demo.instances import Answers, Entity, Filled, Page
from khetane.demo.names import typed
from khetane.demo.people import Member
from khetane.people.rules import ANSWERS_FROM

DOCUMENTS = ("birth_registration", "citizenship", "personal_number", "residence", "id_card", "health_card")
HAS = {
    "birth_registration": rates.BIRTH_REGISTERED,
    "citizenship": rates.CITIZENSHIP,
    "personal_number": rates.PERSONAL_NUMBER,
    "residence": rates.RESIDENCE,
    "id_card": rates.ID_CARD,
    "health_card": rates.HEALTH_INSURANCE,
}
STREETS = ("Prva", "Druga", "Treća", "Gornja", "Donja", "Nova", "Poljska", "Duga", "Kratka", "Kamena")
LANGUAGES = {"romani": 0.55, "serbian": 0.35, "albanian": 0.06, "romanian": 0.03, "hungarian": 0.01}
GROUPS = {
    "roma": 0.88,
    "roma serb": 0.05,
    "egyptian": 0.02,
    "ashkali": 0.02,
    "roma romanian": 0.015,
    "other": 0.015,
}
ASKED = {"asked": 0.8, "not_asked": 0.13, "declined": 0.07}
STATUSES = {
    "displaced": 0.5,
    "returnee": 0.32,
    "at_risk_of_statelessness": 0.13,
    "stateless": 0.03,
    "asylum": 0.02,
}


def registration(talk: Talk) -> Filled:
    """The first form about a household; makes all its records."""
    home, chance = talk.household, talk.chance
    consent = home.registration_consent = talk.ledger.made("consent", chance.id())
    talk.ledger.made("household", home.id)
    members = [member(talk, one) for one in home.members]
    answers: Answers = {
        "household_id": str(home.id),
        "economy": "RS",
        "notice": {"notice_given": "yes", "day": talk.on(), "visit": talk.visit_id()},
        "registered_on": talk.on(),
        "consent": {
            "consent_household": str(home.id),
            "consent_purpose": "registration",
            "consent_notice_version": "1",
            "consent_given_on": talk.on(),
            "consent_page": {
                "consent_given_by": "self",
                "consent_evidence": chance.weighted(
                    {"oral_witnessed": 0.6, "signed": 0.37, "recorded": 0.03}
                ),
            },
            "meta": Entity("consent", consent, f"registration · {talk.on()}"),
        },
        "household": {
            "place": str(talk.settlement.id),
            "address": talk.typed(f"{chance.pick(STREETS)} {chance.between(1, 60)}"),
            "household_phone": home.phone,
            "household_note": "",
        },
        "member": members,
        "check": {"member_count": str(len(members)), "head_count": "1"},
    }
    label = typed(home.head.family, talk.typing)
    return Filled(
        "household_registration", chance.id(), f"registration · {talk.on()}", answers,
        Entity("household", home.id, label),
    )  # fmt: skip


def member(talk: Talk, one: Member) -> Answers:
    """One turn of the repeat of members."""
    age = age_told(one, talk.day)
    states = document_states(talk, one, age)
    person = talk.ledger.made("person", one.id)
    given, family, parent = map(talk.typed, (one.given, one.family, one.parent))
    name_page = {"given_name": given, "family_name": family, "parent_name": parent}
    if parent:
        name_page["parent_name_answered"] = parent
    return {
        "person_id": str(person),
        "person_household": str(talk.household.id),
        "member_from": talk.on(),
        "name_page": {**name_page, "sex": one.sex, "role": one.role},
        **birth(one, talk.day),
        "age": str(age),
        **contact(talk, one, age),
        "document_page": {f"state_{kind}": state for kind, state in states.items()},
        "document_count": "6",
        "document": [document(talk, one, kind, states.get(kind, "")) for kind in DOCUMENTS],
        "status": status(talk, one),
        "self_identification": self_identification(talk, one),
        "meta": Entity("person", person, f"{given} {family}"),
    }


def birth(one: Member, day: dt.date, asked: str = "birth_precision") -> Page:
    """The birth page, which begins with what is `asked`, and the date it comes to. An estimated age is told in years."""
    question, answer = {
        "day": ("birth_day", one.born.isoformat()),
        "month": ("birth_month", one.born.isoformat()),
        "year": ("birth_year", one.born.isoformat()),
        "estimated": ("age_estimate", str(day.year - one.born.year)),
    }[one.precision]
    page = {asked: one.precision, question: answer}
    return {"birth_page": page, "birth_date": one.born.isoformat()}


def age_told(one: Member, day: dt.date) -> int:
    """The age as the form works it out from the birth date as far as it is known."""
    return one.age(day)


def contact(talk: Talk, one: Member, age: int) -> Page:
    if age < 14:
        return {}
    number = talk.household.phone if one.role == "head" else ""
    return {"contact_page": {"person_phone": number, "person_language": talk.chance.weighted(LANGUAGES)}}


def document_states(talk: Talk, one: Member, age: int) -> dict[str, str]:
    """What stands of each document; who is not in the register of births lacks all that follows from it."""
    chance, states = talk.chance, {}
    registered = chance.yes(HAS["birth_registration"] / 100)
    for kind in DOCUMENTS:
        if kind == "id_card" and age < 16:
            continue
        missing = {"never_had": 0.45, "lost": 0.2, "in_procedure": 0.2, "unknown": 0.15}
        if kind == "birth_registration":
            missing = {"never_had": 0.7, "in_procedure": 0.3}
        has = registered and (kind == "birth_registration" or chance.yes(HAS[kind] / 100))
        states[kind] = "has" if has else chance.weighted(missing)
        if not registered and kind not in ("birth_registration", "residence"):
            states[kind] = "never_had"
    talk.household.papers[one.id] = dict(states)
    return states


def document(talk: Talk, one: Member, kind: str, state: str) -> Answers:
    """One turn of the counted repeat; the record is made only where the state was told."""
    said = {"document_kind": kind, "document_person": str(one.id), "document_state": state}
    if not state:
        return said
    made = talk.ledger.made("document", talk.chance.id())
    talk.household.documents[one.id, kind] = made
    return {**said, "meta": Entity("document", made, kind)}


def status(talk: Talk, one: Member) -> Answers:
    chance = talk.chance
    known = chance.yes(0.06)
    page: dict[str, str] = {"status_known": yes_no(known)}
    if not known:
        return {"status_person": str(one.id), "status_page": page}
    kind = chance.weighted(STATUSES)
    since = chance.day(max(one.born, dt.date(1999, 6, 1)), talk.day) if chance.yes(0.6) else None
    page |= {"status_kind": kind, "status_since": since.isoformat() if since else ""}
    made = talk.ledger.made("status", chance.id())
    return {"status_person": str(one.id), "status_page": page, "meta": Entity("status", made, kind)}


def self_identification(talk: Talk, one: Member) -> Answers:
    """Voluntary: many are not asked, some decline, and both are answers. Of a child the form does not ask: nobody answers for another."""
    chance = talk.chance
    answer = chance.weighted(ASKED)
    page = {"self_identification_answer": answer}
    if answer == "asked":
        page["self_identification_groups"] = chance.weighted(GROUPS)
        if page["self_identification_groups"] == "other":
            page["self_identification_own_words"] = talk.typed("tako se ne izjašnjava")
    new = chance.id()
    if one.age(talk.day) < ANSWERS_FROM:
        return {"self_identification_person": str(one.id), "self_identification_page": {}}
    made: UUID = talk.ledger.made("self_identification", new)
    return {
        "self_identification_person": str(one.id),
        "self_identification_page": page,
        "meta": Entity("self_identification", made, f"self-identification {answer}"),
    }
