"""Pages of a list follow each other, in either direction, with missing values last."""

from __future__ import annotations

import datetime

import pytest

from khetane.core import keyset
from khetane.core.viewer import acting_as
from khetane.outreach.models import Task
from tests import world

pytestmark = pytest.mark.django_db

DAYS = [None, 3, 1, None, 2, 1, 3, None, 1]


@pytest.mark.parametrize("order", [("due", "id"), ("-due", "-id"), ("due", "-id")])
@pytest.mark.parametrize("size", [1, 2, 4, 20])
def test_every_row_stands_on_one_page_in_order(order: tuple[str, ...], size: int) -> None:
    town = world.town("HERE")
    author = world.account("unit_coordinator", town.unit)
    with acting_as(author.pk):
        for day in DAYS:
            due = datetime.date(2026, 3, day) if day else None
            Task.objects.create(unit=town.unit, mandate="coordination", title="Text", due=due)
        seen, after, pages = [], "", 0
        while after or not pages:
            page = keyset.page(Task.objects.all(), order, after, size=size)
            seen += page.rows
            after, pages = page.after, pages + 1
            assert pages <= len(DAYS), "the pages go round in a circle"
        dues = [task.due for task in seen]
    assert len({task.pk for task in seen}) == len(seen) == len(DAYS)
    known = [due for due in dues if due]
    assert known == sorted(known, reverse=order[0].startswith("-"))
    assert dues == known + [None] * DAYS.count(None)
    assert pages == -(-len(DAYS) // size)


def test_an_address_that_names_no_row_begins_the_list() -> None:
    town = world.town("HERE")
    author = world.account("unit_coordinator", town.unit)
    with acting_as(author.pk):
        Task.objects.create(unit=town.unit, mandate="coordination", title="Text")
        for after in ("nonsense", "00000000-0000-4000-8000-00000000abcd"):
            page = keyset.page(Task.objects.all(), ("due", "id"), after)
            assert (len(page.rows), page.first, page.after) == (1, True, "")
