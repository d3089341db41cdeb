"""Households that a unit met years ago and never since: their time is over, and every step of what follows is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone

from khetane.access.models import Account
from khetane.core.viewer import acting_as, acting_as_system
from khetane.demo import people
from khetane.demo.chance import Chance
from khetane.demo.country import SEED, Country
from khetane.demo.loading import Workers
from khetane.demo.names import typed
from khetane.demo.people import Household
from khetane.demo.sendings import COORDINATION
from khetane.demo.towns import Town
from khetane.forms.office import submit
from khetane.history.source import OfficeEdit
from khetane.subjects.keeping import deciding
from khetane.subjects.keeping.looking import look_at_households
from khetane.subjects.models import Expiry, ExpiryState
from khetane.subjects.tasks import pseudonymise

UNITS = 2  # those whose accounts sign in
OFFICER = "data_protection_officer"
SOON, WAITING, STILL_NEEDED, KEPT, DONE = "soon", "waiting", "still_needed", "kept", "done"
STEPS = (SOON, SOON, WAITING, WAITING, WAITING, STILL_NEEDED, KEPT, DONE, DONE)
NOTICED = dt.timedelta(days=100)  # before today: longer than the notice
SERVICES = ("health_advice", "school_supplies", "one_off_aid")
BECAUSE = "Тече спор о стану; судија тражи наше белешке"
WHY = "Захтев за накнаду, чл. 189 ЗПП (синтетички пример)"


def remember(country: Country, workers: dict[str, Workers]) -> None:
    """Record them as they were met then, give notice, and decide about some. Safe to repeat."""
    homes: dict[str, list[UUID]] = {step: [] for step in STEPS}
    towns = country.towns()[:UNITS]
    for town in towns:
        for number, step in enumerate(STEPS):
            homes[step].append(_met(country, town, workers[town.unit][COORDINATION].account_id, number, step))
    look_at_households(country.today - NOTICED)
    look_at_households(country.today)
    for town, home in zip(towns, homes[STILL_NEEDED], strict=True):
        with acting_as(workers[town.unit][COORDINATION].account_id):
            for expiry in _noticed([home]):
                deciding.still_needed(expiry, BECAUSE)
    with acting_as(officer()):
        if kept := _noticed(homes[KEPT]):
            deciding.keep(kept, WHY)
        if done := _noticed(homes[DONE]):
            deciding.confirm(done)
    pseudonymise.defer()


def _met(country: Country, town: Town, author: UUID, number: int, step: str) -> UUID:
    """A household as the coordinator wrote it down on the day it was met last."""
    chance = Chance(SEED, "long ago", town.unit, number)
    day = _day(country.today, chance, step)
    home = people.household(chance, town.settlements[0].code, chance.between(2, 4), town.typing, day)
    at = dt.datetime.combine(day, dt.time(10), timezone.get_default_timezone())
    with acting_as(author):
        submit(
            list(_edits(chance, town, home, day)),
            unit_id=town.unit_id,
            instance_id=str(uuid5(NAMESPACE_OID, f"long ago {home.id}")),
            mandate=COORDINATION,
            received_at=at,
        )
    return home.id


def _day(today: dt.date, chance: Chance, step: str) -> dt.date:
    """Five years ago in some weeks, or longer ago than that."""
    if step == SOON:
        return today - dt.timedelta(days=5 * 365 - chance.between(15, 45))
    return today - dt.timedelta(days=6 * 365 + chance.between(0, 300))


def _edits(chance: Chance, town: Town, home: Household, day: dt.date) -> Iterator[OfficeEdit]:
    theirs, on = {"household": str(home.id)}, day.isoformat()
    where = {
        "place": str(town.settlements[0].id),
        "address": typed(f"Duga {chance.between(1, 60)}", home.typing),
    }
    yield OfficeEdit("household", home.id, "create", where)
    for one in home.members:
        said = {
            "given_name": typed(one.given, home.typing),
            "family_name": typed(one.family, home.typing),
            "sex": one.sex,
            "birth_date": one.born.isoformat(),
            "birth_precision": one.precision,
            "role": one.role,
            "member_from": on,
        }
        yield OfficeEdit("person", one.id, "create", {**theirs, **said})
    agreed = {"purpose": "registration", "notice_version": "1", "given_by": "self", "evidence": "signed"}
    yield OfficeEdit("consent", chance.id(), "create", {**theirs, **agreed, "given_on": on})
    for kind in chance.some(list(SERVICES), chance.between(1, 3)):
        received = {**theirs, "person": str(home.head.id), "type": kind, "date": on}
        yield OfficeEdit("service", chance.id(), "create", received)


def _noticed(homes: list[UUID]) -> list[UUID]:
    """The notices about these households of which nothing was said yet."""
    rows = Expiry.objects.filter(household_id__in=homes, state=ExpiryState.NOTICED)
    return list(rows.values_list("pk", flat=True))


def officer() -> UUID:
    """The data-protection officer of the demonstration."""
    with acting_as_system():
        officer = Account.objects.filter(is_demo=True, grants__role_id=OFFICER).order_by("email").first()
    if officer is None:
        raise LookupError(
            "The demonstration has no data-protection officer: khetane/demo/accounts.py names one."
        )
    return officer.pk
