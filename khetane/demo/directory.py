"""The service directory of the demonstration country: kinds of institutions that are real, nobody's telephone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.towns import NAMESPACE, Town
from khetane.organisations import directory
from khetane.places.models import Place

WEEKDAYS = "radnim danom 8–15"


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as every municipality has one; the municipality's name is put where `{}` stands."""

    kind: str
    area: str
    provider: str
    what: str
    for_whom: str = ""
    hours: str = WEEKDAYS


# The first of a kind is the one that referrals name.
OFFERS = (
    Offer("school", "education", "Osnovna škola u opštini {}", "Upis, besplatni udžbenici, dopunska nastava",
          "deca od 6 do 15 godina"),
    Offer("school", "education", "Predškolska ustanova {}", "Vrtić i pripremni predškolski program",
          "deca do polaska u školu", "radnim danom 6–17"),
    Offer("health_institution", "health", "Dom zdravlja {}", "Izabrani lekar, vakcinacija, patronaža",
          "svi, i bez knjižice u hitnom slučaju", "radnim danom 7–20, subotom 8–12"),
    Offer("health_institution", "health", "Filijala zdravstvenog osiguranja {}", "Zdravstvena knjižica, overa",
          "osigurani i njihovi članovi"),
    Offer("employment_service", "employment", "Služba za zapošljavanje {}", "Prijava, savetovanje, obuke",
          "nezaposleni od 15 godina"),
    Offer("centre_for_social_work", "social_protection", "Centar za socijalni rad {}",
          "Novčana pomoć, jednokratna pomoć, starateljstvo", "porodice i pojedinci u potrebi"),
    Offer("civil_society", "social_protection", "Crveni krst {}", "Paketi hrane i higijene, narodna kuhinja", "",
          "radnim danom 8–14"),
    Offer("municipality", "housing", "Opštinska uprava {}, odeljenje za urbanizam",
          "Ozakonjenje, priključci, popravka doma"),
    Offer("registry_office", "documents", "Matična služba {}", "Izvodi iz matičnih knjiga, naknadni upis"),
    Offer("police", "documents", "Policijska stanica {}", "Lična karta, prijava prebivališta",
          "", "radnim danom 8–18"),
    Offer("civil_society", "documents", "Besplatna pravna pomoć {}", "Savet, sastavljanje zahteva, zastupanje",
          "korisnici novčane pomoći i deca"),
    Offer("police", "safety", "Dežurna policija {}", "Prijava nasilja, hitne mere", "", "0–24"),
)  # fmt: skip


def entry_id(municipality: str, kind: str, number: int = 0) -> UUID:
    """The id of the entry of a municipality, the same in every load."""
    return uuid.uuid5(NAMESPACE, f"directory:{municipality}:{kind}:{number}")


def entries(town: Town, place: Place, today: dt.date) -> Iterator[tuple[UUID, directory.EntryFacts]]:
    """The directory of a town, near its middle."""
    seen: dict[str, int] = {}
    for offer in OFFERS:
        number = seen[offer.kind] = seen.get(offer.kind, -1) + 1
        chance = Chance(2026, "directory", town.municipality, offer.kind, number)
        yield (
            entry_id(town.municipality, offer.kind, number),
            directory.EntryFacts(
                provider=offer.provider.format(town.name),
                kind=offer.kind,
                area=offer.area,
                what=offer.what,
                for_whom=offer.for_whom,
                hours=offer.hours,
                latitude=round((place.latitude or 0) + chance.random.uniform(-0.006, 0.006), 5),
                longitude=round((place.longitude or 0) + chance.random.uniform(-0.008, 0.008), 5),
                checked_on=today - dt.timedelta(days=chance.between(5, 300)),
            ),
        )


def ensure_directory(town: Town, place: Place, today: dt.date) -> None:
    """Add the entries that are not there. For whoever keeps the directory everywhere."""
    for made, facts in entries(town, place, today):
        directory.make_entry(entry_id=made, place=place, facts=facts)
