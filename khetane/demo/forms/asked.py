"""What is asked in the assessments, of the home and of each member, answered as often as in the survey."""

from __future__ import annotations

from uuid import UUID

from khetane.demo import rates
from khetane.demo.forms.registration import DOCUMENTS, document_states
from khetane.demo.forms.talk import Talk, yes_no
from khetane.demo.instances import Answers, Entity, Page
from khetane.demo.people import Member

CONDITIONS = {"worn": 0.4, "older": 0.35, "good": 0.2, "new": 0.05}
BAD_CONDITIONS = {"ruined": 0.8, "other": 0.2}
TENURES = {
    "owned": 0.45,
    "owned_no_papers": 0.3,
    "informal": 0.1,
    "rented": 0.06,
    "lent": 0.05,
    "social_housing": 0.04,
}


def dwelling(talk: Talk) -> Page:
    """The pages of the housing assessment."""
    about_house, about_water = house(talk), water_and_waste(talk)
    return {
        "dwelling_page": about_house,
        "inside_page": {
            "piped_water_inside": talk.answered(rates.PIPED_WATER),
            "waste_water": talk.answered(rates.WASTE_WATER),
            "toilet_inside": talk.answered(rates.TOILET),
            "bathroom_inside": talk.answered(rates.BATHROOM),
            "kitchen_inside": talk.answered(rates.KITCHEN),
            "electricity_supply": talk.answered(rates.ELECTRICITY),
        },
        "water_page": about_water,
        "things_page": {
            "bed_for_each": talk.answered(rates.BED_FOR_EACH),
            "computer": talk.answered(rates.COMPUTER),
            "internet": talk.answered(rates.INTERNET),
            "eviction_worry": str(talk.chance.between(1, 5)),
        },
    }


def house(talk: Talk) -> Page:
    """The page on the house itself."""
    chance, size = talk.chance, len(talk.household.members)
    rooms = str(max(1, round(size * rates.ROOMS_PER_PERSON * chance.random.uniform(0.6, 1.5))))
    area = str(max(8, round(size * rates.SQUARE_METRES_PER_PERSON * chance.random.uniform(0.5, 1.5))))
    bad = not talk.odds(100 - rates.RUINED)
    return {
        "dwelling_condition": chance.weighted(BAD_CONDITIONS if bad else CONDITIONS),
        "tenure": chance.weighted(TENURES),
        "rooms": rooms,
        "rooms_answered": rooms,
        "dwelling_area": area,
        "dwelling_area_answered": area,
    }


def water_and_waste(talk: Talk) -> Page:
    """The page on where water comes from and how waste goes."""
    piped = talk.odds(rates.DRINKING_WATER_PIPED)
    water = "piped_in_dwelling" if piped else talk.chance.pick(("piped_in_yard", "public_tap", "well"))
    weekly = talk.odds(rates.WASTE_WEEKLY)
    waste = "weekly" if weekly else talk.chance.pick(("two_weeks", "irregular", "never"))
    return {"drinking_water": water, "waste_collected": waste}


def means(talk: Talk) -> Page:
    """The page on what the household can afford."""
    chance = talk.chance
    hungry = "never" if talk.odds(100 - rates.HUNGRY) else chance.pick(("once", "sometimes", "often"))
    benefits = ["cash_assistance", "child_allowance", "parental_allowance", "one_off", "pension", "meals"]
    received = " ".join(chance.some(benefits, chance.between(0, 3))) or "none"
    return {
        "means_page": {
            "went_to_bed_hungry": hungry,
            "affords_medicines": talk.answered(100 - rates.NO_MEDICINES),
            "affords_unexpected_expense": talk.answered(100 - rates.NO_UNEXPECTED_EXPENSE),
            "benefits": received,
            "meta": talk.change_household(),
        }
    }


def education(talk: Talk, member: Member, age: int) -> Page:
    """The pages on kindergarten, school and completed education."""
    chance = talk.chance
    pages: Page = {}
    attends = school_attended(talk, age)
    if age <= 6:
        early = yes_no(attends in ("kindergarten", "preschool"))
        pages["small_child_page"] = {"attends_early_education": early}
    if 3 <= age <= 29:
        school = {"attends_school": attends}
        if age <= 18 and attends in ("primary", "secondary", "special"):
            segregated = chance.yes(rates.SEGREGATED_7_15 / 100)
            school["class_composition"] = "most" if segregated else chance.pick(("some", "none"))
        pages["school_page"] = school
    if age >= 15:
        level = education_completed(talk, age)
        literate = level not in ("no_education", "primary_incomplete") or chance.yes(0.6)
        pages["education_page"] = {"education_level": level, "reads_and_writes": yes_no(literate)}
    return dict(pages)


def school_attended(talk: Talk, age: int) -> str:
    if age <= 6:
        return talk.chance.pick(("kindergarten", "preschool")) if talk.odds(rates.PREPRIMARY_3_6) else "none"
    if age <= 15:
        return "primary" if talk.odds(rates.SCHOOL_7_15) else "none"
    if age <= 18:
        return "secondary" if talk.odds(100 - rates.EARLY_LEAVERS_18_24) else "none"
    return talk.chance.weighted({"none": 0.94, "higher": 0.03, "adult": 0.03})


def education_completed(talk: Talk, age: int) -> str:
    if talk.odds(rates.COMPLETED_SECONDARY_22_25) and age >= 18:
        return talk.chance.weighted({"secondary_short": 0.5, "secondary": 0.45, "higher": 0.05})
    if talk.odds(rates.COMPLETED_PRIMARY_18_21):
        return talk.chance.weighted({"primary": 0.75, "secondary_incomplete": 0.25})
    return talk.chance.weighted({"primary_incomplete": 0.6, "no_education": 0.4})


def health(talk: Talk, member: Member, age: int) -> Page:
    """The pages on insurance, health and care that could not be had."""
    chance = talk.chance
    insured = talk.odds(rates.HEALTH_INSURANCE)
    insurance = chance.weighted({"own": 0.7, "through_member": 0.3}) if insured else "none"
    care = {"health_insurance": insurance, "chosen_doctor": yes_no(insured and chance.yes(0.9))}
    if age <= 14:
        care["vaccination"] = chance.weighted({"all": 0.7, "some": 0.22, "none": 0.05, "dont_know": 0.03})
    if age < 16:
        return {"care_page": care}
    bad = chance.yes(rates.BAD_HEALTH_16 / 100 * (0.5 + age / 80))
    unmet = chance.yes(rates.UNMET_DOCTOR_16 / 100)
    page = {
        "self_rated_health": chance.pick(("bad", "very_bad") if bad else ("very_good", "good", "fair")),
        "long_term_limitation": talk.answered(rates.LIMITED_16),
        "doctor_needed_not_seen": yes_no(unmet),
    }
    if unmet:
        page["doctor_barriers"] = chance.weighted(
            {"cost": 0.5, "insurance": 0.2, "distance waiting": 0.2, "treatment": 0.1}
        )
    return {"care_page": care, "health_page": page}


def employment(talk: Talk, member: Member, age: int) -> Page:
    """The pages on work, looking for it, and training."""
    chance = talk.chance
    worked = talk.odds(rates.EMPLOYED_15_64)
    page = {"worked_last_week": yes_no(worked)}
    if not worked:
        page["absent_from_work"] = "no"
        looking = chance.yes((rates.LABOUR_FORCE_15_64 - rates.EMPLOYED_15_64) / (100 - rates.EMPLOYED_15_64))
        page["looked_for_work"] = yes_no(looking)
        if looking:
            page["can_start_work"] = "yes"
        page["work_registration"] = "public" if chance.yes(rates.REGISTERED_AS_UNEMPLOYED / 100) else "none"
    else:
        page["social_contributions"] = "none" if chance.yes(rates.NO_CONTRIBUTIONS / 100) else "both"
    pages: Page = {"work_page": page}
    if age <= 29:
        learning = not worked and chance.yes((100 - rates.NEET_15_24) / 100)
        pages["in_school_page"] = {"in_school_or_training": yes_no(learning)}
    return pages


def care(talk: Talk, member: Member, age: int) -> Page:
    """The pages on marriage and on needing care."""
    chance = talk.chance
    married = member.role in ("spouse", "in_law") or (age >= 20 and chance.yes(0.75))
    page = {"ever_in_union": yes_no(married)}
    if married:
        early = member.sex == "female" and chance.yes(rates.MARRIED_BEFORE_18 / 100)
        first = chance.between(15, 17) if early else chance.between(18, 25)
        page["age_at_first_union"] = page["age_at_first_union_answered"] = str(min(first, age))
    return {"union_page": page, "care_page": {"needs_care": yes_no(age >= 65 and chance.yes(0.35))}}


def discrimination(talk: Talk, member: Member, age: int) -> Page:
    """The page on discrimination and the law."""
    chance = talk.chance
    lately = chance.yes(rates.DISCRIMINATED_12_MONTHS / 100)
    ever = lately or chance.yes((rates.DISCRIMINATED_5_YEARS - rates.DISCRIMINATED_12_MONTHS) / 100)
    areas = " ".join(
        chance.some(("job_search", "work", "housing", "health", "education"), chance.between(1, 2))
    )
    page = {
        "discriminated_12_months": yes_no(lately),
        "discriminated_areas_5_years": areas if ever else "nowhere",
    }
    if ever:
        page["reported_last_incident"] = yes_no(chance.yes(rates.REPORTED / 100))
    law: Page = {"knows_the_law": talk.answered(rates.KNOWS_LAW), "meta": talk.change_person(member)}
    return {"discrimination_page": page | law}


def documents(talk: Talk, member: Member, age: int) -> Page:
    """The chain of documents as it stands on that day, and a record for each that was told."""
    states = document_states(talk, member, age)
    valid = ""
    pages: Page = {
        "person_id": str(member.id),
        "document_page": {f"state_{kind}": state for kind, state in states.items()},
    }
    if states.get("id_card") == "has":
        valid = talk.day.replace(day=1, year=talk.day.year + talk.chance.between(0, 9)).isoformat()
        pages["number_page"] = {"id_card_valid_until": valid}
    pages["document_count"] = "6"
    pages["document"] = [document(talk, member, kind, states.get(kind, ""), valid) for kind in DOCUMENTS]
    return pages


def document(talk: Talk, member: Member, kind: str, state: str, valid: str) -> Answers:
    known = talk.household.documents.get((member.id, kind))
    new = talk.chance.id()
    said: Page = {
        "document_kind": kind,
        "document_person": str(member.id),
        "document_new": str(new),
        "document_known": str(known or ""),
        "document_id": str(known or new),
    }
    if kind == "id_card" and valid:
        said["document_valid_until"] = valid
    said["document_state"] = state
    if state:
        said["meta"] = _record(talk, member, kind, known, new)
    return said


def _record(talk: Talk, member: Member, kind: str, known: UUID | None, new: UUID) -> Entity:
    if known:
        return Entity("document", known, kind, base=talk.ledger.base("document", known))
    talk.household.documents[member.id, kind] = talk.ledger.made("document", new)
    return Entity("document", new, kind)
