"""Settlement profiles as a reader compares them: networks by date, facts of the newest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from khetane.places.enums import NETWORKS, SERVICES, Material, Risk
from khetane.places.models import SettlementProfile

Text = str | Promise
FACTS = (
    "dwellings",
    "inhabitants",
    "age_years",
    "position",
    "materials",
    "roma_share",
    "legal_status",
    "legalisation",
    "planning_document",
    "planning_text",
    "land_ownership",
    "risks",
    "environment",
    "eviction_worry",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """How one network (`label`) was on one date: codes for the look, words for the reader."""

    label: Text
    existence: str
    existence_label: Text
    quality: str
    quality_label: Text
    changed: bool


@dataclass(frozen=True, slots=True)
class NetworkRow:
    label: Text
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Fact:
    label: Text
    value: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """The networks (rows) on each date (columns), newest date first."""

    dates: Sequence[date]
    rows: Sequence[NetworkRow]


def compare(profiles: Sequence[SettlementProfile]) -> Comparison:
    """Put profiles, newest first, side by side; a cell that differs from the date before is `changed`."""
    return Comparison(
        dates=[profile.date for profile in profiles],
        rows=[
            NetworkRow(label(f"{network}_existence"), list(cells(network, profiles))) for network in NETWORKS
        ],
    )


def cells(network: str, profiles: Sequence[SettlementProfile]) -> Iterable[Cell]:
    """One network over the profiles, newest first; quality is said only of what exists."""
    for position, profile in enumerate(profiles):
        earlier = profiles[position + 1] if position + 1 < len(profiles) else None
        fields = (f"{network}_existence", f"{network}_quality")
        existence, quality = (getattr(profile, field) for field in fields)
        before = tuple(getattr(earlier, field) for field in fields) if earlier else (existence, quality)
        yield Cell(
            label(fields[0]),
            existence,
            shown(profile, fields[0]),
            quality if existence in ("all", "part") else "",
            shown(profile, fields[1]) if existence in ("all", "part") else "",
            changed=(existence, quality) != before,
        )


def facts(profile: SettlementProfile) -> list[Fact]:
    """What is known besides networks and distances; what is not known is left out."""
    listed = [Fact(label(field), shown(profile, field)) for field in FACTS]
    return [fact for fact in listed if fact.value not in (None, "", [])]


def minutes(profile: SettlementProfile) -> list[Fact]:
    """How far the eight services are, in minutes; None where it was not said."""
    return [Fact(label(f"minutes_{service}"), getattr(profile, f"minutes_{service}")) for service in SERVICES]


def label(field: str) -> Text:
    found: Text = SettlementProfile._meta.get_field(field).verbose_name  # type: ignore[union-attr]  # a plain field
    return found


def shown(profile: SettlementProfile, field: str) -> Any:
    """A value in words."""
    if field == "risks":
        return ", ".join(str(Risk(risk).label) for risk in profile.risks if risk in Risk.values)
    if field == "materials":
        known = dict(Material.choices)
        return ", ".join(str(known.get(code, code)) for code in profile.materials.split())
    display = getattr(profile, f"get_{field}_display", None)
    return display() if display else getattr(profile, field)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on two dates; None where it was not said."""

    label: Text
    then: Any
    now: Any

    @property
    def changed(self) -> bool:
        return bool(self.then != self.now)


def differences(then: SettlementProfile, now: SettlementProfile) -> list[Difference]:
    """Every field that one of two profiles says, those that changed first, else in the order of the profile."""
    networks = [f"{network}_{what}" for network in NETWORKS for what in ("existence", "quality")]
    fields = (*FACTS, *networks, *(f"minutes_{service}" for service in SERVICES))
    rows = [Difference(label(field), said(then, field), said(now, field)) for field in fields]
    return sorted(
        (row for row in rows if row.then is not None or row.now is not None), key=lambda row: not row.changed
    )


def said(profile: SettlementProfile, field: str) -> Any:
    """A value in words; None where nothing was said."""
    value = shown(profile, field)
    return None if value in (None, "", []) else value
