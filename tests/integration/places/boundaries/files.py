"""Files of boundaries as users have them, written for tests: three formats, any reference system."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy
import pyogrio
import pyproj
import shapely

Feature = tuple[Mapping[str, str], Any]


def square(west: float, south: float, size: float = 0.1) -> Any:
    return shapely.box(west, south, west + size, south + size)


def geojson(path: Path, features: Sequence[Feature], crs: str = "") -> Path:
    """A FeatureCollection; `crs` in the old way GDAL still reads."""
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": dict(values),
                "geometry": json.loads(shapely.to_geojson(shape)) if shape else None,
            }
            for values, shape in features
        ],
    }
    if crs:
        collection["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path


def layer(path: Path, features: Sequence[Feature], crs: str | None = "EPSG:4326", **options: Any) -> Path:
    """A GeoPackage or Shapefile, by the ending; shapes are given in WGS 84 and written in `crs`."""
    shapes = [reprojected(shape, crs) if crs else shape for _, shape in features]
    names = list(features[0][0])
    columns = [numpy.array([values[name] for values, _ in features], dtype=object) for name in names]
    pyogrio.raw.write(
        path, numpy.array(shapely.to_wkb(shapes), dtype=object), columns, names,
        crs=crs, geometry_type="Polygon", **options,
    )  # fmt: skip
    return path


def zipped_shapefile(
    folder: Path, features: Sequence[Feature], crs: str | None = "EPSG:4326", without: str = ""
) -> Path:
    """A zip of a Shapefile, perhaps without one of its parts."""
    layer(folder / "borders.shp", features, crs)
    path = folder / "borders.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(folder.glob("borders.*")):
            if part.suffix not in (".zip", without):
                archive.write(part, part.name)
    return path


def reprojected(shape: Any, crs: str) -> Any:
    change = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    return shapely.transform(shape, lambda p: numpy.column_stack(change.transform(p[:, 0], p[:, 1])))
