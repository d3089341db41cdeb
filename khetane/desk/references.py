"""Values of history that name another record, said as people know it: a household by its code, a place by its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from khetane.cases.lists import PROCEDURES
from khetane.cases.models import Need, Procedure
from khetane.core.masking import mask
from khetane.desk.authors import names_of
from khetane.outreach.models import Visit
from khetane.people.models import Household, Person
from khetane.places.models import Place
from khetane.upgrading.lists import KINDS
from khetane.upgrading.models import Process
from khetane.web.formats import day
from khetane.web.names import code_label, person_label, place_label

FIELDS = frozenset(
    "household households person participants place planned split_from visit need procedure follows process".split()  # noqa: SIM905
)


ACCOUNTS = frozenset({"lawyer", "answered_by"})


def referred(values: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """The label of every record and colleague that a (field, value) names, by its id as text."""
    said = [(name, text) for name, value in values for text in each(value)]
    who = [known for name, text in said if name in ACCOUNTS and (known := as_id(text))]
    colleagues = {str(id): called for id, called in names_of(who).items()} if who else {}
    return labels_of(text for name, text in said if name in FIELDS) | colleagues


def labels_of(texts: Iterable[str]) -> dict[str, str]:
    """The label of every record of the viewer that one of the texts is the id of; seven queries at most."""
    ids = [known for text in texts if (known := as_id(text))]
    if not ids:
        return {}
    households = mask(Household.objects.filter(pk__in=ids).only("code", "unit"))
    persons = mask(Person.objects.filter(pk__in=ids))
    places = Place.objects.filter(pk__in=ids).prefetch_related("names")
    labels = {**{one.pk: one.code for one in households}, **{one.pk: person_label(one) for one in persons}}
    labels.update({place.pk: place_label(place) for place in places})
    visits = mask(Visit.objects.filter(pk__in=ids).select_related("place").prefetch_related("place__names"))
    labels.update({visit.pk: f"{place_label(visit.place)}, {day(visit.date)}" for visit in visits})
    labels.update({need.pk: need.get_area_display() for need in mask(Need.objects.filter(pk__in=ids))})
    procedures = mask(Procedure.objects.filter(pk__in=ids))
    labels.update({one.pk: code_label(PROCEDURES, one.type) for one in procedures})
    processes = Process.objects.filter(pk__in=ids).values_list("pk", "kind")
    labels.update({pk: code_label(KINDS, kind) for pk, kind in processes})
    return {str(pk): label for pk, label in labels.items()}


def each(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def as_id(text: str) -> UUID | None:
    """The id that a text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
