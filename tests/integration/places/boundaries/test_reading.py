"""Three formats, any reference system, and every way a file can be broken."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from khetane.core.refusals import Invalid
from khetane.places.boundaries import reading
from tests.integration.places.boundaries import files

TWO: list[files.Feature] = [
    ({"code": "A", "name": "Ана"}, files.square(21.9, 42.5)),
    ({"code": "B", "name": "Бор"}, files.square(22.0, 42.5)),
]
BALKANS_ZONE_7 = "EPSG:6316"  # the Gauss-Krüger zone that Serbian surveyors use

Writer = Callable[[Path], Path]


def as_geojson(folder: Path) -> Path:
    return files.geojson(folder / "two.json", TWO)


def as_geopackage(folder: Path) -> Path:
    return files.layer(folder / "two.gpkg", TWO)


def as_geopackage_in_metres(folder: Path) -> Path:
    return files.layer(folder / "two.gpkg", TWO, "EPSG:32634")


def as_shapefile(folder: Path) -> Path:
    return files.zipped_shapefile(folder, TWO)


def as_shapefile_in_the_surveyors_system(folder: Path) -> Path:
    return files.zipped_shapefile(folder, TWO, BALKANS_ZONE_7)


@pytest.mark.parametrize(
    "write",
    [as_geojson, as_geopackage, as_geopackage_in_metres, as_shapefile, as_shapefile_in_the_surveyors_system],
)
def test_every_format_gives_the_same_features_in_wgs84(tmp_path: Path, write: Writer) -> None:
    read = reading.read(write(tmp_path))
    assert [(feature.number, feature.values["code"], feature.values["name"]) for feature in read] == [
        (1, "A", "Ана"),
        (2, "B", "Бор"),
    ]
    for feature, (_, shape) in zip(read, TWO, strict=True):
        assert shapely.hausdorff_distance(feature.geometry, shape) < 0.0001


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_missing_part_of_a_shapefile_is_named(tmp_path: Path, part: str) -> None:
    with pytest.raises(Invalid, match=f"lacks {part}"):
        reading.read(files.zipped_shapefile(tmp_path, TWO, without=part))


def test_a_shapefile_without_its_reference_system_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="coordinate reference system"):
        reading.read(files.zipped_shapefile(tmp_path, TWO, without=".prj"))


@pytest.mark.parametrize(
    "content", [b"", b"not a map", b"<OGRVRTDataSource></OGRVRTDataSource>", b"\x89PNG\r\n"]
)
def test_what_is_no_map_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "borders.zip"
    path.write_bytes(content)
    with pytest.raises(Invalid, match="neither GeoJSON, GeoPackage nor a zipped Shapefile"):
        reading.read(path)


def test_a_zip_cut_off_is_refused(tmp_path: Path) -> None:
    path = files.zipped_shapefile(tmp_path, TWO)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(Invalid, match="cut off"):
        reading.read(path)


def test_a_zip_with_no_or_two_shapefiles_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(Invalid, match="holds 0 Shapefiles"):
        reading.read(empty)
    two = files.zipped_shapefile(tmp_path, TWO)
    with zipfile.ZipFile(two, "a") as archive:
        archive.writestr("other.shp", b"")
    with pytest.raises(Invalid, match="holds 2 Shapefiles"):
        reading.read(two)


def test_a_zip_whose_parts_unpack_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_UNPACKED", 10)
    with pytest.raises(Invalid, match="at most"):
        reading.read(files.zipped_shapefile(tmp_path, TWO))


def test_nothing_is_unpacked_outside_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    plain = files.zipped_shapefile(inside, TWO)
    sly = tmp_path / "sly.zip"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(sly, "w") as target:
        for name in source.namelist():
            target.writestr(f"../../{name}", source.read(name))
    assert len(reading.read(sly)) == 2
    assert not list(tmp_path.parent.glob("borders.*"))


def test_json_that_points_elsewhere_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "sly.json"
    path.write_text('{"type": "Topology", "objects": {}, "arcs": []}', encoding="utf-8")
    with pytest.raises(Invalid, match="cannot be read"):
        reading.read(path)


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("create table t (x integer)")
    with pytest.raises(Invalid):
        reading.read(path)


def test_cut_off_json_is_refused_without_saying_where_it_lay(tmp_path: Path) -> None:
    path = as_geojson(tmp_path)
    path.write_text(path.read_text(encoding="utf-8")[:200], encoding="utf-8")
    with pytest.raises(Invalid) as refusal:
        reading.read(path)
    assert str(tmp_path) not in refusal.value.message


def test_layers_are_asked_for_by_name(tmp_path: Path) -> None:
    path = files.layer(tmp_path / "two.gpkg", TWO, layer="one")
    files.layer(path, TWO[:1], layer="other", append=True)
    with pytest.raises(Invalid, match="several layers"):
        reading.read(path)
    with pytest.raises(Invalid, match='no layer "third"'):
        reading.read(path, "third")
    assert len(reading.read(path, "other")) == 1


def test_a_file_without_features_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no features"):
        reading.read(files.geojson(tmp_path / "none.json", []))


def test_ten_thousand_features_are_read_and_too_many_are_not(tmp_path: Path) -> None:
    many = [
        ({"code": f"C{n}"}, files.square(20 + n % 100 / 50, 42 + n // 100 / 50, 0.01)) for n in range(10_000)
    ]
    assert len(reading.read(files.geojson(tmp_path / "many.json", many))) == 10_000
    with pytest.raises(Invalid, match="30000 features"):
        reading.read(files.geojson(tmp_path / "more.json", many * 3))


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_MEGABYTES", 0)
    with pytest.raises(Invalid, match="at most 0 MB"):
        reading.read(as_geojson(tmp_path))


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    reading.read(files.zipped_shapefile(tmp_path, TWO))
    shutil.rmtree(tmp_path / "temporary")
