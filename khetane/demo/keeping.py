"""What the units of the demonstration country own, and in which trainings their members were."""

from __future__ import annotations

import datetime as dt

from khetane.demo.chance import Chance
from khetane.demo.country import SEED
from khetane.organisations.keeping import record_equipment, record_training
from khetane.organisations.models import Unit

THINGS = ("Terensko vozilo", "Tablet", "Mobilni telefon", "Prenosivi računar", "Štampač", "Projektor")
SUBJECTS = (
    "Naknadni upis u matične knjige",
    "Zaštita podataka o ličnosti",
    "Rad sa ODK Collect na terenu",
    "Zajedničke posete i vođenje slučaja",
    "Antidiskriminacija",
)
MANDATES = ("coordination", "education", "health", "social_protection", "employment")


def equip(unit: Unit, today: dt.date) -> None:
    """A list of things, some given back, and some trainings; the same for the same unit and day."""
    chance = Chance(SEED, unit.code, "keeping")
    for number, what in enumerate(chance.some(list(THINGS), chance.between(3, 5))):
        since = today - dt.timedelta(days=chance.between(200, 2000))
        until = since + dt.timedelta(days=180) if chance.yes(0.15) else None
        record_equipment(
            unit=unit,
            equipment=None,
            what=what,
            inventory_number=f"SYN-{number + 1:03d}",
            since=since,
            until=until,
        )
    for subject in chance.some(list(SUBJECTS), chance.between(1, 3)):
        record_training(
            unit=unit,
            training=None,
            subject=subject,
            date=today - dt.timedelta(days=chance.between(20, 700)),
            provider="измишљено: центар за обуку",
            mandates=chance.some(list(MANDATES), chance.between(2, 5)),
        )
