"""From a file to the tree: matched, previewed, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import shapely
from django.utils.translation import override

from khetane.access.models import AuditEvent
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.places.boundaries import actions
from khetane.places.boundaries.command import import_boundaries
from khetane.places.boundaries.planning import Options, Plan, plan
from khetane.places.models import BoundaryImport, Place
from khetane.places.tree import actions as tree
from khetane.places.tree.building import Facts
from tests import world
from tests.integration.places.boundaries import files

pytestmark = pytest.mark.django_db
BOW_TIE = shapely.Polygon([(21.9, 42.5), (22.0, 42.6), (22.0, 42.5), (21.9, 42.6)])
WHOLE = Options()


@pytest.fixture
def rs() -> Iterator[Place]:
    """The economy RS with two municipalities; the test acts as the program."""
    country = world.country()
    with acting_as_system():
        for code, cyrillic in (("RS-ONE", "Прва Бања"), ("RS-TWO", "Друга Чесма")):
            names = {"sr-Cyrl": cyrillic}
            said = Facts(kind="municipality", code=code, names=names, latitude=42.55, longitude=21.95)
            tree.create(parent_id=country.pk, said=said)
        yield country


def planned(folder: Path, rs: Place, features: Sequence[files.Feature], options: Options = WHOLE) -> Plan:
    return plan(files.geojson(folder / "file.json", features), rs, options)


def sentences(made: Plan) -> str:
    return " ".join(fault.message for fault in made.faults)


def test_features_find_their_place_by_code_or_by_name_in_any_script(tmp_path: Path, rs: Place) -> None:
    made = planned(
        tmp_path, rs, [({"code": "rs-one"}, files.square(21.9, 42.5)), ({"code": "?", "name": "DRUGA CESMA"}, files.square(22, 42.5))],
        Options(code_field="code"),
    )  # fmt: skip
    assert "2" in sentences(made)
    made = planned(
        tmp_path, rs, [({"code": "rs-one", "name": ""}, files.square(21.9, 42.5)), ({"code": "", "name": "DRUGA CESMA"}, files.square(22, 42.5))]
    )  # fmt: skip
    assert [change.code for change in made.changes] == ["RS-ONE", "RS-TWO"]


def test_a_plan_is_written_with_boundaries_that_stay_valid_and_points_that_stay(
    tmp_path: Path, rs: Place
) -> None:
    made = planned(tmp_path, rs, [({"code": "RS-ONE"}, files.square(21.9, 42.5))])
    actions.apply(changes=made.changes, parent=rs, source="file.json")
    place = Place.objects.get(code="RS-ONE")
    drawn = shapely.from_geojson(json.dumps(place.boundary))
    assert shapely.is_valid(drawn)
    assert shapely.hausdorff_distance(drawn, files.square(21.9, 42.5)) < 0.001
    assert (place.latitude, place.longitude) == (42.55, 21.95)
    assert list(AuditEvent.objects.filter(fields=["boundary"]).values_list("subjects", flat=True)) == [
        [place.pk]
    ]


def test_a_self_crossing_area_is_refused_with_its_number(tmp_path: Path, rs: Place) -> None:
    made = planned(
        tmp_path, rs, [({"code": "RS-TWO"}, files.square(22, 42.5)), ({"code": "RS-ONE"}, BOW_TIE)]
    )
    assert "Feature 2 is not a valid area: its line crosses itself at 42.55, 21.95" in sentences(made)
    assert made.changes == []


def test_every_bad_feature_is_told_in_one_round(tmp_path: Path, rs: Place) -> None:
    """One that crosses itself, one of no known place, one drawn far away, one far away that would be added."""
    far_away = files.square(42.5, 21.9)
    some: list[files.Feature] = [
        ({"code": "RS-ONE"}, BOW_TIE), ({"code": "RS-TWO"}, far_away), ({"code": "RS-SIX", "name": "Six"}, far_away),
    ]  # fmt: skip
    told = [fault.code for fault in planned(tmp_path, rs, some).faults]
    assert told == ["feature_crosses_itself", "feature_no_match", "feature_elsewhere"]
    rs.latitude, rs.longitude = 42.55, 21.95
    faults = planned(tmp_path, rs, some, Options(add=True)).faults
    added = [(fault.code, fault.values["number"]) for fault in faults]
    assert added == [("feature_crosses_itself", 1), ("feature_elsewhere", 2), ("feature_elsewhere", 3)]


def test_a_fault_names_the_place_in_the_readers_script(tmp_path: Path, rs: Place) -> None:
    with override("sr"):
        [fault] = planned(tmp_path, rs, [({"code": "RS-ONE"}, files.square(42.5, 21.9))]).faults
    assert fault.values["name"] == "Прва Бања"


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (None, "Feature 1 has no geometry"),
        (shapely.LineString([(21, 42), (22, 43)]), "Feature 1 is a LineString"),
        (shapely.box(7_500_000, 4_700_000, 7_600_000, 4_800_000), "outside the Earth's coordinates"),
        (shapely.box(42.5, 21.9, 42.6, 22.0), "may be swapped"),
    ],
)
def test_what_is_no_area_or_lies_elsewhere_is_refused(
    tmp_path: Path, rs: Place, shape: object, said: str
) -> None:
    assert said in sentences(planned(tmp_path, rs, [({"code": "RS-ONE"}, shape)]))


def test_one_place_twice_is_refused(tmp_path: Path, rs: Place) -> None:
    twice = [({"code": "RS-ONE"}, files.square(21.9, 42.5)), ({"code": "RS-ONE"}, files.square(22, 42.5))]
    assert "Features 1 and 2 are both Prva Banja" in sentences(planned(tmp_path, rs, twice))


def test_a_name_that_can_be_two_places_is_refused_with_their_codes(tmp_path: Path, rs: Place) -> None:
    tree.create(parent_id=rs.pk, said=Facts(kind="district", code="RS-D", names={"sr-Latn": "Prva Banja"}))
    one = [({"name": "Prva Banja"}, files.square(21.9, 42.5))]
    assert "RS-D, RS-ONE" in sentences(planned(tmp_path, rs, one))
    assert planned(tmp_path, rs, one, Options(kind="municipality")).changes[0].code == "RS-ONE"


def test_what_is_no_place_stops_the_import_or_is_left_out_or_is_added(tmp_path: Path, rs: Place) -> None:
    two = [
        ({"name": "Prva Banja"}, files.square(21.9, 42.5)),
        ({"name": "Treća Reka"}, files.square(22, 42.5)),
    ]
    assert 'Feature 2 ("Treća Reka") is no place' in sentences(planned(tmp_path, rs, two))
    left_out = planned(tmp_path, rs, two, Options(skip_unmatched=True))
    assert ([c.code for c in left_out.changes], left_out.skipped) == (["RS-ONE"], ["Treća Reka"])
    added = planned(tmp_path, rs, two, Options(add=True, kind="municipality"))
    actions.apply(changes=added.changes, parent=rs, source="file.json")
    new = Place.objects.get(code="RS-TRECA-REKA")
    assert (new.parent_id, new.path, new.boundary is not None) == (rs.pk, "see.rs.rs_treca_reka", True)


def test_what_cannot_be_added_says_why(tmp_path: Path, rs: Place) -> None:
    one = [({"code": "x y", "name": "Nova"}, files.square(22, 42.5))]
    assert 'The code "x y" cannot be used' in sentences(
        planned(tmp_path, rs, one, Options(add=True, kind="municipality"))
    )


def test_an_import_that_fails_half_way_writes_nothing(tmp_path: Path, rs: Place) -> None:
    names = [({"name": f"Nova {n}"}, files.square(22, 42.5)) for n in range(3)]
    made = planned(tmp_path, rs, names, Options(add=True, kind="municipality"))
    tree.create(
        parent_id=rs.pk, said=Facts(kind="municipality", code="RS-NOVA-2", names={"en": "Came first"})
    )
    with pytest.raises(Invalid, match="RS-NOVA-2"):
        actions.apply(changes=made.changes, parent=rs, source="file.json")
    assert not Place.objects.filter(code="RS-NOVA-0").exists()


def test_a_preview_is_applied_once(tmp_path: Path, rs: Place) -> None:
    made = planned(tmp_path, rs, [({"code": "RS-ONE"}, files.square(21.9, 42.5))])
    kept = actions.keep(plan=made, parent=rs, file_name="file.json")
    assert Place.objects.get(code="RS-ONE").boundary is None
    actions.apply_kept(import_id=kept.pk)
    assert Place.objects.get(code="RS-ONE").boundary is not None
    with pytest.raises(Invalid, match="applied already"):
        actions.apply_kept(import_id=kept.pk)


def test_neighbours_keep_their_common_line_when_lines_are_simplified(tmp_path: Path, rs: Place) -> None:
    wavy = [(22 + 0.0001 * (n % 2), 42.5 + n * 0.001) for n in range(101)]
    west = shapely.Polygon([(21.9, 42.5), *wavy, (21.9, 42.6)])
    east = shapely.Polygon([*reversed(wavy), (22.1, 42.5), (22.1, 42.6)])
    made = planned(tmp_path, rs, [({"code": "RS-ONE"}, west), ({"code": "RS-TWO"}, east)])
    one, two = (shapely.from_geojson(json.dumps(dict(change.geometry))) for change in made.changes)
    assert len(one.exterior.coords) < 60  # of 104
    assert shapely.area(shapely.intersection(one, two)) == 0


def test_who_may_not_write_places_imports_nothing(tmp_path: Path, rs: Place) -> None:
    made = planned(tmp_path, rs, [({"code": "RS-ONE"}, files.square(21.9, 42.5))])
    kept = actions.keep(plan=made, parent=rs, file_name="file.json")
    coordinator = world.account("unit_coordinator", world.town("HERE").unit)
    with acting_as(coordinator.pk):
        assert not BoundaryImport.objects.exists()
        for forbidden in (
            lambda: actions.apply_kept(import_id=kept.pk),
            lambda: actions.apply(changes=made.changes, parent=rs, source="x"),
            lambda: actions.keep(plan=made, parent=rs, file_name="x"),
        ):
            with pytest.raises(NotAllowed):
                forbidden()


def test_the_command_says_what_it_did_and_what_it_could_not(tmp_path: Path, rs: Place) -> None:
    good = files.geojson(tmp_path / "good.json", [({"code": "RS-ONE"}, files.square(21.9, 42.5))])
    assert import_boundaries(good, "RS", WHOLE, write=False) == {
        "written": False, "places": ["RS-ONE"], "added": 0, "skipped": [], "errors": [],
    }  # fmt: skip
    assert Place.objects.get(code="RS-ONE").boundary is None
    assert import_boundaries(good, "RS", WHOLE, write=True)["written"]
    assert Place.objects.get(code="RS-ONE").boundary is not None
    bad = files.geojson(tmp_path / "bad.json", [({"code": "RS-ONE"}, BOW_TIE)])
    assert import_boundaries(bad, "RS", WHOLE, write=True)["errors"][0].startswith(
        "Feature 1 is not a valid area"
    )
    assert import_boundaries(good, "NOWHERE", WHOLE, write=True)["errors"] == [
        'There is no place with the code "NOWHERE". Look it up and try again.'
    ]
