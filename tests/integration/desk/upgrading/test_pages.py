"""Settlements as cases on the screens: begun, stepped, refused with what is missing, told to who may not see persons."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Consent, Household
from khetane.places.models import SettlementProfile
from khetane.subjects import requests
from khetane.upgrading.models import ConcernedHousehold, HousingProposal, Process, ProcessEvent, Safeguard
from tests import world
from tests.edits import edit, send
from tests.integration.desk.scene import client_of, home
from tests.integration.desk.test_constant_queries import grows
from tests.integration.desk.test_editing import filled, post
from tests.integration.upgrading.scene import answer, begin, decision, documents, inspection, record, taken

pytestmark = pytest.mark.django_db


def page(client: Client, process: uuid.UUID) -> str:
    return client.get(reverse("upgrading:process", args=[process])).content.decode()


def test_a_process_is_begun_on_the_settlements_page_and_goes_on(here: world.Town, author: Account) -> None:
    client = client_of(author)
    settlement = client.get(reverse("places:place", args=[here.settlement.pk])).content.decode()
    url = reverse("upgrading:begin", args=[here.settlement.pk])
    assert url in settlement
    there = post(client, url, filled(client, url) | {"kind": "legalisation", "due": "2026-04-01"})
    shown = client.get(there).content.decode()
    assert "first:" in shown
    assert "A decision that grants it" in shown
    with acting_as(author.pk):
        process = Process.objects.get().pk
    url = reverse("upgrading:new_event", args=[process, "decision"])
    said = {"number": "351-7", "body": "Skupština", "result": "granted", "findings": "To begin"}
    post(client, url, filled(client, url) | said)
    url = reverse("upgrading:step", args=[process, "begin"])
    assert url in page(client, process)
    shown = client.get(post(client, url, filled(client, url))).content.decode()
    assert "Decision to begin taken" in shown
    assert "351-7" in shown
    assert "to be verified" in shown


def test_a_relocation_says_which_safeguards_are_missing_and_is_refused(
    here: world.Town, author: Account
) -> None:
    client, process = client_of(author), begin(author, here, "relocation")
    shown = page(client, process)
    assert "General Comment No. 7, paragraph 15 (g)" not in shown  # said where it is answered
    assert "not answered" in shown
    step = reverse("upgrading:step", args=[process, "decide"])
    assert step not in shown  # no button
    refused = client.post(step, filled(client, step))
    assert refused.status_code == 422
    assert "nobody is moved before every safeguard is met" in refused.content.decode()
    url = reverse("upgrading:safeguard", args=[process, "remedy"])
    assert "General Comment No. 7, paragraph 15 (g)" in client.get(url).content.decode()
    assert client.post(url, filled(client, url) | {"answer": "met"}).status_code == 422  # nothing proves it
    post(client, url, filled(client, url) | {"answer": "met", "evidence": "Letter 7"})
    post(client, url, filled(client, url) | {"answer": "not_met", "evidence": "The letter came back"})
    with acting_as(author.pk):
        assert Safeguard.objects.get().answer == "not_met"
    assert "The letter came back" in page(client, process)


def test_homes_are_proposed_looked_at_and_agreed(here: world.Town, author: Account) -> None:
    with acting_as(author.pk):
        SettlementProfile.objects.create(
            place=here.settlement, municipality=here.municipality, date=dt.date(2026, 3, 1), risks=["flood"]
        )
    client, process = client_of(author), begin(author, here, "upgrading")
    url = reverse("upgrading:new_proposal", args=[process])
    there = post(client, url, filled(client, url) | {"title": "Ten homes", "site": "here"})
    ticked = {"site": "here", "state": "proposed", "risks": ["flood", "landslide"]}
    assert post(client, there, filled(client, there) | ticked) == there  # asked about next
    assert "What protects the people: against landslide" in client.get(there).content.decode()
    said = filled(client, there) | {
        "site": "here",
        "state": "agreed",
        "looked_on": "2026-03-05",
        "risks": ["flood"],
    }
    refused = client.post(there, said)
    assert refused.status_code == 422
    assert "nothing answers that" in refused.content.decode()
    post(client, there, said | {"answer_flood": "The embankment of 2024"})
    assert "The embankment of 2024" in page(client, process)
    with acting_as(author.pk):
        assert HousingProposal.objects.get().state == "agreed"


def test_the_unit_lists_its_households_and_what_each_said(here: world.Town, author: Account) -> None:
    ours, client, process = home(here, author), client_of(author), begin(author, here, "relocation")
    for _ in range(2):
        client.post(reverse("upgrading:list_households", args=[process]))
    with acting_as(author.pk):
        concerned = ConcernedHousehold.objects.get()
    url = reverse("upgrading:concerned", args=[concerned.pk])
    post(client, url, filled(client, url) | {"view": "objected", "said_on": "2026-03-06"})
    shown = page(client, process)
    assert ours.code in shown
    assert "objected" in shown
    assert "no consent to sharing" in shown
    assert (
        reverse("upgrading:process", args=[process])
        in client.get(reverse("people:household", args=[ours.id])).content.decode()
    )
    with acting_as_system():
        assert AuditEvent.objects.filter(
            kind="concerned_household", action="read", subjects__contains=[concerned.pk]
        )


def test_who_objected_to_being_recorded_is_listed_for_nothing_new(here: world.Town, author: Account) -> None:
    ours, client, process = home(here, author), client_of(author), begin(author, here, "relocation")
    with acting_as(author.pk):
        given = {"purpose": "sharing", "recipients": ["housing"], "notice_version": "1", "given_by": "self"}
        Consent.objects.create(
            unit=here.unit, household_id=ours.id, given_on=timezone.localdate(), evidence="signed", **given
        )
    client.post(reverse("upgrading:list_households", args=[process]))
    assert "agreed to sharing" in page(client, process)
    with acting_as(author.pk):
        requests.take_down(
            kind="objection",
            household=Household.objects.get(pk=ours.id),
            person_id=ours.members[0],
            requested_on=timezone.localdate(),
        )
    shown = page(client, process)
    assert "objected to being recorded" in shown
    assert "agreed to sharing" not in shown
    other = begin(author, here, "upgrading")
    client.post(reverse("upgrading:list_households", args=[other]))
    with acting_as(author.pk):
        assert not ConcernedHousehold.objects.filter(process=other).exists()


def test_a_consent_is_in_force_until_the_day_of_its_withdrawal(here: world.Town, author: Account) -> None:
    """As everywhere: what is withdrawn from tomorrow on is agreed to today."""
    ours, client, process = home(here, author), client_of(author), begin(author, here, "relocation")
    client.post(reverse("upgrading:list_households", args=[process]))
    today = timezone.localdate()
    with acting_as(author.pk):
        given = {"purpose": "sharing", "recipients": ["housing"], "notice_version": "1", "given_by": "self"}
        consent = Consent.objects.create(
            unit=here.unit, household_id=ours.id, given_on=today, evidence="signed", **given
        )
        for days, told in ((1, True), (0, False)):
            Consent.objects.filter(pk=consent.pk).update(withdrawn_on=today + dt.timedelta(days=days))
            assert ("agreed to sharing" in page(client, process)) == told


@pytest.mark.parametrize(("homes", "told"), [(4, "under five"), (7, "about 5"), (8, "about 10")])
def test_the_municipality_sees_rounded_counts_and_no_household(
    here: world.Town, author: Account, homes: int, told: str
) -> None:
    process = begin(author, here, "relocation")
    lived_in = [home(here, author) for _ in range(homes)]
    said = [
        edit("concerned_household", uuid.uuid4(), {"process": str(process), "household": str(one.id)})
        for one in lived_in
    ]
    taken(send(author, here, *said))
    officer = client_of(world.account("municipal_officer", here.municipality))
    shown = page(officer, process)
    assert told in shown
    assert not any(one.code in shown for one in lived_in)
    assert reverse("upgrading:new_event", args=[process, "decision"]) not in shown
    url = reverse("upgrading:new_event", args=[process, "decision"])
    assert officer.get(url).status_code == 403


def test_the_board_shows_what_is_overdue(here: world.Town, author: Account) -> None:
    begin(author, here, "legalisation", due="2026-03-09", title="Stara mahala")
    begin(
        author, here, "upgrading", due=(timezone.localdate() + dt.timedelta(days=9)).isoformat(), title="Voda"
    )
    client = client_of(author)
    board = reverse("upgrading:processes")
    assert "Voda" in client.get(board).content.decode()
    overdue = client.get(board, {"state": "overdue"}).content.decode()
    assert "Stara mahala" in overdue
    assert "Voda" not in overdue
    assert "Stara mahala" not in client.get(board, {"kind": "upgrading"}).content.decode()
    assert "settlement with a step overdue" in " ".join(client.get(reverse("home")).content.decode().split())
    member = client_of(world.account("health_mediator", here.unit))
    assert "settlement with a step overdue" not in " ".join(
        member.get(reverse("home")).content.decode().split()
    )
    officer = client_of(world.account("municipal_officer", here.municipality))
    figures = " ".join(officer.get(reverse("home")).content.decode().split())
    assert re.search(r">1<.{,80}settlement with a step overdue", figures)
    assert re.search(r">2<.{,80}processes of settlements under way", figures)
    elsewhere = client_of(world.account("municipal_officer", world.town("THERE").municipality))
    figures = " ".join(elsewhere.get("/").content.decode().split())
    assert re.search(r">0<.{,80}processes of settlements under way", figures)


def test_another_municipality_sees_nothing_of_it(here: world.Town, author: Account) -> None:
    process = begin(author, here, "legalisation", title="Stara mahala")
    other = client_of(world.account("unit_coordinator", world.town("ELSEWHERE").unit))
    assert other.get(reverse("upgrading:process", args=[process])).status_code == 404
    assert "Stara mahala" not in other.get(reverse("upgrading:processes")).content.decode()
    assert other.get(reverse("upgrading:begin", args=[here.settlement.pk])).status_code == 403


def test_an_inspection_is_mended_on_the_version_that_was_shown(here: world.Town, author: Account) -> None:
    client, process = client_of(author), begin(author, here, "upgrading")
    taken(inspection(author, here, process, "to_mend", mend_by="2026-04-01"))
    with acting_as(author.pk):
        event = ProcessEvent.objects.get()
    url = reverse("upgrading:event", args=[event.pk])
    post(client, url, filled(client, url) | {"result": "stop"})
    assert "works must stop" in page(client, process)


def test_a_long_process_asks_no_more_questions(here: world.Town, author: Account) -> None:
    process = begin(author, here, "relocation")

    def more() -> None:
        documents(author, here, process)
        answer(author, here, process, "notice", "remedy", "time")
        for _ in range(3):
            taken(decision(author, here, process))
            taken(record(author, here, "housing_proposal", process, title="Homes", site="elsewhere"))
            lived_in = home(here, author)
            said = {"process": str(process), "household": str(lived_in.id)}
            taken(send(author, here, edit("concerned_household", uuid.uuid4(), said)))

    more()
    few, many = grows(
        client_of(author),
        reverse("upgrading:process", args=[process]),
        lambda: more_events(author, here, process),
    )
    assert few == many
    few, many = grows(
        client_of(author),
        reverse("upgrading:processes"),
        lambda: [begin(author, here, "upgrading") for _ in range(3)],
    )
    assert few == many


def more_events(author: Account, here: world.Town, process: uuid.UUID) -> None:
    for _ in range(3):
        taken(decision(author, here, process))
        taken(record(author, here, "housing_proposal", process, title="Homes", site="elsewhere"))
        said = {"process": str(process), "household": str(home(here, author).id)}
        taken(send(author, here, edit("concerned_household", uuid.uuid4(), said)))


def test_a_settlement_then_and_now(here: world.Town, author: Account) -> None:
    with acting_as(author.pk):
        for year, water, inhabitants in ((2024, "none", 300), (2026, "part", 300)):
            SettlementProfile.objects.create(
                place=here.settlement, municipality=here.municipality, date=dt.date(year, 1, 5),
                water_existence=water, inhabitants=inhabitants,
            )  # fmt: skip
    shown = client_of(author).get(reverse("places:compare", args=[here.settlement.pk]))
    rows = {str(row.label): row for row in shown.context["rows"]}
    assert (str(rows["water supply"].then), str(rows["water supply"].now)) == ("none", "part of it")
    assert rows["water supply"].changed
    assert not rows["inhabitants"].changed
    assert str(shown.context["rows"][0].label) == "water supply"
