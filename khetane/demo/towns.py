"""Where the demonstration plays: real municipalities that had mobile units, invented settlements in them."""

from __future__ import annotations

import csv
import uuid
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.names import Typing

DATA = Path(__file__).parents[1] / "places" / "data"
PILOTS = "one of the 20 pilots"
NAMESPACE = uuid.UUID("0f7f3bb8-5f0e-5b83-93f4-2f4f3f9a4b61")
SYNTHETIC = "измишљено: насеље демонстрационе земље, не постоји"
COLOURS = ("Plava", "Srebrna", "Šarena", "Tiha", "Vedra")
PLANTS = (
    "Breza", "Dunja", "Iva", "Jasika", "Jova", "Kajsija", "Leska", "Malina", "Perunika", "Ruža", "Trešnja", "Zova",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settlement:
    """An invented settlement. `comfort` shifts every condition of living, about 0."""

    code: str
    name: str
    latitude: float
    longitude: float
    comfort: float
    position: str

    @property
    def id(self) -> UUID:
        return uuid.uuid5(NAMESPACE, self.code)


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality with its mobile unit."""

    municipality: str
    name: str
    settlements: tuple[Settlement, ...]
    typing: Typing

    @property
    def unit(self) -> str:
        return f"{self.municipality}-JMU"

    @property
    def unit_id(self) -> UUID:
        return uuid.uuid5(NAMESPACE, self.unit)


def towns(chance: Chance) -> list[Town]:
    """The twenty municipalities with three settlements each."""
    names = [f"{colour} {plant}" for plant in PLANTS for colour in COLOURS]
    chance.of("names").random.shuffle(names)
    rows = places()
    found = []
    for number, code in enumerate(pilot_municipalities()):
        here = chance.of("town", code)
        own = names[3 * number : 3 * number + 3]
        settlements = tuple(
            settlement(here.of(name), f"{code}-D{place}", name, rows[code])
            for place, name in enumerate(own, start=1)
        )
        way = here.weighted({Typing.CYRILLIC: 0.5, Typing.LATIN: 0.4, Typing.PLAIN: 0.1})
        found.append(Town(code, rows[code]["name"], settlements, way))
    return found


def settlement(chance: Chance, code: str, name: str, municipality: dict[str, str]) -> Settlement:
    """Near its municipality's point, nowhere in particular."""
    latitude, longitude = (float(municipality[axis]) for axis in ("lat", "lon"))
    return Settlement(
        code=code,
        name=name,
        latitude=round(latitude + chance.random.uniform(-0.03, 0.03), 4),
        longitude=round(longitude + chance.random.uniform(-0.03, 0.03), 4),
        comfort=round(chance.random.gauss(0, 0.12), 3),
        position=chance.weighted({"urban": 0.3, "edge": 0.5, "rural": 0.2}),
    )


def pilot_municipalities() -> list[str]:
    """Codes of the municipalities in which the first joint mobile units worked (places/data says by what source)."""
    with (DATA / "mobile_units.csv").open(encoding="utf-8", newline="") as stored:
        return [row["code"] for row in csv.DictReader(stored) if PILOTS in row["wave"]]


def places() -> dict[str, dict[str, str]]:
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as stored:
        return {row["code"]: row for row in csv.DictReader(stored)}
