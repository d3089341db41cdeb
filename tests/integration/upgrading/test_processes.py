"""A settlement's process goes its own way and no other, and nobody is moved before every safeguard is met."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.places.models import SettlementProfile
from khetane.upgrading.models import ConcernedHousehold, HousingProposal, ProcessEvent, Safeguard
from khetane.upgrading.reading import shipped
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import home
from tests.integration.upgrading.scene import (
    answer,
    begin,
    codes,
    decision,
    documents,
    inspection,
    record,
    standing,
    step,
    taken,
)

pytestmark = pytest.mark.django_db

SAFEGUARDS = tuple(shipped()["relocation"].latest.safeguards)


def test_a_settlement_is_legalised_from_the_first_decision_to_the_cadastre(
    here: world.Town, author: Account
) -> None:
    process = begin(author, here, "legalisation", due="2026-04-01")
    assert codes(step(author, here, process, "decided_to_begin")) == ["decision_first"]
    taken(decision(author, here, process, "refused"))
    assert codes(step(author, here, process, "decided_to_begin")) == ["decision_first"]
    taken(decision(author, here, process))
    taken(step(author, here, process, "decided_to_begin", due="2026-06-01"))
    assert codes(step(author, here, process, "registered")) == ["no_such_step"]
    taken(step(author, here, process, "surveyed"))
    assert codes(step(author, here, process, "requests_filed")) == ["documents_first"]
    documents(author, here, process)
    taken(step(author, here, process, "requests_filed"))
    taken(inspection(author, here, process, "to_mend", mend_by="2026-05-01"))
    assert codes(step(author, here, process, "legalised")) == ["inspection_first"]
    taken(inspection(author, here, process, "in_order", date="2026-03-07"))
    taken(step(author, here, process, "legalised"))
    taken(step(author, here, process, "registered", due="2026-07-01"))
    over = standing(author, process)
    assert (over.stage, over.is_open, over.due) == ("registered", False, None)


def test_an_earlier_inspection_recorded_later_does_not_hide_the_last_one(
    here: world.Town, author: Account
) -> None:
    process = begin(author, here, "upgrading")
    taken(decision(author, here, process))
    taken(step(author, here, process, "decided"))
    taken(step(author, here, process, "designed"))
    documents(author, here, process)
    taken(step(author, here, process, "under_works"))
    taken(inspection(author, here, process, "stop", date="2026-03-06"))
    taken(inspection(author, here, process, "in_order", date="2026-03-02"))
    assert codes(step(author, here, process, "handed_over")) == ["inspection_first"]


def test_no_step_of_a_relocation_before_its_safeguards(here: world.Town, author: Account) -> None:
    process = begin(author, here, "relocation")
    refused = step(author, here, process, "decided")
    assert codes(refused) == ["safeguards_first", "documents_first", "decision_first"]
    assert "genuinely consulted" in refused.reasons[0].message
    taken(decision(author, here, process))
    documents(author, here, process)
    answer(author, here, process, "alternatives", "consultation")
    answer(author, here, process, "information", met=False)
    assert codes(step(author, here, process, "decided")) == ["safeguards_first"]
    answer(author, here, process, "information")
    taken(step(author, here, process, "decided"))
    answer(author, here, process, *[one for one in SAFEGUARDS if one != "time"])
    taken(step(author, here, process, "notified"))
    refused = step(author, here, process, "moved")
    assert codes(refused) == ["safeguards_first"]
    assert "Not in winter" in refused.reasons[0].message
    answer(author, here, process, "time")
    taken(step(author, here, process, "moved"))
    assert standing(author, process).stage == "moved"


@pytest.mark.parametrize("lacking", SAFEGUARDS)
def test_each_safeguard_alone_keeps_people_where_they_are(
    here: world.Town, author: Account, lacking: str
) -> None:
    process = begin(author, here, "relocation")
    taken(decision(author, here, process))
    documents(author, here, process)
    answer(author, here, process, *SAFEGUARDS)
    taken(step(author, here, process, "decided"))
    taken(step(author, here, process, "notified"))
    answer(author, here, process, lacking, met=False)
    assert codes(step(author, here, process, "moved")) == ["safeguards_first"]


def test_a_safeguard_says_what_proves_it_and_stands_once(here: world.Town, author: Account) -> None:
    process = begin(author, here, "relocation")
    bare = record(author, here, "safeguard", process, code="notice", answer="met")
    assert codes(bare) == ["missing"]
    assert codes(record(author, here, "safeguard", process, code="none", answer="met", evidence="x")) == [
        "unknown_safeguard"
    ]
    answer(author, here, process, "notice", met=False)
    taken(
        record(
            author, here, "safeguard", process, code="notice", answer="not_met", evidence="Minutes of 5 March"
        )
    )
    with acting_as(author.pk):
        assert Safeguard.objects.get(process=process).answer == "not_met"


def test_giving_up_asks_why_and_can_be_considered_again(here: world.Town, author: Account) -> None:
    process = begin(author, here, "relocation")
    assert codes(step(author, here, process, "given_up")) == ["process_reason"]
    taken(step(author, here, process, "given_up", reason="The road goes elsewhere"))
    assert not standing(author, process).is_open
    taken(step(author, here, process, "considered", reason="The road comes after all"))
    assert standing(author, process).is_open


def test_a_proposal_is_agreed_only_when_each_risk_of_its_site_is_answered(
    here: world.Town, author: Account
) -> None:
    with acting_as(author.pk):
        SettlementProfile.objects.create(
            place=here.settlement, municipality=here.municipality, date=dt.date(2026, 3, 1), risks=["flood", "landfill"]
        )  # fmt: skip
    process = begin(author, here, "upgrading")
    proposal = uuid.uuid4()
    said = {
        "process": str(process),
        "title": "Ten homes",
        "site": "here",
        "dwellings": "10",
        "risks": "landslide",
    }
    taken(send(author, here, edit("housing_proposal", proposal, said)))
    agreed = {"state": "agreed", "looked_on": "2026-03-05"}
    refused = send(author, here, update("housing_proposal", proposal, 1, agreed))
    assert codes(refused) == ["risks_first"]
    assert "flood, landfill, landslide" in refused.reasons[0].message
    answers = {f"answer_{risk}": "Embankment" for risk in ("flood", "landfill")}
    assert codes(send(author, here, update("housing_proposal", proposal, 1, agreed | answers))) == [
        "risks_first"
    ]
    whole = agreed | answers | {"answer_landslide": "Piles"}
    blind = send(author, here, update("housing_proposal", proposal, 1, {**whole, "looked_on": ""}))
    assert codes(blind) == ["step_asks"]
    taken(send(author, here, update("housing_proposal", proposal, 1, whole)))
    with acting_as(author.pk):
        kept = HousingProposal.objects.get(pk=proposal)
    assert (kept.state, kept.risks) == ("agreed", ["flood", "landfill", "landslide"])
    lost = send(author, here, update("housing_proposal", proposal, 2, {"answer_flood": ""}))
    assert codes(lost) == ["risks_first"]


def test_a_design_waits_for_its_proposals(here: world.Town, author: Account) -> None:
    process = begin(author, here, "upgrading")
    taken(decision(author, here, process))
    taken(step(author, here, process, "decided"))
    taken(record(author, here, "housing_proposal", process, title="Homes", site="elsewhere"))
    assert codes(step(author, here, process, "designed")) == ["proposals_first"]
    with acting_as(author.pk):
        proposal = HousingProposal.objects.get(process=process).pk
    taken(send(author, here, update("housing_proposal", proposal, 1, {"state": "dropped"})))
    taken(step(author, here, process, "designed"))


def test_what_an_event_must_say(here: world.Town, author: Account) -> None:
    process = begin(author, here, "legalisation")
    assert codes(record(author, here, "process_event", process, kind="decision", body="Mayor")) == [
        "decision_asks"
    ]
    assert codes(record(author, here, "process_event", process, kind="inspection", findings="x")) == [
        "inspection_asks"
    ]
    assert codes(inspection(author, here, process, "granted")) == ["unknown_result"]
    wrong = record(author, here, "process_event", process, kind="document", document="design")
    assert codes(wrong) == ["unknown_document"]
    with acting_as(author.pk):
        assert not ProcessEvent.objects.exists()


def test_a_process_is_of_a_settlement_of_the_units_own_municipality(
    here: world.Town, author: Account
) -> None:
    other = world.town("ELSEWHERE")
    for place in (other.settlement.pk, here.municipality.pk):
        values = {"place": str(place), "kind": "legalisation"}
        applied = send(author, here, edit("settlement_process", uuid.uuid4(), values))
        assert codes(applied) == ["settlement_not_of_the_unit"]


def test_a_process_stays_what_it_is(here: world.Town, author: Account) -> None:
    process = begin(author, here, "legalisation")
    applied = send(author, here, update("settlement_process", process, 1, {"kind": "relocation"}))
    assert codes(applied) == ["process_stays"]


def test_a_household_is_concerned_once_whoever_says_so(here: world.Town, author: Account) -> None:
    process, ours = begin(author, here, "relocation"), home(here, author)
    said = {"process": str(process), "household": str(ours.id)}
    taken(send(author, here, edit("concerned_household", uuid.uuid4(), said)))
    again = {**said, "view": "objected", "said_on": "2026-03-06"}
    send(author, here, edit("concerned_household", uuid.uuid4(), again))
    with acting_as(author.pk):
        assert ConcernedHousehold.objects.filter(process=process).count() == 1
