"""The dataset `settlement_process`: legalisation, upgrading or relocation of a settlement, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from khetane.core.problems import Problem
from khetane.core.states import BEGINNING
from khetane.history.bulk import ask
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, choice, day, record_id, text
from khetane.upgrading import problems
from khetane.upgrading.datasets.facts import facts_of
from khetane.upgrading.definition import Needed, Phase, ProcessRules, ProcessWay
from khetane.upgrading.models import Process
from khetane.upgrading.reading import shipped
from khetane.upgrading.rules import lacking

_MUNICIPALITY = """
    select m.id from places_place p
    join places_place m on m.path @> p.path and m.kind = 'municipality'
    join organisations_unit u on u.municipality_id = m.id
    where p.id = %s and p.kind = 'settlement' and u.id = %s
"""


class ProcessDataset(Dataset):
    """A process of a settlement."""

    name = "settlement_process"
    model = Process
    declared = (
        Property("place", record_id, "place_id", empty=None, required=True),
        Property("kind", choice(shipped()), "kind", required=True),
        Property("title", text(200), "title"),
        Property("stage", text(40), "stage"),
        Property("begun_on", day, "begun_on", empty=None, past=True),
        Property("stage_on", day, "stage_on", empty=None, past=True),
        Property("due", day, "due", empty=None),
        Property("reason", text(), "reason"),
    )
    together = (("stage", "stage_on", "reason"),)

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        draft.unit_id, values = batch.source.unit_id, draft.values
        found = ask(_MUNICIPALITY, [values["place"], draft.unit_id]) if values["place"] else []
        draft.more = found[0][0] if found else None
        if draft.more is None:
            yield problems.NOT_OF_THE_UNIT.about(where=draft.where)
        values["begun_on"] = values["begun_on"] or batch.source.day.isoformat()
        values["stage_on"] = values["stage_on"] or values["begun_on"]
        if values["kind"] in shipped():
            values["stage"] = values["stage"] or rules_of(values).first

    def steps(self, draft: Draft) -> Iterator[Problem]:
        if draft.values["kind"] in shipped() and draft.said and draft.said.get("stage"):
            machine = rules_of(draft.values).machine
            before = draft.seen.get("stage", BEGINNING)
            yield from machine.check(before, draft.said["stage"], draft.said, draft.where)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        if not draft.is_new and draft.changed("place", "kind", "begun_on"):
            yield problems.STAYS.about(where=draft.where)
        elif draft.values["kind"] in shipped() and draft.changed("stage") and not draft.is_new:
            yield from may_step(draft, batch)
        if draft.values["kind"] in shipped() and not is_open(draft):
            draft.values["due"] = None  # nothing is due any more

    def columns(self, draft: Draft) -> dict[str, Any]:
        municipality = draft.more if draft.is_new else draft.row["municipality_id"]
        return super().columns(draft) | {"municipality_id": municipality, "is_open": is_open(draft)}


def is_open(draft: Draft) -> bool:
    """Whether anything is still to be done."""
    return rules_of(draft.values).phase(draft.values["stage"]) is Phase.RUNNING


def may_step(draft: Draft, batch: Batch) -> Iterator[Problem]:
    """What the rules ask before a stage: safeguards, documents, a decision, an inspection, proposals decided, a reason."""
    rules = rules_of(draft.values)
    way = rules.way(draft.standing["stage"], draft.values["stage"])
    if way is None:
        return  # the machine says so
    if way.why and not draft.values["reason"]:
        yield problems.REASON_NEEDED.about(where=draft.where, stage=stage_name(rules, way))
    missing = lacking(way, rules, facts_of(draft.id, batch))
    said = {"where": draft.where, "stage": stage_name(rules, way)}
    if missing.safeguards:
        names = "; ".join(rules.safeguards[one].names["en"] for one in missing.safeguards)
        yield problems.SAFEGUARDS_FIRST.about(**said, missing=names)
    if missing.documents:
        names = "; ".join(rules.documents[one]["en"] for one in missing.documents)
        yield problems.DOCUMENTS_FIRST.about(**said, missing=names)
    for need in missing.needs:
        if need in SENTENCES:
            yield SENTENCES[need].about(**said)


SENTENCES = {
    Needed.DECISION: problems.DECISION_FIRST,
    Needed.INSPECTION: problems.INSPECTION_FIRST,
    Needed.PROPOSALS: problems.PROPOSALS_FIRST,
}


def stage_name(rules: ProcessRules, way: ProcessWay) -> str:
    return rules.stages[way.target].names["en"]


def rules_of(values: dict[str, Any]) -> ProcessRules:
    """The rules of the day on which the process began."""
    kind, begun = shipped()[values["kind"]], values["begun_on"]
    return kind.rules_on(date.fromisoformat(begun)) if begun else kind.latest
