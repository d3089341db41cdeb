"""The settlement profile on a day: networks, law and planning, risks, ways to services."""

from __future__ import annotations

import datetime as dt

from khetane.demo.chance import Chance
from khetane.demo.instances import Entity, Filled, Page
from khetane.demo.names import Typing, typed
from khetane.demo.towns import Settlement
from khetane.places.enums import SERVICES

# How many of a hundred settlements have it somewhere at all; guesses, but for water, sewerage and waste
# which lean on what households of the survey have (see `khetane.demo.rates`).
NETWORKS = {
    "water": 0.80,
    "sewerage": 0.52,
    "electricity": 0.92,
    "lighting": 0.60,
    "street": 0.75,
    "heating": 0.08,
    "waste": 0.62,
}
FAR = {"urban": 12, "edge": 25, "rural": 45}


def profile(
    settlement: Settlement, homes: int, persons: int, step: int, day: dt.date, seed: Chance, way: Typing
) -> Filled:
    """The profile at the `step`th observation: what was worse at the first may have got better since."""
    lasting, now = seed.of(settlement.code), seed.of(settlement.code, step)
    answers: Page = {
        "about": {"settlement": str(settlement.id), "profile_date": day.isoformat()},
        "size_page": size(settlement, homes, persons, lasting),
    }
    networks = {
        name: condition(name, share, settlement, step, lasting.of(name)) for name, share in NETWORKS.items()
    }
    answers |= {f"{name}_page": page for name, page in networks.items()}
    waste = networks["waste"]["waste_existence"]
    answers["waste_habits_page"] = {
        "waste_collection": "never"
        if waste == "none"
        else lasting.weighted({"weekly": 0.6, "two_weeks": 0.2, "irregular": 0.2}),
        "risks": " ".join(
            lasting.some(
                ("flood", "landslide", "landfill", "power_line", "traffic", "industry"), lasting.between(0, 2)
            )
        ),
        "environment": typed("Divlja deponija na ulazu u naselje" if waste == "none" else "Uredno", way),
    }
    answers["legal_page"] = law(step, lasting.of("law"), way)
    answers["minutes_page"] = {
        f"minutes_{service}": str(max(3, int(lasting.of(service).random.gauss(FAR[settlement.position], 8))))
        for service in SERVICES
    }
    entity = Entity("settlement", settlement.id, base=1)
    return Filled("settlement_profile", now.id(), f"{day.isoformat()} · settlement", answers, entity)


def size(settlement: Settlement, homes: int, persons: int, lasting: Chance) -> dict[str, str]:
    share = lasting.random.uniform(1.2, 2.2)  # not everyone who lives there is registered
    return {
        "dwellings": str(int(homes * share)),
        "inhabitants": str(int(persons * share)),
        "age_years": str(lasting.between(15, 90)),
        "position": settlement.position,
        "roma_share": lasting.weighted({"over_40": 0.7, "10_to_40": 0.2, "under_10": 0.05, "unknown": 0.05}),
        "materials": " ".join(lasting.some(("brick", "concrete", "wood", "adobe", "metal", "improvised"), 2)),
    }


def condition(
    network: str, share: float, settlement: Settlement, step: int, lasting: Chance
) -> dict[str, str]:
    """Existence and quality of one network; `lasting` draws the same at every step."""
    luck = lasting.random.random()
    better = 0.12 * step if lasting.yes(0.4) else 0.0
    reach = share + settlement.comfort + better
    existence = "all" if luck < reach * 0.6 else "part" if luck < reach else "none"
    if existence == "none":
        return {f"{network}_existence": "none"}
    quality = "good" if luck < reach * 0.25 else "fair" if luck < reach * 0.65 else "poor"
    return {f"{network}_existence": existence, f"{network}_quality": quality}


def law(step: int, lasting: Chance, way: Typing) -> dict[str, str]:
    stages = ("none", "started", "advanced")
    plan = lasting.weighted({"none": 0.5, "in_preparation": 0.3, "adopted": 0.2})
    page = {
        "legal_status": lasting.weighted({"legal": 0.2, "partly": 0.45, "illegal": 0.33, "unknown": 0.02}),
        "legalisation": stages[min(2, lasting.between(0, 1) + (step if lasting.yes(0.5) else 0))],
        "planning_document": plan,
    }
    if plan != "none":
        page["planning_text"] = typed("Plan detaljne regulacije", way)
    ownership = lasting.weighted({"public": 0.4, "private": 0.25, "mixed": 0.3, "unknown": 0.05})
    return page | {"land_ownership": ownership, "eviction_worry": str(lasting.between(1, 5))}
