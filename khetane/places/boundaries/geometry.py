"""Checks and simplifies what a file draws."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import shapely

from khetane.core.problems import Problem
from khetane.places.boundaries import problems

AREAS = ("Polygon", "MultiPolygon")
CROSSING = ("Self-intersection", "Ring Self-intersection")
EARTH_RADIUS_KM = 6371
DECIMALS = 5  # about a metre
FAR_KM = 250
# How far, in degrees, a line may be moved to have fewer corners: about 40 m for large areas, 3 m for settlements.
TOLERANCE = 0.0004
TOLERANCE_SETTLEMENT = 0.00003


def fault(number: int, shape: Any) -> Problem | None:
    """What is wrong with a feature's shape, if anything."""
    if shape is None or shapely.is_empty(shape):
        return problems.NO_GEOMETRY.about(number=number)
    if shape.geom_type not in (*AREAS, "Point"):
        return problems.NOT_AN_AREA.about(number=number, kind=shape.geom_type)
    west, south, east, north = shapely.bounds(shape)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return problems.NOT_ON_EARTH.about(number=number)
    if not shapely.is_valid(shape):
        return invalid(number, shapely.is_valid_reason(shape))
    return None


def invalid(number: int, reason: str) -> Problem:
    """What GEOS finds wrong with an area; the commonest, a line that crosses itself, in the reader's language."""
    what, _, where = reason.partition("[")
    if what not in CROSSING:
        return problems.INVALID.about(number=number, reason=reason)
    longitude, latitude = where.rstrip("]").split()[:2]
    return problems.CROSSES_ITSELF.about(number=number, latitude=latitude, longitude=longitude)


def simplified(shapes: Sequence[Any], tolerance: float) -> list[Any]:
    """Areas with fewer corners; neighbours keep their common line where they have one. Points stay."""
    areas = [index for index, shape in enumerate(shapes) if shape.geom_type in AREAS]
    result = list(shapes)
    drawn = [shapes[index] for index in areas]
    if drawn and shapely.coverage_is_valid(drawn):
        simple = shapely.coverage_simplify(drawn, tolerance)
    else:
        simple = shapely.simplify(drawn, tolerance, preserve_topology=True)
    for index, shape in zip(areas, simple, strict=True):
        result[index] = shape if usable(shape) else shapes[index]
    return result


def usable(shape: Any) -> bool:
    return bool(shapely.is_valid(shape)) and not shapely.is_empty(shape)


def geojson(shape: Any) -> dict[str, Any]:
    """A GeoJSON geometry with coordinates to about a metre, valid still."""
    written: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    rough = {**written, "coordinates": rounded(written["coordinates"])}
    return rough if usable(shapely.from_geojson(json.dumps(rough))) else written


def rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, DECIMALS)
    return [rounded(part) for part in coordinates]


def middle(shape: Any) -> tuple[float, float]:
    """Latitude and longitude of a point that lies inside."""
    point = shapely.point_on_surface(shape)
    return round(point.y, DECIMALS), round(point.x, DECIMALS)


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points given as latitude and longitude (great circle)."""
    (lat1, lon1), (lat2, lon2) = ([math.radians(part) for part in point] for point in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))
