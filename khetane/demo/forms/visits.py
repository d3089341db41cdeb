"""Joint visits: planned, recorded, reported on, cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.instances import Entity, Filled, Page
from khetane.demo.ledger import Ledger
from khetane.demo.names import typed
from khetane.demo.towns import Settlement, Town


@dataclass(slots=True)
class Visit:
    """One joint visit of a unit."""

    id: UUID
    town: Town
    settlement: Settlement
    day: dt.date
    participants: Sequence[str]
    planned_on: dt.date | None = None
    cancelled: bool = False
    calls: list[UUID] = field(default_factory=list)
    met: list[UUID] = field(default_factory=list)

    def name(self) -> str:
        return f"{self.day.isoformat()} · {self.settlement.name}"


REASONS = (
    "Sneg na putu",
    "Službeno vozilo na popravci",
    "Sahrana u naselju",
    "Dva člana tima na bolovanju",
    "Sednica skupštine istog dana",
)
PURPOSES = (
    "Upis novih domaćinstava",
    "Redovna zajednička poseta",
    "Priprema za upis u školu",
    "Vakcinacija i zdravstvene kartice",
    "Pomoć oko dokumenata",
    "Provera uslova stanovanja",
    "Informisanje o zapošljavanju",
)


def planned(visit: Visit, chance: Chance, ledger: Ledger) -> Filled:
    """The form that plans a visit; makes its record."""
    ledger.made("visit", visit.id)
    answers: Page = {
        "new_id": str(visit.id),
        "about": {"action": "plan"},
        "visit_id": str(visit.id),
        "state": "planned",
        "visit_place": str(visit.settlement.id),
        "where": where(visit, chance) | {"planned": " ".join(map(str, visit.calls))},
    }
    entity = Entity("visit", visit.id, visit.name())
    return Filled("visit", chance.id(), "visit · planned", answers, entity)


def recorded(visit: Visit, chance: Chance, ledger: Ledger) -> Filled:
    """The form about a visit that nobody had planned; makes its record."""
    ledger.made("visit", visit.id)
    answers: Page = {
        "new_id": str(visit.id),
        "about": {"action": "record"},
        "visit_id": str(visit.id),
        "state": "done",
        "visit_place": str(visit.settlement.id),
        "where": where(visit, chance),
        "met": tally(visit, chance),
    }
    entity = Entity("visit", visit.id, visit.name())
    return Filled("visit", chance.id(), "visit · done", answers, entity)


def reported(visit: Visit, chance: Chance, ledger: Ledger) -> Filled:
    """The form that tells how a planned visit ended."""
    state = "cancelled" if visit.cancelled else "done"
    took_part = {"date": visit.day.isoformat(), "participants": " ".join(visit.participants)}
    about = {"action": "report", "visit_known": str(visit.id), "result": state}
    if visit.cancelled:
        about["cancel_reason"] = typed(chance.pick(REASONS), visit.town.typing)
    answers: Page = {
        "new_id": str(chance.id()),
        "about": about,
        "visit_id": str(visit.id),
        "state": state,
        "visit_place": str(visit.settlement.id),
        "where": {} if visit.cancelled else took_part,
    }
    if not visit.cancelled:
        answers["met"] = tally(visit, chance)
    base = ledger.base("visit", visit.id)
    entity = Entity("visit", visit.id, visit.name(), base=base)
    return Filled("visit", chance.id(), f"visit · {state}", answers, entity)


def where(visit: Visit, chance: Chance) -> dict[str, str]:
    return {
        "place": str(visit.settlement.id),
        "date": visit.day.isoformat(),
        "participants": " ".join(visit.participants),
        "purpose": typed(chance.pick(PURPOSES), visit.town.typing),
    }


def tally(visit: Visit, chance: Chance) -> dict[str, str]:
    """Who was met, and how many refused or were away: numbers only."""
    return {
        "households": " ".join(map(str, visit.met)),
        "refused_count": str(chance.weighted({0: 0.7, 1: 0.2, 2: 0.08, 4: 0.02})),
        "absent_count": str(chance.between(0, 4)),
    }
