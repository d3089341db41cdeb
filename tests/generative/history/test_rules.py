"""Merging, over all small records."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from khetane.history.rules import differences, merge, pick, revert

GROUPS = [("given_name", "family_name"), ("birth_date", "birth_precision"), ("sex",)]
records = st.fixed_dictionaries({name: st.sampled_from("abc") for group in GROUPS for name in group})
Record = dict[str, str]


@given(base=records, ours=records, theirs=records)
def test_an_edit_is_applied_or_contested_and_never_lost(base: Record, ours: Record, theirs: Record) -> None:
    result = merge(base=base, standing=ours, incoming=theirs, groups=GROUPS)
    for group in GROUPS:
        edited = pick(group, theirs) != pick(group, base)
        applied = pick(group, result.values) == pick(group, theirs)
        assert not edited or applied or group in result.contested


@given(base=records, ours=records, theirs=records)
def test_what_stands_is_never_overwritten_by_who_did_not_see_it(
    base: Record, ours: Record, theirs: Record
) -> None:
    result = merge(base=base, standing=ours, incoming=theirs, groups=GROUPS)
    for group in GROUPS:
        if pick(group, ours) != pick(group, base):
            assert pick(group, result.values) == pick(group, ours)


@given(base=records, ours=records, theirs=records)
def test_order_of_arrival_does_not_change_what_is_contested(
    base: Record, ours: Record, theirs: Record
) -> None:
    one = merge(base=base, standing=ours, incoming=theirs, groups=GROUPS)
    other = merge(base=base, standing=theirs, incoming=ours, groups=GROUPS)
    assert one.contested == other.contested
    free = [group for group in GROUPS if group not in one.contested]
    assert [pick(group, one.values) for group in free] == [pick(group, other.values) for group in free]


@given(base=records, theirs=records, held=st.sets(st.sampled_from(GROUPS)))
def test_a_held_group_takes_nothing(base: Record, theirs: Record, held: set[tuple[str, ...]]) -> None:
    result = merge(base=base, standing=base, incoming=theirs, groups=GROUPS, held=held)
    for group in held:
        assert pick(group, result.values) == pick(group, base)
        assert (group in result.contested) == (pick(group, theirs) != pick(group, base))


@given(versions=st.lists(records, min_size=1, max_size=6))
def test_taking_back_every_change_gives_the_first_version(versions: list[Record]) -> None:
    changes = [differences(one, other) for one, other in pairwise(versions)]
    assert revert(versions[-1], reversed(changes)) == versions[0]
