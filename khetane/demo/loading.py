"""Sending the demonstration country in: settlements, units and accounts are made, the rest is received."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from khetane.access.tokens import heard_of
from khetane.core.refusals import Refusal
from khetane.core.viewer import acting_as, acting_as_system
from khetane.demo.accounts import Worker, ensure_worker, unit_posts
from khetane.demo.chance import Chance
from khetane.demo.country import SEED, Country
from khetane.demo.directory import ensure_directory
from khetane.demo.keeping import equip
from khetane.demo.people import Household
from khetane.demo.problems import NOT_TAKEN
from khetane.demo.sendings import Sending
from khetane.demo.towns import SYNTHETIC, Settlement, Town
from khetane.forms.office import submit
from khetane.forms.receiving import receive
from khetane.forms.uploads import Status, Upload
from khetane.organisations.actions import UnitFacts, make_unit
from khetane.organisations.models import Unit
from khetane.places.enums import Kind
from khetane.places.models import Place
from khetane.places.tree import actions as tree
from khetane.places.tree.building import Facts

Workers = dict[str, Worker]
KEPT = "kept for review"
KNOWN = "known already"
FINE = {Status.STORED, Status.KNOWN, Status.UNKNOWN_FORM}
FIRST_HOUR, LAST_HOUR = 8, 16
TOGETHER = 100


def ensure_settlement(place: Settlement, municipality: Place) -> None:
    """Make an invented settlement that is not there yet."""
    if Place.objects.filter(code=place.code).exists():
        return
    said = Facts(
        kind=Kind.SETTLEMENT,
        code=place.code,
        names={"sr-Latn": place.name},
        name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
        source=SYNTHETIC,
    )
    tree.create(parent_id=municipality.pk, said=said, place_id=place.id)


def ensure_unit(town: Town, municipality: Place) -> Unit:
    """The mobile unit of a municipality, made when it is not there."""
    known = Unit.objects.filter(code=town.unit).first()
    if known:
        return known
    today = timezone.localdate()
    facts = UnitFacts(
        decision="измишљено: одлука скупштине општине бр. 000-1",
        decided_on=dt.date(2014, 3, 3),
        memorandum="измишљено: споразум пет установа",
        memorandum_on=dt.date(2014, 5, 5),
        memorandum_until=today + dt.timedelta(days=Chance(SEED, town.unit, "memorandum").between(-200, 900)),
    )
    unit = make_unit(code=town.unit, municipality=municipality, facts=facts, unit_id=town.unit_id)
    with acting_as_system():  # whose grants now reach the new unit
        equip(unit, today)
    return unit


def prepare(town: Town) -> Workers:
    """Make what a unit stands on: its settlements, itself, its members with their tablets."""
    with acting_as_system():
        municipality = Place.objects.without_boundary().get(code=town.municipality)
        for place in town.settlements:
            ensure_settlement(place, municipality)
        unit = ensure_unit(town, municipality)
        ensure_directory(town, municipality, timezone.localdate())
    with acting_as_system():  # whose grants now reach the new unit
        return {mandate: ensure_worker(post, unit) for mandate, post in unit_posts(town).items()}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a unit is, in hundredths, and what became of the records since it was last told."""

    unit: str
    hundredths: int
    outcomes: Counter[str]


def send_unit(
    country: Country, town: Town, households: Sequence[Household], workers: Workers
) -> Iterator[Progress]:
    """Send everything of one unit in, in its order, some at a time in one transaction."""
    numbers: Counter[dt.date] = Counter()
    sendings = country.sendings(town, list(households))
    while some := list(islice(sendings, TOGETHER)):
        outcomes: Counter[str] = Counter()
        with transaction.atomic():
            for sending in some:
                numbers[sending.day] += 1
                at = moment(sending.day, numbers[sending.day])
                outcomes[send(sending, town.unit_id, workers[sending.sender], at)] += 1
        told = (some[-1].day - country.first_day).days
        yield Progress(town.unit, min(99, told * 100 // country.days), outcomes)
    for worker in workers.values():
        with acting_as(worker.account_id, device_id=worker.device.id):
            heard_of(worker.device)
    yield Progress(town.unit, 100, Counter())


def moment(day: dt.date, number: int) -> dt.datetime:
    """When the `number`th record of a day arrives: in working hours, never later than now."""
    minutes = min(number * 7, (LAST_HOUR - FIRST_HOUR) * 60)
    at = dt.datetime.combine(day, dt.time(FIRST_HOUR), timezone.get_default_timezone())
    return min(at + dt.timedelta(minutes=minutes), timezone.localtime())


def send(sending: Sending, unit_id: UUID, worker: Worker, at: dt.datetime) -> str:
    """Receive one sending as its sender's; what became of it. Raises Refusal when it was not taken in."""
    if sending.filled is None:
        with acting_as(worker.account_id):
            instance = str(sending.instance_id)
            applied = submit(
                sending.edits, unit_id=unit_id, instance_id=instance, mandate=sending.sender, received_at=at
            )
        return str(applied.state)
    answer = receive(worker.device, Upload(sending.filled.xml()), received_at=at)
    if answer.status not in FINE:
        raise Refusal(NOT_TAKEN.about(form=sending.filled.form, unit=str(unit_id), said=answer.said.message))
    if answer.state is not None:
        return str(answer.state)
    return KEPT if answer.status == Status.UNKNOWN_FORM else KNOWN
