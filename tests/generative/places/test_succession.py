"""However places merge and split, what there was leads to what there is, and the tree stays a tree."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as_system
from khetane.places.models import Place, Succession
from khetane.places.tree import actions
from khetane.places.tree.building import Facts
from tests import world

pytestmark = pytest.mark.django_db
BEGIN = datetime.date(2020, 1, 1)
NUMBER = 6
members = st.integers(min_value=0, max_value=NUMBER - 1)
steps = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "end"]), st.lists(members, min_size=1, max_size=3), members),
    max_size=8,
)


def town(number: int) -> Place:
    rs = world.country()
    town = Facts(kind="municipality", code=f"RS-T{number}", names={"en": f"T{number}"})
    place = actions.create(parent_id=rs.pk, said=town)
    below = Facts(kind="settlement", code=f"RS-T{number}-S", names={"en": f"S{number}"})
    actions.create(parent_id=place.pk, said=below)
    return place


def take(step: tuple[str, list[int], int], towns: list[Place], on: datetime.date) -> None:
    """One change; what the rules refuse changes nothing."""
    what, several, one = step
    try:
        if what == "merge":
            actions.merge(place_ids=[towns[n].pk for n in several], into_id=towns[one].pk, on=on)
        elif what == "split":
            shares = {child.pk: towns[several[0]].pk for child in towns[one].children.valid_on(on)}
            actions.split(
                place_id=towns[one].pk, into_ids=[towns[n].pk for n in several], on=on, shares=shares
            )
        else:
            actions.end(place_id=towns[one].pk, on=on)
    except Invalid:
        return


def leads_to(
    place_id: object, successors: dict[object, list[object]], seen: frozenset[object]
) -> set[object]:
    assert place_id not in seen, "successors go round in a circle"
    after = successors.get(place_id, [])
    if not after:
        return {place_id}
    return set().union(*(leads_to(one, successors, seen | {place_id}) for one in after))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=steps)
def test_every_settlement_stays_in_a_place_that_exists_and_chains_end_there(
    changes: list[tuple[str, list[int], int]],
) -> None:
    with acting_as_system(), transaction.atomic():
        try:
            towns = [town(number) for number in range(NUMBER)]
            for count, step in enumerate(changes, start=1):
                take(step, towns, BEGIN + datetime.timedelta(days=count))
            holds()
        finally:  # the next example begins without these places
            transaction.set_rollback(True)


def holds() -> None:
    places = {place.pk: place for place in Place.objects.all()}
    successors: dict[object, list[object]] = {}
    for succession in Succession.objects.all():
        successors.setdefault(succession.place_id, []).append(succession.successor_id)
        assert places[succession.place_id].valid_to == succession.on
    for place in places.values():
        if place.parent_id is not None:
            parent = places[place.parent_id]
            assert place.path == f"{parent.path}.{place.code.lower().replace('-', '_')}"
            if place.kind == "settlement" and place.valid_to is None:
                assert parent.valid_to is None, "a settlement was left in a place that is over"
        if place.valid_to is None:
            assert place.pk not in successors, "a place that exists has a successor"
        leads_to(place.pk, successors, frozenset())
