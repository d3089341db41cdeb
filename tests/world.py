"""A small synthetic world for tests: places, units, accounts. All people in it are invented.

Each function acts as whoever would do it, through the application's own database role.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from khetane.access.models import Account, RoleGrant
from khetane.core.birth import Birth, Precision
from khetane.core.viewer import acting_as, acting_as_system
from khetane.organisations.models import Unit
from khetane.people.keys import key_rows
from khetane.people.models import Household, Membership, Person, PersonKey
from khetane.places.models import Place

LONG_AGO = datetime.date(2020, 1, 1)
PASSWORD = "correct horse battery"


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


@cache
def hashed_password() -> str:
    """Hashed as every password is, but once: a fifth of a second each time is what hashing is meant to cost."""
    return make_password(PASSWORD)


def account(role: str, scope: Unit | Place, *, email: str = "") -> Account:
    """An account that holds `role` for a unit or a place, and signs in with PASSWORD."""
    with acting_as_system():
        made = Account.objects.create(
            email=email or f"{uuid.uuid4().hex[:10]}@example.org", password=hashed_password()
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


def member(
    author: Account,
    where: Household,
    given_name: str,
    family_name: str,
    *,
    born: datetime.date | None = None,
    precision: str = "day",
    parent_name: str = "",
    role: str = "head",
) -> Person:
    """A synthetic member of a household since long ago, found by search."""
    with acting_as(author.pk):
        made = Person.objects.create(
            unit_id=where.unit_id,
            household=where,
            given_name=given_name,
            family_name=family_name,
            parent_name=parent_name,
            sort_key=f"{family_name} {given_name}".lower(),
            birth_date=born,
            birth_precision=precision if born else "",
        )
        Membership.objects.create(
            person=made, household=where, unit_id=where.unit_id, role=role, begins=LONG_AGO
        )
        birth = Birth(born, Precision(precision)) if born else None
        rows = key_rows(given_name, family_name, parent_name, birth)
        PersonKey.objects.bulk_create(
            PersonKey(person=made, unit_id=where.unit_id, **row._asdict()) for row in rows
        )
    return made
