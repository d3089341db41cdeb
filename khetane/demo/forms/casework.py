"""Services delivered, needs followed up, consents given and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from khetane.cases.services.reading import shipped
from khetane.demo.forms.needs import URGENCY, NeedMade
from khetane.demo.forms.talk import Talk, yes_no
from khetane.demo.instances import Answers, Entity, Filled, Page

SERVICES = {
    "education": (
        "school_supplies", "preschool_enrolment", "enrolment_help", "tutoring", "scholarship", "school_transport",
    ),
    "health": ("health_advice", "doctor_visit", "vaccination", "health_examination", "health_card", "medicines"),
    "employment": ("job_counselling", "work_registration", "vocational_training", "job_placement", "business_grant"),
    "social_protection": ("cash_assistance", "one_off_aid", "food_parcel", "hygiene_parcel", "clothing", "family_support"),
    "housing": ("repair", "utility_connection", "firewood", "legalisation_help"),
    "documents": ("legal_advice", "request_written", "escort", "fee_paid", "document_obtained"),
    "discrimination": ("complaint_written", "representation"),
}  # fmt: skip
PROVIDERS = {
    "education": ("Osnovna škola", "Predškolska ustanova", "Opštinska uprava"),
    "health": ("Dom zdravlja", "Zdravstvena medijatorka"),
    "employment": ("Služba za zapošljavanje",),
    "social_protection": ("Centar za socijalni rad", "Crveni krst"),
    "housing": ("Opštinska uprava", "Komunalno preduzeće"),
    "documents": ("Pravna pomoć", "Opštinska uprava"),
    "discrimination": ("Pravna pomoć",),
}

WHY_DROPPED = ("not_wanted", "not_possible", "moved", "solved")


def service(talk: Talk, area: str, need: NeedMade | None = None, *, met: bool = False) -> tuple[Filled, UUID]:
    """A service delivered; when it answers a need, whether the need is `met` now. Returns the service's id."""
    chance = talk.chance
    made = talk.ledger.made("service", chance.id())
    kind = chance.pick(SERVICES[area])
    rules = shipped().types[kind].latest
    page: Page = {
        "service_household": str(talk.household.id),
        "service_visit": talk.visit_id(),
        "area": area,
        "type": kind,
        "asks_money": yes_no(rules.money),
        "asks_child_year": yes_no("child_year" in rules.asks),
        "date": talk.on(),
        "quantity": str(chance.weighted({1: 0.8, 2: 0.12, 5: 0.08})),
        **({"amount": str(500 * chance.between(4, 60))} if rules.money else {}),
        **({"child_year": str(chance.between(3, 6))} if rules.asks else {}),
        "provider": talk.typed(chance.pick(PROVIDERS[area])),
        "person": str(chance.pick(talk.household.members).id) if chance.yes(0.5) else "",
        "need": str(need.id) if need else "",
        "meta": Entity("service", made, f"{kind} · {talk.on()}"),
    }
    answers = talk.head() | {"service_page": page}
    if need:
        answers["need_page"] = need_page(talk, need, met=met)
    return Filled("service", chance.id(), f"service · {talk.on()}", answers), made


def need_page(talk: Talk, need: NeedMade, *, met: bool) -> Answers:
    page: Page = {"need_met": yes_no(met), "need_state": "met" if met else "open"}
    if met:
        page["meta"] = Entity("need", need.id, base=talk.ledger.base("need", need.id))
    return page


def followup(talk: Talk, need: NeedMade, state: str) -> Filled:
    """What became of a need without a service: still open with another urgency, met, or dropped."""
    page: Page = {"state": state}
    if state in ("open", "working"):
        page["urgency"] = talk.chance.weighted(URGENCY)
    else:
        if state == "dropped":
            page["why"] = talk.chance.pick(WHY_DROPPED)
        page["closed_on"] = talk.on()
    answers = talk.head(need=str(need.id)) | {"result_page": page}
    entity = Entity("need", need.id, base=talk.ledger.base("need", need.id))
    return Filled("need_followup", talk.chance.id(), f"need · {talk.on()}", answers, entity)


def consent(talk: Talk, purpose: str, recipients: Sequence[str]) -> tuple[Filled, UUID]:
    """Consent of the household to be passed on; returns the consent's id."""
    chance = talk.chance
    made = talk.ledger.made("consent", chance.id())
    give = {
        "notice_given": "yes",
        "consent_household": str(talk.household.id),
        "consent_notice_version": "1",
        "consent_given_on": talk.on(),
        "person": "",
        "purpose": purpose,
        "recipients": " ".join(recipients),
        "given_by": "self",
        "evidence": chance.weighted({"oral_witnessed": 0.45, "signed": 0.5, "recorded": 0.05}),
    }
    answers = talk.head(action="give") | {"new_id": str(made), "consent_id": str(made), "give": give}
    entity = Entity("consent", made, f"{purpose} · {talk.on()}")
    return Filled("consent", chance.id(), f"consent · {talk.on()}", answers, entity), made


def withdrawal(talk: Talk, given: UUID, label: str) -> Filled:
    """The household withdraws a consent; `label` is what the device's list calls it."""
    answers = talk.head(action="withdraw") | {
        "new_id": str(talk.chance.id()),
        "consent_id": str(given),
        "withdraw": {"consent_known": str(given), "withdrawn_on": talk.on()},
    }
    entity = Entity("consent", given, label, base=talk.ledger.base("consent", given))
    return Filled("consent", talk.chance.id(), f"consent · {talk.on()}", answers, entity)
