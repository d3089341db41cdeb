"""Reads a file of boundaries with GDAL, after making sure that it is what it says.

GDAL tells formats by content and would also open ones that reach out to other files or addresses; so the
file is told apart here first, and GDAL reads it under the one driver meant.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy
import pyogrio
import pyogrio.errors
import pyogrio.raw
import pyproj
import shapely

from khetane.core.refusals import Invalid
from khetane.places.boundaries import problems

MEGABYTE = 1024 * 1024
MAX_MEGABYTES = 60
MAX_UNPACKED = 400 * MEGABYTE
MAX_FEATURES = 20_000
PARTS = (".shp", ".shx", ".dbf", ".prj")
SQLITE = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature in WGS 84, with its number as a map program counts (from 1)."""

    number: int
    values: Mapping[str, Any]
    geometry: Any


def read(path: Path, layer: str = "") -> list[Feature]:
    """The features of a GeoJSON, GeoPackage or zipped Shapefile; Invalid says what is wrong with the file.

    Geometries are reprojected and may be missing or invalid: `khetane.places.boundaries.geometry` checks them.
    """
    size = path.stat().st_size
    if size > MAX_MEGABYTES * MEGABYTE:
        raise Invalid(problems.TOO_LARGE.about(size=size // MEGABYTE, limit=MAX_MEGABYTES))
    with source(path) as told:
        try:
            return features(told, layer)
        except (
            pyogrio.errors.DataSourceError,
            pyogrio.errors.DataLayerError,
            pyproj.exceptions.CRSError,
        ) as fault:
            raise Invalid(problems.UNREADABLE.about(reason=reason(fault, told))) from fault


@contextmanager
def source(path: Path) -> Iterator[str]:
    """What GDAL is told to open, by what the file is."""
    with path.open("rb") as stored:
        beginning = stored.read(512)
    if beginning.startswith(SQLITE):
        with tempfile.TemporaryDirectory(prefix="khetane-boundaries-") as folder:
            named = Path(folder) / "layer.gpkg"  # uploads have no ending, which GDAL asks for
            named.symlink_to(path.resolve())
            yield str(named)
    elif beginning.startswith(b"PK"):
        with tempfile.TemporaryDirectory(prefix="khetane-boundaries-") as folder:
            yield str(unpack(path, Path(folder)))
    elif beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield f"GeoJSON:{path}"
    else:
        raise Invalid(problems.UNKNOWN_FORMAT.about())


def unpack(path: Path, folder: Path) -> Path:
    """The one Shapefile of a zip, unpacked with its parts and nothing else."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = {
                name: entry for entry in archive.infolist() if (name := PurePosixPath(entry.filename)).name
            }
            shapefiles = [name for name in entries if is_part(name, ".shp")]
            if len(shapefiles) != 1:
                raise Invalid(problems.NOT_A_SHAPEFILE.about(number=len(shapefiles)))
            parts = {ending: part_of(shapefiles[0], ending, list(entries)) for ending in (*PARTS, ".cpg")}
            missing = [ending for ending in PARTS[:3] if parts[ending] is None]
            if missing:
                raise Invalid(problems.PART_MISSING.about(part=missing[0], shapefile=shapefiles[0].name))
            wanted = {ending: entries[name] for ending, name in parts.items() if name is not None}
            if sum(entry.file_size for entry in wanted.values()) > MAX_UNPACKED:
                raise Invalid(
                    problems.TOO_LARGE.about(size=MAX_UNPACKED // MEGABYTE, limit=MAX_UNPACKED // MEGABYTE)
                )
            for ending, entry in wanted.items():
                (folder / f"layer{ending}").write_bytes(archive.read(entry))
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as fault:
        raise Invalid(problems.BROKEN_ZIP.about()) from fault
    return folder / "layer.shp"


def is_part(name: PurePosixPath, ending: str) -> bool:
    return name.suffix.lower() == ending and not name.name.startswith("._")


def part_of(shapefile: PurePosixPath, ending: str, names: Sequence[PurePosixPath]) -> PurePosixPath | None:
    same = (
        name for name in names if is_part(name, ending) and name.with_suffix("") == shapefile.with_suffix("")
    )
    return next(same, None)


def features(told: str, layer: str) -> list[Feature]:
    """The features of one layer in WGS 84, numbered from 1. Raises Invalid when there are none, too many, or no reference system."""
    chosen = layer_of(told, layer)
    info = pyogrio.read_info(told, layer=chosen, force_feature_count=True)
    number = int(info["features"])
    if number == 0:
        raise Invalid(problems.EMPTY.about())
    if number > MAX_FEATURES:
        raise Invalid(problems.TOO_MANY.about(number=number, limit=MAX_FEATURES))
    if not info["crs"]:
        raise Invalid(problems.NO_REFERENCE_SYSTEM.about())
    meta, _, shapes, columns = pyogrio.raw.read(told, layer=chosen, force_2d=True)
    geometries = in_wgs84(shapely.from_wkb(shapes, on_invalid="ignore"), info["crs"])
    names = list(meta["fields"])
    return [
        Feature(
            index + 1,
            {name: plain(column[index]) for name, column in zip(names, columns, strict=True)},
            shape,
        )
        for index, shape in enumerate(geometries)
    ]


def layer_of(told: str, layer: str) -> str:
    """The layer asked for, or the only one with geometry."""
    layers = [str(name) for name, kind in pyogrio.list_layers(told) if kind is not None]
    if layer and layer not in layers:
        raise Invalid(problems.NO_LAYER.about(layer=layer, layers=", ".join(layers)))
    if not layers:
        raise Invalid(problems.EMPTY.about())
    if len(layers) > 1 and not layer:
        raise Invalid(problems.SEVERAL_LAYERS.about(layers=", ".join(layers)))
    return layer or layers[0]


def in_wgs84(shapes: Any, crs: str) -> Any:
    """Reprojected shapes, x the longitude; coordinates that cannot be become infinite."""
    known = pyproj.CRS.from_user_input(crs)
    if known.equals(pyproj.CRS.from_epsg(4326), ignore_axis_order=True):
        return shapes
    change = pyproj.Transformer.from_crs(known, "EPSG:4326", always_xy=True)
    return shapely.transform(
        shapes, lambda points: numpy.column_stack(change.transform(points[:, 0], points[:, 1]))
    )


def plain(value: Any) -> Any:
    """A column's value without NumPy; a number that is whole as a whole number."""
    found = value.item() if isinstance(value, numpy.generic) else value
    if isinstance(found, float) and found.is_integer():
        return int(found)
    return found


def reason(fault: Exception, told: str) -> str:
    """What GDAL says, without where the file lies on this machine."""
    path = told.removeprefix("GeoJSON:")
    return str(fault).replace(told, "the file").replace(path, "the file").split("\n")[0].rstrip(". ")
