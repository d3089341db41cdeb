"""What a mandate answers to a referral of another, and whom a lawyer takes on as soon as she meets her."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.forms.registration import STREETS, birth
from khetane.demo.forms.talk import Talk
from khetane.demo.instances import Answers, Entity, Filled, Page
from khetane.demo.ledger import Ledger


def answered(chance: Chance, ledger: Ledger, referral: UUID, on: dt.date, said: Mapping[str, str]) -> Filled:
    """The answer as the form asks it: why not, or a word for the sender."""
    state, word = said["state"], said.get("answer", "")
    page: Page = {"state": state, "why_not" if state == "rejected" else "word": word}
    if word:
        page["answer"] = word
    answers: Page = {
        "about": {"day": on.isoformat(), "referral": str(referral)},
        "referral_state": "accepted" if state == "done" else "sent",
        "answer_page": page | {"answered_on": on.isoformat()},
    }
    entity = Entity("referral", referral, base=ledger.base("referral", referral))
    return Filled("referral_answer", chance.id(), f"referral · {on.isoformat()}", answers, entity)


def taken_on(talk: Talk) -> Filled:
    """Somebody living alone becomes the lawyer's client at once: registered, agreed and with a power of attorney."""
    home, chance, ledger = talk.household, talk.chance, talk.ledger
    home.registration_consent = consent = ledger.made("consent", chance.id())
    power = ledger.made("power_of_attorney", chance.id())
    ledger.made("household", home.id)
    answers: Page = {
        "household_id": str(home.id),
        "notice": {"notice_given": "yes", "day": talk.on()},
        "registered_on": talk.on(),
        "consent": {
            "consent_household": str(home.id),
            "consent_purpose": "registration",
            "consent_notice_version": "1",
            "consent_given_on": talk.on(),
            "consent_page": {"consent_given_by": "self", "consent_evidence": "signed"},
            "meta": Entity("consent", consent, f"registration · {talk.on()}"),
        },
        "home_page": {
            "place": str(talk.settlement.id),
            "address": talk.typed(f"{chance.pick(STREETS)} {chance.between(1, 60)}"),
            "household_phone": home.phone,
        },
        "client": client(talk),
        "power": {
            "power_person": str(home.head.id),
            "power_given_on": talk.on(),
            "power_page": {
                "attorney": talk.typed("Pravna pomoć"),
                "power_kind": "general",
                "certified": "no",
            },
            "meta": Entity("power_of_attorney", power, f"power of attorney · {talk.on()}"),
        },
    }
    entity = Entity("household", home.id, talk.typed(home.head.family))
    return Filled("new_client", chance.id(), f"client · {talk.on()}", answers, entity)


def client(talk: Talk) -> Answers:
    """Who she is, and what is known of her birth."""
    one = talk.household.head
    given, family, parent = map(talk.typed, (one.given, one.family, one.parent))
    page: Page = {"given_name": given, "family_name": family, "parent_name": parent, "sex": one.sex}
    if parent:
        page["parent_name_answered"] = parent
    return {
        "person_id": str(one.id),
        "person_household": str(talk.household.id),
        "person_role": "head",
        "member_from": talk.on(),
        "client_page": page,
        **birth(one, talk.day, asked="birth_known"),
        "birth_precision": one.precision,
        "meta": Entity("person", talk.ledger.made("person", one.id), f"{given} {family}"),
    }
