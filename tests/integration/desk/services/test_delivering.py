"""Delivering on the screens: to a household because of a need, to a group, counted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account
from khetane.cases.models import GroupDelivery, GroupParticipant, Need, Service
from khetane.core.viewer import acting_as
from khetane.outreach.models import Visit, VisitHousehold
from tests import world
from tests.edits import edit, send
from tests.integration.desk.scene import Home, client_of, home, work
from tests.integration.desk.test_constant_queries import grows
from tests.integration.desk.test_editing import filled, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


@pytest.fixture
def client(author: Account) -> Client:
    return client_of(author)


def deliver_page(of: Home, code: str, **carried: object) -> str:
    page = reverse("cases:deliver", args=[of.id, code])
    return page + ("?" + "&".join(f"{name}={value}" for name, value in carried.items()) if carried else "")


def test_a_delivery_ends_the_need_it_answers(client: Client, ours: Home) -> None:
    work(ours)
    with acting_as(ours.author.pk):
        need = Need.objects.get()
    url = deliver_page(ours, "repair", need=need.pk)
    values = filled(client, url)
    assert values["need"] == str(need.pk)
    box = client.get(url).content.decode().partition('name="need_met"')[2].partition(">")[0]
    assert "checked" in box  # the catalogue says that a repair ends a need
    post(client, url, values | {"quantity": "1", "amount": "12500", "need_met": "on"})
    with acting_as(ours.author.pk):
        service = Service.objects.get(type="repair")
        assert (service.need_id, service.amount, service.currency) == (need.pk, Decimal("12500.00"), "RSD")
        assert Need.objects.get().state == "met"


def test_a_need_that_is_not_met_stays_open(client: Client, ours: Home) -> None:
    work(ours)
    with acting_as(ours.author.pk):
        need = Need.objects.get()
    url = deliver_page(ours, "food_parcel", need=need.pk)
    post(client, url, filled(client, url))
    with acting_as(ours.author.pk):
        assert Need.objects.get().state == "open"


def test_sent_twice_it_is_delivered_once(client: Client, ours: Home) -> None:
    url = deliver_page(ours, "food_parcel")
    values = filled(client, url)
    post(client, url, values)
    client.post(url, values)
    with acting_as(ours.author.pk):
        assert Service.objects.count() == 1


def test_preschool_asks_for_the_year_of_the_child(client: Client, ours: Home) -> None:
    url = deliver_page(ours, "preschool_enrolment", person=ours.members[1])
    values = filled(client, url)
    assert client.post(url, values).status_code == 422
    post(client, url, values | {"child_year": "5"})
    with acting_as(ours.author.pk):
        assert Service.objects.get().child_year == 5
    assert "child_year" not in filled(client, deliver_page(ours, "tutoring"))


def test_what_is_not_in_the_catalogue_is_not_there(client: Client, ours: Home) -> None:
    assert client.get(deliver_page(ours, "gold")).status_code == 404


def test_money_where_none_flows_and_an_answer_left_open_are_refused(ours: Home, here: world.Town) -> None:
    values = {"household": str(ours.id), "date": "2026-03-02", "type": "tutoring", "amount": "5"}
    refused = send(ours.author, here, edit("service", ours.members[0], values))
    assert [reason.code for reason in refused.reasons] == ["service_without_money"]
    values = {"household": str(ours.id), "date": "2026-03-02", "type": "preschool_enrolment"}
    refused = send(ours.author, here, edit("service", ours.members[0], values))
    assert [reason.code for reason in refused.reasons] == ["service_question_open"]


def test_a_group_is_one_record_with_who_is_known(client: Client, ours: Home, here: world.Town) -> None:
    with acting_as(ours.author.pk):
        visit = Visit.objects.create(unit=here.unit, place=here.settlement, date=dt.date(2026, 3, 1))
        VisitHousehold.objects.create(visit=visit, household_id=ours.id, unit=here.unit)
    url = reverse("cases:new_group", args=["health_workshop"]) + f"?visit={visit.pk}"
    values = filled(client, url)
    there = post(client, url, values | {"attended": "30", "participants": [str(ours.members[0])]})
    with acting_as(ours.author.pk):
        group = GroupDelivery.objects.get()
        assert (group.attended, group.date, group.visit_id) == (30, visit.date, visit.pk)
        assert [one.person_id for one in GroupParticipant.objects.all()] == [ours.members[0]]
    shown = client.get(there).content.decode()
    assert "29 more came" in shown
    participants = reverse("cases:participants", args=[group.pk]) + f"?code={ours.code}"
    changed = filled(client, participants) | {"participants": [str(one) for one in ours.members]}
    post(client, participants, changed)
    with acting_as(ours.author.pk):
        assert GroupParticipant.objects.count() == 2


def test_more_listed_than_came_is_refused(ours: Home, here: world.Town) -> None:
    values = {
        "date": "2026-03-02", "type": "job_club", "attended": "1",
        "participants": " ".join(map(str, ours.members)),
    }  # fmt: skip
    refused = send(ours.author, here, edit("group_delivery", ours.id, values))
    assert [reason.code for reason in refused.reasons] == ["more_listed_than_came"]


def test_the_figures_of_a_period(client: Client, ours: Home) -> None:
    work(ours, copies=2)
    page = client.get(
        reverse("cases:service_figures") + "?since=2026-01-01&until=2026-12-31"
    ).content.decode()
    assert "not for publication" in page
    assert '<td data-label="Deliveries" class="k-number">2</td>' in page
    wrong = client.get(
        reverse("cases:service_figures") + "?since=2026-02-01&until=2026-01-01"
    ).content.decode()
    assert "ends before it begins" in wrong


@pytest.mark.parametrize("page", ["cases:groups", "cases:service_figures"])
def test_lists_ask_no_more_for_much(page: str, client: Client, ours: Home, here: world.Town) -> None:
    def more() -> None:
        work(ours, copies=5)
        with acting_as(ours.author.pk):
            GroupDelivery.objects.bulk_create(
                GroupDelivery(
                    unit=here.unit,
                    mandate="coordination",
                    type="job_club",
                    date=timezone.localdate(),
                    attended=9,
                )
                for _ in range(6)
            )

    more()
    few, many = grows(client, reverse(page), more)
    assert few == many
