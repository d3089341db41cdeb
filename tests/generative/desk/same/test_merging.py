"""Whatever is merged and parted, in whatever order: parted again, everything is exactly as it was."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as
from khetane.desk.same import merging
from khetane.people.models import Merge, Person
from tests import world
from tests.people_recorded_twice import Unit, merge_id, recorded

pytestmark = pytest.mark.django_db
PERSONS = st.integers(0, 3)
MERGES = st.tuples(st.just("merge"), PERSONS, PERSONS, st.sets(st.integers(0, 4)))
PARTS = st.tuples(st.just("part"), st.integers(0, 5), st.just(0), st.just(frozenset[int]()))


class Undone(Exception):
    """Ends an example; what it wrote is taken back."""


@pytest.fixture
def unit(here: world.Town) -> Unit:
    return recorded(here)


def merge(unit: Unit, one: int, other: int, groups: set[int]) -> bool:
    """Merge two persons; False where it is refused."""
    with acting_as(unit.coordinator.pk):
        found = {person.pk: person for person in Person.objects.all()}
        kept, merged = (found.get(unit.persons[number]) for number in (one, other))
        if kept is None or merged is None:
            return False
        apart = merging.groups_apart(kept, merged) if kept.pk != merged.pk else []
        taken = [group for number, group in enumerate(apart) if number in groups]
        try:
            merging.merge(merge_id=merge_id(), kept=kept, merged=merged, taken=taken)
        except Invalid:
            return False
        return True


def part(unit: Unit, which: int) -> bool:
    """Part the merge with this number among those that stand; False where it is refused or there is none."""
    with acting_as(unit.coordinator.pk):
        found = list(Merge.objects.filter(undone_at=None).order_by("merged_at"))
        if which >= len(found):
            return False
        try:
            merging.part(found[which])
        except Invalid:
            return False
        return True


def tried(unit: Unit, steps: list[tuple[str, int, int, set[int]]]) -> None:
    """Do the steps, each merge parted and made again; then part everything. Nothing of it stays."""
    with transaction.atomic():
        first = unit.state()
        for doing, one, other, groups in steps:
            before = unit.state()
            done = merge(unit, one, other, groups) if doing == "merge" else part(unit, one)
            if not done:
                assert unit.state() == before
            elif doing == "merge":
                assert unit.state() != before
                assert part(unit, standing(unit) - 1)
                assert unit.state() == before
                assert merge(unit, one, other, groups)
        while any(part(unit, number) for number in range(5)):
            pass
        assert unit.state() == first
        raise Undone


def standing(unit: Unit) -> int:
    with acting_as(unit.coordinator.pk):
        return Merge.objects.filter(undone_at=None).count()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(MERGES | PARTS, min_size=1, max_size=6))
def test_random_merges_and_partings_return_the_exact_earlier_state(
    unit: Unit, steps: list[tuple[str, int, int, set[int]]]
) -> None:
    with pytest.raises(Undone):
        tried(unit, steps)
