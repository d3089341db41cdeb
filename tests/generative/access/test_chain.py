"""The hash of a block tells every change of an event, of their order, of their number, of the block."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from khetane.access.chain import GENESIS, Event, canonical, seal

uuids = st.uuids()
texts = st.text(max_size=12).filter(lambda text: "\x00" not in text)
moments = st.datetimes(
    dt.datetime(2020, 1, 1),
    dt.datetime(2040, 1, 1),
    timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=2))]),
)
events = st.builds(
    Event,
    id=st.integers(1, 2**62),
    epoch=st.integers(1, 9),
    xid=st.integers(0, 2**62),
    at=moments,
    account=uuids,
    device=st.none() | uuids,
    unit=st.none() | uuids,
    action=texts,
    kind=texts,
    subjects=st.lists(uuids, max_size=3),
    fields=st.lists(texts, max_size=3),
    override=st.none() | uuids,
)
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def hash_of(found: list[Event], *, previous: bytes = GENESIS, xid_to: int = 9, number: int = 1) -> bytes:
    return seal(
        found, previous=previous, number=number, epoch=1, xid_from=0, xid_to=xid_to, sealed_at=NOW
    ).hash


@given(one=events, other=events)
def test_different_events_never_write_alike(one: Event, other: Event) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


@given(event=events)
def test_an_event_is_one_line_in_any_time_zone(event: Event) -> None:
    assert b"\n" not in canonical(event)
    elsewhere = event._replace(at=event.at.astimezone(dt.timezone(dt.timedelta(hours=-5))))
    assert canonical(elsewhere) == canonical(event)


@given(found=st.lists(events, min_size=1, max_size=4), data=st.data())
def test_taking_out_changing_or_swapping_shows(found: list[Event], data: st.DataObject) -> None:
    sealed = hash_of(found)
    at = data.draw(st.integers(0, len(found) - 1))
    assert hash_of(found[:at] + found[at + 1 :]) != sealed
    assert (
        hash_of([*found[:at], found[at]._replace(action=found[at].action + "x"), *found[at + 1 :]]) != sealed
    )
    assert hash_of([*found, found[at]]) != sealed
    turned = found[::-1]
    assert (hash_of(turned) == sealed) == (turned == found)


@given(found=st.lists(events, max_size=3))
def test_the_block_itself_is_covered(found: list[Event]) -> None:
    sealed = hash_of(found)
    assert hash_of(found, previous=b"\x01" * 32) != sealed
    assert hash_of(found, xid_to=10) != sealed
    assert hash_of(found, number=2) != sealed


def test_the_hash_is_the_published_one() -> None:
    """Whoever verifies with a program of her own relies on these bytes."""
    event = Event(
        id=1,
        epoch=1,
        xid=7,
        at=NOW,
        account=UUID(int=1),
        device=None,
        unit=None,
        action="read",
        kind="person",
        subjects=[UUID(int=2)],
        fields=["sex"],
        override=None,
    )
    assert canonical(event) == (
        b'[1,1,7,"2026-01-01T00:00:00.000000+00:00","00000000-0000-0000-0000-000000000001",null,null,"read",'
        b'"person",["00000000-0000-0000-0000-000000000002"],["sex"],null]'
    )
