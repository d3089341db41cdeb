"""In the demonstration a lawyer acts for who empowered her, and for nobody else: what she sends is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from khetane.demo.country import Country
from khetane.demo.courses import LEGAL
from khetane.demo.sendings import Sending
from tests.unit.demo.test_country import records

WHOLE = Country(dt.date(2026, 11, 22))


def of_each_unit() -> Iterator[list[Sending]]:
    households = WHOLE.households()
    for town in WHOLE.towns():
        yield list(WHOLE.sendings(town, households[town.unit]))


def test_she_closes_no_need_of_somebody_who_has_not_empowered_her() -> None:
    closed_by_her = 0
    for sendings in of_each_unit():
        needs: dict[UUID, str] = {}
        clients: set[str] = set()
        for one in sendings:
            clients |= {edit.values["person"] for edit in one.edits if edit.dataset == "power_of_attorney"}
            said = list(records(one.filled.answers)) if one.filled else []
            if any(record.dataset == "power_of_attorney" for record in said):
                clients |= {str(record.id) for record in said if record.dataset == "person"}
            for need in (record for record in said if record.dataset == "need"):
                if need.base is None:
                    needs[need.id] = owner(one, need.id)
                elif one.sender == LEGAL:
                    closed_by_her += 1
                    assert needs[need.id] in {"", *clients}, one
    assert closed_by_her > 100


def owner(sending: Sending, need: UUID) -> str:
    """Whose need it is, as the assessment that finds it says."""
    if sending.filled is None:
        return ""
    answers = sending.filled.answers["need"]
    [page] = [one for one in answers if one["meta"].id == need]  # type: ignore[index, union-attr]  # repeats of pages
    return str(page["need_page"]["need_person"])  # type: ignore[call-overload, index]  # a page
