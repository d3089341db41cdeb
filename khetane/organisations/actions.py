"""The writers of units and organisations."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.organisations import rules
from khetane.organisations.models import Organisation, Unit
from khetane.organisations.querysets import OrganisationQuerySet, UnitQuerySet
from khetane.places.enums import Kind
from khetane.places.models import Place


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is written down of a unit."""

    name: str = ""
    decision: str = ""
    decided_on: datetime.date | None = None
    memorandum: str = ""
    memorandum_on: datetime.date | None = None
    memorandum_until: datetime.date | None = None
    equipment: str = ""


@transaction.atomic
def make_unit(*, code: str, municipality: Place, facts: UnitFacts, unit_id: UUID | None = None) -> Unit:
    """Make the mobile unit of a municipality. Raises Invalid for a taken code or another kind of place."""
    current().check("unit.write")
    _check_municipality(municipality)
    _check_free(Unit.objects.filter(code=code), code)
    unit = Unit(code=code, municipality=municipality)
    if unit_id is not None:
        unit.pk = unit_id
    _write(unit, facts)
    _check_told_apart(unit, municipality)
    unit.save(force_insert=True)
    audit.record("wrote", "unit", [unit.pk], fields=["code", "municipality"], unit_id=unit.pk)
    return unit


@transaction.atomic
def change_unit(*, unit_id: UUID, municipality: Place, facts: UnitFacts) -> Unit:
    """Change what is written down of a unit, and where it works; its code stays.

    Raises Invalid for another kind of place, and for a municipality of another economy.
    """
    current().check("unit.write")
    unit = Unit.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=unit_id)
    before = UnitFacts(*(getattr(unit, field) for field in UnitFacts.__slots__))
    _write(unit, facts)
    changed = [field for field in UnitFacts.__slots__ if getattr(before, field) != getattr(facts, field)]
    if municipality.pk != unit.municipality_id:
        _check_municipality(municipality)
        rules.check_same_economy(unit.municipality.path, municipality.path, municipality.name)
        unit.municipality = municipality
        changed.append("municipality")
    _check_told_apart(unit, municipality)
    unit.save(update_fields=[*UnitFacts.__slots__, "municipality"])
    audit.record("wrote", "unit", [unit.pk], fields=changed, unit_id=unit.pk)
    return unit


@transaction.atomic
def record_organisation(
    *, organisation_id: UUID | None, code: str, name: str, kind: str, place: Place | None
) -> Organisation:
    """Add an organisation, or change one (then its code stays)."""
    current().check("unit.write")
    if organisation_id is None:
        _check_free(Organisation.objects.filter(code=code), code)
        organisation = Organisation(code=code)
    else:
        organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    organisation.name, organisation.kind, organisation.place = name, kind, place
    organisation.save()
    audit.record("wrote", "organisation", [organisation.pk], fields=["name", "kind", "place"])
    return organisation


def _check_municipality(place: Place) -> None:
    if place.kind != Kind.MUNICIPALITY or place.valid_to is not None:
        raise Invalid(rules.NOT_A_MUNICIPALITY.about(name=place.name))


def _check_free(same: UnitQuerySet | OrganisationQuerySet, code: str) -> None:
    if same.exists():
        raise Invalid(rules.CODE_TAKEN.about(code=code))


def _check_told_apart(unit: Unit, municipality: Place) -> None:
    """A second unit of a municipality has a name: who gives or confirms a role must see which of them is meant."""
    others = Unit.objects.filter(municipality=municipality, name="").exclude(pk=unit.pk)
    if not unit.name.strip() and others.exists():
        raise Invalid(rules.NEEDS_A_NAME.about(name=municipality.name))


def _write(unit: Unit, facts: UnitFacts) -> None:
    today = timezone.localdate()
    rules.check_paper("decision", facts.decision, facts.decided_on, today)
    rules.check_paper("memorandum", facts.memorandum, facts.memorandum_on, today)
    rules.check_period(facts.memorandum_on, facts.memorandum_until)
    for field in UnitFacts.__slots__:
        setattr(unit, field, getattr(facts, field))
