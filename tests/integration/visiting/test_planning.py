"""A visit is planned, recorded, cancelled on screens; each is a submission like any other."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.history.models import Conflict, EntityChange
from khetane.outreach.models import Visit, VisitNote
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import client_of
from tests.integration.visiting.scene import (
    going,
    households,
    page,
    planned,
    post,
    second_settlement,
    shown,
    the_visit,
    today,
    visited,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(author: Account) -> Client:
    return client_of(author)


def plan_url(town: world.Town) -> str:
    tomorrow = today() + dt.timedelta(days=1)
    return f"{reverse('visiting:plan')}?{going(town)}&date={tomorrow.isoformat()}"


def made(client: Client, author: Account, town: world.Town, **changed: object) -> Visit:
    """A visit planned on the screen, with what the program proposes."""
    url = plan_url(town)
    return the_visit(author, post(client, url, shown(client, url) | changed))


def test_where_to_go_is_asked_first(client: Client, here: world.Town) -> None:
    answer = client.get(reverse("visiting:plan")).content.decode()
    assert "Settlement HERE" in answer
    assert f"{here.unit.pk}.{here.settlement.pk}" in answer


def test_neither_settlement_nor_day_is_chosen_beforehand(
    client: Client, author: Account, here: world.Town
) -> None:
    second_settlement(here)
    url = reverse("visiting:plan")
    asked = client.get(url).content.decode()
    assert '<option value="" selected>' in asked
    assert 'value="20' not in asked.partition('name="date"')[2].partition(">")[0]
    unanswered = client.get(url, {"place": "", "date": ""})
    assert unanswered.status_code == 422
    without_day = client.get(f"{url}?{going(here)}")
    assert without_day.status_code == 422
    assert 'name="participants"' not in without_day.content.decode()
    from_the_calendar = client.get(url, {"date": "2026-12-24"}).content.decode()
    assert 'value="2026-12-24"' in from_the_calendar


def test_a_plan_proposes_whom_to_call_on_in_the_order_of_a_walk(
    client: Client, author: Account, here: world.Town
) -> None:
    far, near, lately = households(author, here, "Nova 10", "Nova 9", "Nova 1")
    visited(author, here, today() - dt.timedelta(days=5), lately)
    visit = made(client, author, here)
    assert visit.state == "planned"
    assert visit.date == today() + dt.timedelta(days=1)
    assert planned(author, visit) == [near, far]
    assert "legal" not in visit.participants
    assert "coordination" in visit.participants
    with acting_as(author.pk):
        assert set(EntityChange.objects.get(record=visit.pk).fields) >= {"planned", "date", "state"}


def test_who_chooses_otherwise_is_followed(client: Client, author: Account, here: world.Town) -> None:
    first, _second = households(author, here, "Nova 1", "Nova 2")
    visit = made(client, author, here, planned=[str(first)], purpose="School", date="2026-12-24")
    assert planned(author, visit) == [first]
    assert (visit.purpose, visit.date) == ("School", dt.date(2026, 12, 24))


def test_a_plan_sent_twice_is_one_visit(client: Client, author: Account, here: world.Town) -> None:
    households(author, here, "Nova 1")
    values = shown(client, plan_url(here))
    assert post(client, plan_url(here), values) == post(client, plan_url(here), values)
    with acting_as(author.pk):
        assert Visit.objects.count() == 1


def test_a_settlement_of_another_unit_is_asked_for_anew(
    client: Client, author: Account, here: world.Town
) -> None:
    there = world.town("THERE")
    answer = client.get(plan_url(there)).content.decode()
    assert "Settlement THERE" not in answer
    assert 'method="get"' in answer


def test_a_planned_visit_is_recorded(client: Client, author: Account, here: world.Town) -> None:
    met, missed, other = households(author, here, "Nova 1", "Nova 2", "Nova 3")
    visit = made(client, author, here, planned=[str(missed), str(met)])
    url = reverse("visiting:record", args=[visit.pk])
    said = {"households": [str(met), str(other)], "absent_count": 1, "refused_count": 2}
    assert shown(client, url)["date"] == today().isoformat()
    post(client, url, shown(client, url) | said | {"participants": ["health", "legal"]})
    with acting_as(author.pk):
        done = Visit.objects.get(pk=visit.pk)
        assert set(done.households.values_list("pk", flat=True)) == {met, other}
    assert (done.state, done.absent_count, done.refused_count) == ("done", 1, 2)
    assert (done.participants, done.version) == (["health", "legal"], 2)
    answer = page(client, "outreach:visit", visit.pk)
    assert "Planned and not met" in answer.partition("Households met")[2]
    assert shown(client, url)["households"] == [str(met), str(other)]


def test_a_correction_keeps_households_that_live_elsewhere_by_now(
    client: Client, author: Account, here: world.Town
) -> None:
    stays, moves = households(author, here, "Nova 1", "Nova 2")
    visit = visited(author, here, today(), stays, moves)
    other = second_settlement(here)
    assert send(author, here, update("household", moves, 1, {"place": other.code})).state == "applied"
    url = reverse("visiting:record", args=[visit])
    post(client, url, shown(client, url) | {"absent_count": 3})
    with acting_as(author.pk):
        assert set(Visit.objects.get(pk=visit).households.values_list("pk", flat=True)) == {stays, moves}


def test_a_visit_to_come_is_not_recorded(client: Client, author: Account, here: world.Town) -> None:
    visit = made(client, author, here)
    url = reverse("visiting:record", args=[visit.pk])
    later = (today() + dt.timedelta(days=1)).isoformat()
    assert "in the future" in post(client, url, shown(client, url) | {"date": later}, 422)


def test_a_visit_is_cancelled_with_its_reason_and_planned_again(
    client: Client, author: Account, here: world.Town
) -> None:
    (home,) = households(author, here, "Nova 1")
    visit = made(client, author, here, planned=[str(home)])
    url = reverse("visiting:cancel", args=[visit.pk])
    assert "required" in post(client, url, shown(client, url), 422)
    post(client, url, shown(client, url) | {"cancel_reason": "Snow on the road"})
    assert "Snow on the road" in page(client, "outreach:visit", visit.pk)
    for route in ("visiting:cancel", "visiting:record"):
        assert client.get(reverse(route, args=[visit.pk])).status_code == 404
    url = reverse("visiting:change", args=[visit.pk])
    post(client, url, shown(client, url))
    with acting_as(author.pk):
        again = Visit.objects.get(pk=visit.pk)
    assert (again.state, again.cancel_reason) == ("planned", "")
    assert planned(author, again) == [home]


def test_two_plan_at_once_and_both_rounds_wait_for_a_decision(
    client: Client, author: Account, here: world.Town
) -> None:
    one, two, three = map(str, households(author, here, "Nova 1", "Nova 2", "Nova 3"))
    visit = made(client, author, here, planned=[one])
    url = reverse("visiting:change", args=[visit.pk])
    values = shown(client, url) | {"purpose": "School"}
    send(author, here, update("visit", visit.pk, 1, {"planned": f"{two} {one}"}))
    there = post(client, url, values | {"planned": [one, three]})
    with acting_as(author.pk):
        assert there == reverse("history:conflict", args=[Conflict.objects.get().pk])
        assert Visit.objects.get(pk=visit.pk).purpose == "School"
    assert [str(id) for id in planned(author, visit)] == [two, one]
    assert client.get(there).status_code == 200


def test_a_visit_planned_in_the_field_is_offered_a_round(
    client: Client, author: Account, here: world.Town
) -> None:
    (home,) = households(author, here, "Nova 1")
    visit = visited(author, here, today() + dt.timedelta(days=3), state="planned")
    assert shown(client, reverse("visiting:change", args=[visit]))["planned"] == [str(home)]


def test_a_visit_nobody_planned_is_recorded(client: Client, author: Account, here: world.Town) -> None:
    (home,) = households(author, here, "Nova 1")
    url = f"{reverse('visiting:record_unplanned')}?{going(here)}"
    values = shown(client, url) | {"households": [str(home)]}
    assert "participants" not in values, "Who took part is said, not assumed."
    assert "Who took part" in post(client, url, values, 422)
    visit = the_visit(author, post(client, url, values | {"participants": ["health"]}))
    assert (visit.state, visit.participants) == ("done", ["health"])
    with acting_as(author.pk):
        assert list(visit.households.values_list("pk", flat=True)) == [home]


def test_the_round_is_told_with_addresses_and_own_tasks(
    client: Client, author: Account, here: world.Town
) -> None:
    home, other = households(author, here, "Nova 7", "Nova 8")
    said = {"household": str(home), "title": "Bring the letter", "due": today().isoformat()}
    send(author, here, edit("task", uuid.uuid4(), said))
    visit = made(client, author, here, planned=[str(home), str(other)])
    answer = page(client, "visiting:round", visit.pk)
    assert answer.index("Nova 7") < answer.index("Bring the letter") < answer.index("Nova 8")
    assert "1 task due" in answer
    with acting_as_system():
        event = AuditEvent.objects.filter(kind="household", account=author.pk, action="read").latest("id")
    assert set(event.subjects) == {home, other}


def test_a_note_is_read_by_its_mandate_only(author: Account, here: world.Town) -> None:
    (home,) = households(author, here, "Nova 1")
    visit = visited(author, here, today(), home)
    mediator = client_of(world.account("health_mediator", here.unit))
    url = reverse("visiting:note", args=[visit, home])
    values = shown(mediator, url) | {"mandate": "health", "text": "Asked for a paediatrician"}
    assert "is not one of" in post(mediator, url, values | {"mandate": "education"}, 422)
    post(mediator, url, values)
    assert "paediatrician" in page(mediator, "outreach:visit", visit)
    assert "paediatrician" not in page(client_of(author), "outreach:visit", visit)
    with acting_as(author.pk):
        assert not VisitNote.objects.exists()
        assert not EntityChange.objects.filter(dataset="visit_note").exists()
