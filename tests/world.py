"""A small synthetic world for tests: places, units, accounts. All people in it are invented.

Each function acts as whoever would do it, through the application's own database role.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from khetane.access.models import Account, RoleGrant
from khetane.access.viewer import acting_as, acting_as_system
from khetane.organisations.models import Unit
from khetane.people.models import Household, Person
from khetane.places.models import Place

LONG_AGO = datetime.date(2020, 1, 1)


@dataclass(frozen=True)
class Town:
    """A municipality with one settlement and one unit."""

    municipality: Place
    settlement: Place
    unit: Unit


def country(code: str = "RS") -> Place:
    """An economy below the region."""
    with acting_as_system():
        top = Place.objects.get(code="SEE")
        found = Place.objects.filter(code=code).first()
        return found or Place.objects.create(
            kind="country",
            code=code,
            name=f"Economy {code}",
            sort_key=code.lower(),
            parent=top,
            path=f"see.{code.lower()}",
        )


def town(code: str) -> Town:
    """A synthetic municipality in the economy RS, its settlement `CODE-S1` and its unit `CODE-U`."""
    parent = country()
    with acting_as_system():
        label = code.lower()
        municipality = Place.objects.create(
            kind="municipality",
            code=code,
            name=f"Town {code}",
            sort_key=label,
            parent=parent,
            path=f"see.rs.{label}",
        )
        settlement = Place.objects.create(
            kind="settlement",
            code=f"{code}-S1",
            name=f"Settlement {code}",
            sort_key=f"{label} s1",
            parent=municipality,
            path=f"see.rs.{label}.s1",
        )
        unit = Unit.objects.create(code=f"{code}-U", name=f"Unit {code}", municipality=municipality)
    return Town(municipality, settlement, unit)


def account(role: str, scope: Unit | Place, *, email: str = "") -> Account:
    """An account that holds `role` for a unit or a place."""
    with acting_as_system():
        made = Account.objects.create_user(
            email or f"{uuid.uuid4().hex[:10]}@example.org", "correct horse battery"
        )
        where = {"unit": scope} if isinstance(scope, Unit) else {"place": scope}
        RoleGrant.objects.create(account=made, role_id=role, begins=LONG_AGO, **where)
    return made


def household(
    author: Account, home: Town, *, code: str, family_name: str = "Izmišljeni", persons: int = 1
) -> Household:
    """A synthetic household of the town's unit, recorded by `author`."""
    with acting_as(author.pk):
        made = Household.objects.create(code=code, unit=home.unit, place=home.settlement)
        for number in range(persons):
            Person.objects.create(
                unit=home.unit,
                household=made,
                given_name=f"Osoba{number}",
                family_name=family_name,
                sort_key=family_name,
            )
    return made
