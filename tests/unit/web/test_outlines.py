from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from khetane.web import outlines

# Two squares side by side, sharing the arc in the middle, as TopoJSON stores them.
TOPOLOGY = {
    "transform": {"scale": [1.0, 1.0], "translate": [10.0, 40.0]},
    "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "688", "properties": {"name": "Serbia"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "properties": {"name": "Kosovo"}, "arcs": [[[2, -1]]]},
                {"type": "Polygon", "id": "040", "properties": {"name": "Austria"}, "arcs": [[0, 1]]},
                {"type": "Polygon", "id": "840", "properties": {"name": "Far away"}, "arcs": [[0, 1]]},
            ]
        }
    },
}


def written(folder: Path) -> dict[str, Any]:
    for resolution in ("50m", "10m"):
        (folder / f"countries-{resolution}.json").write_text(json.dumps(TOPOLOGY))
    return {path.name: json.loads(path.read_text()) for path in outlines.write(folder, folder / "geo")}


def test_each_country_has_its_code_and_no_name(tmp_path: Path) -> None:
    files = written(tmp_path)
    shown = [feature["properties"] for feature in files["countries.geojson"]["features"]]
    assert shown == [{"code": "RS"}, {"code": "XK"}]
    assert set(files) == {
        "countries.geojson",
        "surroundings.geojson",
        "country-RS.geojson",
        "country-XK.geojson",
    }
    assert all("Natural Earth" in collection["attribution"] for collection in files.values())


def test_only_the_surroundings_are_kept_beside(tmp_path: Path) -> None:
    assert len(written(tmp_path)["surroundings.geojson"]["features"]) == 1


def test_rings_are_joined_from_arcs_walked_either_way(tmp_path: Path) -> None:
    serbia, kosovo = written(tmp_path)["countries.geojson"]["features"]
    assert serbia["geometry"]["coordinates"] == [[[11, 40], [11, 41], [10, 41], [10, 40], [11, 40]]]
    assert kosovo["geometry"]["coordinates"] == [[[[11, 40], [12, 40], [12, 41], [11, 41], [11, 40]]]]
