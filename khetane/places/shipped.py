"""The places Khetane ships with: facts of open sources, each with its source (docs/reference/places.md)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from khetane.core import audit
from khetane.core.viewer import acting_as_system
from khetane.places.models import Place, PlaceName
from khetane.places.tree import building, rules

DATA = Path(__file__).with_name("data")
ATTRIBUTION = _(
    "Names and points: ISO 3166-2 through pycountry (LGPL-2.1), CLDR through Babel, GeoNames (CC BY 4.0), "
    "Natural Earth (public domain). Each place names its source. Outlines imply no position on any status."
)
TOP = "SEE"
TOP_NAMES = {"en": "South-East Europe", "sr-Cyrl": "Југоисточна Европа", "mk": "Југоисточна Европа"}
Row = dict[str, str]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many places were added, and how many stood already and were left as they are."""

    added: int
    present: int


def load(progress: Progress | None = None) -> Loaded:
    """Add the shipped places that are not there; safe to repeat. Changed places are left alone.

    Runs as the program itself. `progress` hears (done, of how many).
    """
    rows = list(read("places.csv"))
    with acting_as_system(), transaction.atomic():
        known = {place.code: place for place in Place.objects.without_boundary()}
        places, names = prepare(rows, known, designations())
        Place.objects.bulk_create(places, batch_size=500)
        if progress:
            progress(len(places), len(places) + len(names))
        PlaceName.objects.bulk_create([*names, *name_the_top()], batch_size=1000)
        if progress:
            progress(len(places) + len(names), len(places) + len(names))
        if places:
            audit.record("loaded", "place", (place.pk for place in places))
    return Loaded(len(places), len(rows) - len(places))


def prepare(
    rows: Iterable[Row], known: dict[str, Place], notes: dict[str, dict[str, str]]
) -> tuple[list[Place], list[PlaceName]]:
    """The records for rows whose code is not `known` yet, parents before what lies in them."""
    places: list[Place] = []
    names: list[PlaceName] = []
    found = dict(known)
    for row in sorted(rows, key=lambda row: list(rules.LIES_IN).index(row["kind"])):
        if row["code"] in found:
            continue
        parent = found[row["parent"]]
        own = names_of(row)
        place = build(row, parent, own, notes.get(row["code"], parent.designation_notes))
        found[place.code] = place
        places.append(place)
        names += building.names_of(place, own)
    return places, names


def name_the_top() -> list[PlaceName]:
    """Names for the region, which a migration made without any."""
    top = Place.objects.filter(code=TOP, names=None).first()
    if top is None:
        return []
    top.search_text = rules.search_text(top.code, rules.complete(TOP_NAMES).values())
    top.save(update_fields=["search_text"])
    return building.names_of(top, TOP_NAMES)


def build(row: Row, parent: Place, names: rules.Names, notes: dict[str, str]) -> Place:
    said = building.Facts(
        kind=row["kind"],
        code=row["code"],
        names=names,
        name=row["name"],
        latitude=float(row["lat"]) if row["lat"] else None,
        longitude=float(row["lon"]) if row["lon"] else None,
        source=row["source"],
    )
    return building.new_place(parent, said, notes=notes)


def names_of(row: Row) -> dict[str, str]:
    """The names per language; of Albanian and Turkish places the name itself is in that language."""
    own = {"sq": row["name"]} if row["code"][:2] in ("AL", "XK") else {}
    own |= {"tr": row["name"]} if row["code"][:2] == "TR" else {}
    if row["kind"] == "country":
        own = {}
    return {**own, "en": row["en"], "sr-Cyrl": row["sr"], "mk": row["mk"]}


def designations() -> dict[str, dict[str, str]]:
    """Designation notes by place code and language."""
    notes: dict[str, dict[str, str]] = {}
    for row in read("designations.csv"):
        notes.setdefault(row["code"], {})[row["language"]] = row["text"]
    return notes


def read(name: str) -> Iterator[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as stored:
        yield from csv.DictReader(stored)
