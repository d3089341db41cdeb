"""Country outlines for the maps: TopoJSON of the `world-atlas` package to GeoJSON.

Natural Earth (public domain) draws borders as they stand on the ground; an outline here implies
no position on any status. Features carry a code and no name: names and designation notes come
from the places themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ATTRIBUTION = "Outlines: Natural Earth, public domain"

# ISO 3166-1 numeric, as the package identifies them, to our country codes.
COUNTRIES = {
    "008": "AL", "070": "BA", "499": "ME", "807": "MK", "688": "RS", "792": "TR", "100": "BG",
    "191": "HR", "300": "GR", "348": "HU", "642": "RO", "703": "SK",
}  # fmt: skip
WITHOUT_NUMBER = {"Kosovo": "XK"}  # has no ISO number; the user-assigned code XK is in common use
SURROUNDINGS = {
    "705", "040", "380", "498", "804", "616", "203", "196", "276", "756", "268", "051", "031",
    "364", "368", "760", "422", "643", "112", "674", "470",
}  # fmt: skip
SURROUNDINGS_WITHOUT_NUMBER = {"N. Cyprus"}

Ring = list[list[float]]


def write(source: Path, target: Path) -> list[Path]:
    """Write the regional map and one finer file per country; returns what was written."""
    target.mkdir(parents=True, exist_ok=True)
    regional = read(source / "countries-50m.json")
    fine = read(source / "countries-10m.json")
    features = [feature for feature in regional if feature["properties"]["code"]]
    backdrop = [feature for feature in regional if not feature["properties"]["code"]]
    written = [
        dump(features, target / "countries.geojson"),
        dump(backdrop, target / "surroundings.geojson"),
    ]
    for feature in fine:
        code = feature["properties"]["code"]
        if code:
            written.append(dump([feature], target / f"country-{code}.geojson"))
    return written


def dump(features: Iterable[dict[str, Any]], path: Path) -> Path:
    collection = {
        "type": "FeatureCollection",
        "attribution": ATTRIBUTION,
        "features": list(features),
    }
    path.write_text(json.dumps(collection, separators=(",", ":")), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The countries of our map and those around them, in the order of the file."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = [decode(arc, topology["transform"]) for arc in topology["arcs"]]
    return list(features(topology["objects"]["countries"]["geometries"], arcs))


def features(geometries: Iterable[dict[str, Any]], arcs: list[Ring]) -> Iterator[dict[str, Any]]:
    for geometry in geometries:
        number, name = geometry.get("id"), geometry["properties"]["name"]
        code = COUNTRIES.get(number or "") or WITHOUT_NUMBER.get(name)
        if code or number in SURROUNDINGS or name in SURROUNDINGS_WITHOUT_NUMBER:
            yield {
                "type": "Feature",
                "properties": {"code": code},
                "geometry": {"type": geometry["type"], "coordinates": shape(geometry, arcs)},
            }


def shape(geometry: dict[str, Any], arcs: list[Ring]) -> list[Any]:
    if geometry["type"] == "Polygon":
        return [ring(indexes, arcs) for indexes in geometry["arcs"]]
    return [[ring(indexes, arcs) for indexes in polygon] for polygon in geometry["arcs"]]


def ring(indexes: Iterable[int], arcs: list[Ring]) -> Ring:
    """Join arcs end to end; a negative index is the same arc walked backwards."""
    points: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def decode(arc: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    """Undo TopoJSON's delta coding; four decimals are ten metres, finer than the drawing."""
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    points, x, y = [], 0, 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append([round(x * scale_x + shift_x, 4), round(y * scale_y + shift_y, 4)])
    return points
