"""Changes of the tree: paths, successors, refusals, audit."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.core.exceptions import ObjectDoesNotExist

from khetane.access.models import AuditEvent
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.places.models import Place, SettlementProfile
from khetane.places.tree import actions
from khetane.places.tree.building import Facts
from tests import world

pytestmark = pytest.mark.django_db
ON = datetime.date(2024, 5, 1)


@pytest.fixture
def rs() -> Iterator[Place]:
    """The economy RS; the test acts as the program."""
    economy = world.country()
    with acting_as_system():
        yield economy


def municipality(rs: Place, code: str) -> Place:
    return actions.create(
        parent_id=rs.pk, said=Facts(kind="municipality", code=code, names={"en": f"Town {code}"})
    )


def settlement(parent: Place, code: str) -> Place:
    return actions.create(parent_id=parent.pk, said=Facts(kind="settlement", code=code, names={"en": code}))


def test_a_new_place_lies_below_its_parent_and_is_found_by_each_name(rs: Place) -> None:
    names = {"sr-Cyrl": "Измишљено", "mk": "Измислено"}
    place = actions.create(parent_id=rs.pk, said=Facts(kind="municipality", code="RS-TEST", names=names))
    assert place.path == "see.rs.rs_test"
    assert place.name == "Izmišljeno"
    for typed in ("Измишљено", "izmisljeno", "измислено", "rs-test"):
        assert list(Place.objects.searched(typed)) == [place]
    assert AuditEvent.objects.latest("id").subjects == [place.pk]


def test_a_place_takes_over_the_designation_note_of_what_it_lies_in(rs: Place) -> None:
    notes = {"en": "A note.", "mk": "Белешка."}
    Place.objects.filter(pk=rs.pk).update(designation_note=notes["en"], designation_notes=notes)
    place = municipality(rs, "RS-NOTED")
    assert (place.designation_note, place.designation_notes["mk"]) == ("A note.", "Белешка.")


def test_a_code_is_given_once(rs: Place) -> None:
    municipality(rs, "RS-ONE")
    with pytest.raises(Invalid, match="RS-ONE"):
        municipality(rs, "RS-ONE")


def test_a_settlement_cannot_lie_in_a_country(rs: Place) -> None:
    with pytest.raises(Invalid, match="lies in one of: municipality"):
        settlement(rs, "RS-S1")


def test_renaming_replaces_the_names_and_keeps_the_code(rs: Place) -> None:
    place = municipality(rs, "RS-ONE")
    actions.rename(place_id=place.pk, names={"sr-Cyrl": "Ново"})
    place.refresh_from_db()
    assert (place.code, place.name) == ("RS-ONE", "Novo")
    assert set(place.names.values_list("language", "name")) == {("sr-Cyrl", "Ново"), ("sr-Latn", "Novo")}
    assert not Place.objects.searched("Town")


def test_a_merger_ends_the_old_and_hands_over_what_lay_in_them(rs: Place) -> None:
    one, two, new = (municipality(rs, code) for code in ("RS-ONE", "RS-TWO", "RS-NEW"))
    below = settlement(one, "RS-ONE-S1")
    actions.merge(place_ids=[one.pk, two.pk], into_id=new.pk, on=ON)
    below.refresh_from_db()
    assert (below.parent_id, below.path) == (new.pk, "see.rs.rs_new.rs_one_s1")
    for place in (one, two):
        place.refresh_from_db()
        assert place.valid_to == ON
        assert [s.successor_id for s in place.successions.all()] == [new.pk]
    assert set(Place.objects.valid_on(ON).filter(parent=rs)) == {new}


def test_profiles_follow_their_settlement_into_the_successor() -> None:
    home = world.town("HERE")
    coordinator = world.account("unit_coordinator", home.unit)
    with acting_as(coordinator.pk):
        SettlementProfile.objects.create(place=home.settlement, municipality=home.municipality, date=ON)
    with acting_as_system():
        new = municipality(world.country(), "RS-NEW")
        actions.merge(place_ids=[home.municipality.pk], into_id=new.pk, on=ON)
        assert SettlementProfile.objects.get().municipality_id == new.pk


def test_a_split_needs_a_share_for_everything_that_lies_there(rs: Place) -> None:
    old, one, two = (municipality(rs, code) for code in ("RS-OLD", "RS-ONE", "RS-TWO"))
    first, second = settlement(old, "RS-OLD-S1"), settlement(old, "RS-OLD-S2")
    with pytest.raises(Invalid, match="RS-OLD-S2"):
        actions.split(place_id=old.pk, into_ids=[one.pk, two.pk], on=ON, shares={first.pk: one.pk})
    old.refresh_from_db()
    assert old.valid_to is None
    actions.split(
        place_id=old.pk, into_ids=[one.pk, two.pk], on=ON, shares={first.pk: one.pk, second.pk: two.pk}
    )
    assert list(one.children.all()) == [first]
    assert list(two.children.all()) == [second]


def test_a_place_in_which_others_lie_does_not_simply_end(rs: Place) -> None:
    place = municipality(rs, "RS-ONE")
    below = settlement(place, "RS-ONE-S1")
    with pytest.raises(Invalid, match="1 places lie in it"):
        actions.end(place_id=place.pk, on=ON)
    actions.end(place_id=below.pk, on=ON)
    actions.end(place_id=place.pk, on=ON)
    with pytest.raises(Invalid, match="ended on 2024-05-01"):
        actions.end(place_id=place.pk, on=ON)


def test_nothing_merges_into_itself_or_into_what_is_over(rs: Place) -> None:
    one, two, three = (municipality(rs, code) for code in ("RS-ONE", "RS-TWO", "RS-THREE"))
    with pytest.raises(Invalid, match="into itself"):
        actions.merge(place_ids=[one.pk], into_id=one.pk, on=ON)
    actions.end(place_id=two.pk, on=ON)
    with pytest.raises(Invalid, match="has ended since"):
        actions.merge(place_ids=[one.pk], into_id=two.pk, on=ON)
    below = settlement(three, "RS-THREE-S1")
    with pytest.raises(Invalid, match="of another kind"):
        actions.merge(place_ids=[one.pk], into_id=below.pk, on=ON)


def test_moving_takes_along_what_lies_below(rs: Place) -> None:
    district = actions.create(
        parent_id=rs.pk, said=Facts(kind="district", code="RS-D1", names={"en": "District"})
    )
    town = municipality(rs, "RS-ONE")
    below = settlement(town, "RS-ONE-S1")
    actions.move(place_id=town.pk, parent_id=district.pk)
    below.refresh_from_db()
    assert below.path == "see.rs.rs_d1.rs_one.rs_one_s1"
    with pytest.raises(Invalid, match="into itself"):
        actions.move(place_id=district.pk, parent_id=district.pk)


def test_who_may_not_write_places_changes_nothing() -> None:
    home = world.town("HERE")
    coordinator = world.account("unit_coordinator", home.unit)
    with acting_as(coordinator.pk):
        with pytest.raises(NotAllowed):
            actions.rename(place_id=home.municipality.pk, names={"en": "Mine"})
        with pytest.raises(NotAllowed):
            actions.end(place_id=home.settlement.pk, on=ON)
        with pytest.raises(ObjectDoesNotExist):
            Place.objects.get(name="Mine")
