"""The demonstration's settlements as cases: some stand in every stage, and each step has what the rules ask."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from khetane.demo.chance import Chance
from khetane.demo.country import Country
from khetane.demo.forms.inspections import FOUND
from khetane.demo.ledger import Ledger
from khetane.demo.processes import STANDING, ProcessesOfUnit
from khetane.demo.sendings import Sending
from khetane.history.source import OfficeEdit
from khetane.upgrading.enums import RESULTS_OF, EventKind
from khetane.upgrading.reading import shipped
from khetane.upgrading.rules import Facts, lacking

TODAY = dt.date(2026, 11, 22)


@cache
def told() -> list[list[Sending]]:
    """What each unit sends of its settlements."""
    country = Country(TODAY)
    return [
        list(
            ProcessesOfUnit(Ledger(), Chance(1, town.municipality), town, country.first_day, TODAY, {}).due(
                TODAY
            )
        )
        for town in country.towns()
    ]


def edits(sendings: list[Sending]) -> Iterator[OfficeEdit]:
    """Those of the office, and those of the forms as if they had been made there."""
    for sending in sendings:
        yield from sending.edits
        if sending.filled is not None and sending.filled.entity is not None:
            entity, said = sending.filled.entity, dict(sending.filled.answers["about"])  # type: ignore[arg-type]  # a page
            yield OfficeEdit(entity.dataset, entity.id, "create", said)  # type: ignore[arg-type]  # answers are texts


def test_in_every_stage_stands_some_settlement() -> None:
    stands: defaultdict[str, set[str]] = defaultdict(set)
    for sendings in told():
        now: dict[Any, dict[str, str]] = {}
        for edit in edits(sendings):
            if edit.dataset == "settlement_process":
                now.setdefault(edit.id, {}).update(edit.values)
        for one in now.values():
            stands[one["kind"]].add(one.get("stage") or shipped()[one["kind"]].latest.first)
    assert stands == {code: set(kind.latest.stages) for code, kind in shipped().items()}
    assert {code: set(stages) for code, stages in STANDING.items()} == stands


def test_each_step_has_what_the_rules_ask() -> None:
    steps = 0
    for sendings in told():
        records: dict[Any, tuple[str, dict[str, str]]] = {}
        for edit in edits(sendings):
            _dataset, values = records.setdefault(edit.id, (edit.dataset, {}))
            if edit.dataset == "settlement_process" and "stage" in edit.values and values:
                rules = shipped()[values["kind"]].latest
                before = values.get("stage") or rules.first
                way = rules.way(before, edit.values["stage"])
                assert way is not None
                assert not lacking(way, rules, facts(edit.id, records))
                assert bool(edit.values["reason"]) == way.why
                steps += 1
            values.update(edit.values)
    assert steps > 60


def facts(process: Any, records: dict[Any, tuple[str, dict[str, str]]]) -> Facts:
    """What stands of a process, by the edits until now."""
    own: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for dataset, values in records.values():
        if values.get("process") == str(process):
            own[dataset].append(values)
    events = own["process_event"]
    inspections = [one for one in events if one["kind"] == "inspection"]
    return Facts(
        decided=any(one.get("result") == "granted" for one in events),
        documents=frozenset(one["document"] for one in events if one["kind"] == "document"),
        inspection=inspections[-1]["result"] if inspections else "",
        open_proposals=sum(one.get("state", "proposed") == "proposed" for one in own["housing_proposal"]),
        met=frozenset(one["code"] for one in own["safeguard"] if one["answer"] == "met"),
    )


def test_they_are_sent_in_the_order_of_their_days() -> None:
    for sendings in told():
        assert [one.day for one in sendings] == sorted(one.day for one in sendings)
    assert set(FOUND) == {result.value for result in RESULTS_OF[EventKind.INSPECTION]}
