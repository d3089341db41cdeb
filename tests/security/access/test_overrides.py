"""An override opens one household for three hours, tells nothing else, and is seen at once."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access import actions
from khetane.access.models import Account, AuditEvent, Override, RoleGrant
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Household
from khetane.web.formats import moment
from tests import world
from tests.integration.desk import scene

pytestmark = pytest.mark.django_db
REASON = "The settlement burns and the family has to be moved."


@pytest.fixture
def here() -> world.Town:
    town = world.town("HERE")
    world.household(world.account("unit_coordinator", town.unit), town, code="K7M4-9PX2")
    return town


@pytest.fixture
def reader(here: world.Town) -> Account:
    return world.account("emergency_reader", world.town("THERE").unit)


def test_it_opens_the_household_and_the_officer_sees_it_at_once(here: world.Town, reader: Account) -> None:
    with acting_as(reader.pk):
        override = actions.open_override(code="k7m4 9px2", reason=REASON)
        assert Household.objects.get().code == "K7M4-9PX2"
    officer = world.account("data_protection_officer", world.country())
    with acting_as(officer.pk):
        assert Override.objects.get(reviewed_at=None) == override
        assert AuditEvent.objects.get(action="overrode").override == override.pk
        reviewed = actions.review_override(override_id=override.pk)
        assert reviewed.reviewed_by_id == officer.pk
        assert Household.objects.count() == 0


def test_an_unknown_code_is_answered_and_recorded_alike(reader: Account) -> None:
    with acting_as(reader.pk):
        known = actions.open_override(code="K7M4-9PX2", reason=REASON)
        unknown = actions.open_override(code="AAAA-2222", reason=REASON)
        assert type(known.household) is type(unknown.household)
        assert Override.objects.count() == AuditEvent.objects.filter(action="overrode").count() == 2
        assert Household.objects.count() == 1


def test_without_the_permission_a_code_tells_nothing(here: world.Town) -> None:
    outsider = world.account("unit_coordinator", world.town("THERE").unit)
    with acting_as(outsider.pk), connection.cursor() as cursor:
        with pytest.raises(NotAllowed):
            actions.open_override(code="K7M4-9PX2", reason=REASON)
        cursor.execute("select access_household_by_code('K7M4-9PX2')")
        assert cursor.fetchone() == (None,)


def test_a_reason_is_needed(reader: Account) -> None:
    with acting_as(reader.pk), pytest.raises(Invalid):
        actions.open_override(code="K7M4-9PX2", reason="urgent")


def test_the_database_refuses_more_than_three_hours(reader: Account) -> None:
    now = timezone.now()
    with acting_as(reader.pk), pytest.raises(DatabaseError, match="three_hours"), transaction.atomic():
        Override.objects.create(
            account=reader,
            household=reader.pk,
            reason=REASON,
            begins_at=now,
            ends_at=now + dt.timedelta(hours=4),
        )


def test_nobody_prolongs_rewords_or_reviews_her_own(reader: Account) -> None:
    with acting_as(reader.pk):
        override = actions.open_override(code="K7M4-9PX2", reason=REASON)
        with pytest.raises(NotAllowed):
            actions.review_override(override_id=override.pk)
        for column in ("ends_at", "reason"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                Override.objects.update(**{column: getattr(override, column)})
        assert Override.objects.update(reviewed_at=timezone.now(), reviewed_by=reader) == 0


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def opened_by(reader: Account) -> Household:
    with acting_as(reader.pk):
        actions.open_override(code="K7M4-9PX2", reason=REASON)
        return Household.objects.get()


def test_the_role_alone_opens_the_household_its_persons_and_nothing_else(
    here: world.Town, reader: Account
) -> None:
    own = world.account("unit_coordinator", here.unit)
    other = world.household(own, here, code="K7M4-9PX3", family_name="Drugačević")
    client = browser(reader)
    with acting_as(own.pk):
        home = Household.objects.get(code="K7M4-9PX2")
        person, stranger = home.persons.get(), other.persons.get()
    pages = [
        reverse("people:household", args=[home.pk]),
        reverse("people:person", args=[person.pk]),
    ]
    assert [client.get(page).status_code for page in pages] == [403, 403]
    assert opened_by(reader) == home
    assert [client.get(page).status_code for page in pages] == [200, 200]
    assert "Izmišljeni" in client.get(pages[1]).content.decode()
    timeline = client.get(pages[0], headers={"HX-Request": "true", "HX-Target": "timeline"})
    assert timeline.status_code == 200
    assert client.get(reverse("people:household", args=[other.pk])).status_code == 404
    assert client.get(reverse("people:person", args=[stranger.pk])).status_code == 404
    for name in ("people:households", "people:search", "forms:submissions", "cases:needs", "outreach:visits"):
        assert client.get(reverse(name)).status_code == 403, name
    officer = world.account("data_protection_officer", world.country())
    assert REASON in browser(officer).get(reverse("home")).content.decode()
    with acting_as(officer.pk):
        read = AuditEvent.objects.filter(action="read", kind="household", account=reader.pk)
        assert {event.override for event in read} == {Override.objects.get().pk}


def test_nothing_on_the_pages_leads_to_a_refusal(here: world.Town, reader: Account) -> None:
    coordinator = world.account("unit_coordinator", here.unit)
    made = scene.home(here, coordinator)
    scene.work(made)
    scene.papers(made)
    with acting_as(reader.pk):
        actions.open_override(code=made.code, reason=REASON)
    client = browser(reader)
    pages = [
        reverse("people:household", args=[made.id]),
        *(reverse("people:person", args=[member]) for member in made.members),
    ]
    links = {
        link
        for page in pages
        for link in re.findall(r'href="(/[^"#?]*)', client.get(page).content.decode().partition("<main")[2])
    }
    assert set(pages[1:]) <= links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_it_closes_by_itself_after_three_hours(here: world.Town, reader: Account) -> None:
    home = opened_by(reader)
    page = reverse("people:household", args=[home.pk])
    assert browser(reader).get(page).status_code == 200
    now = timezone.now()
    other = world.account("emergency_reader", world.town("FAR").unit)
    with acting_as(other.pk):
        Override.objects.create(
            account=other,
            household=home.pk,
            reason=REASON,
            begins_at=now - dt.timedelta(hours=4),
            ends_at=now - dt.timedelta(hours=1),
        )
    assert browser(other).get(page).status_code == 403


def test_what_is_open_in_an_emergency_is_read_and_not_changed(here: world.Town) -> None:
    there = world.town("THERE")
    both = world.account("unit_coordinator", there.unit)
    with acting_as_system():
        RoleGrant.objects.create(
            account=both, role_id="emergency_reader", unit=there.unit, begins=world.LONG_AGO
        )
    home = opened_by(both)
    client = browser(both)
    with acting_as(both.pk):
        person = home.persons.get()
    assert client.get(reverse("people:household", args=[home.pk])).status_code == 200
    for name, record in (
        ("edit_household", home.pk),
        ("give_consent", home.pk),
        ("split_household", home.pk),
        ("edit_person", person.pk),
        ("move_person", person.pk),
    ):
        answer = client.get(reverse(f"people:{name}", args=[record]))
        assert answer.status_code == 403, name
        assert "is read, not changed" in answer.content.decode(), name


def test_a_page_opened_in_an_emergency_says_so_on_screen_and_paper(here: world.Town, reader: Account) -> None:
    own = world.account("unit_coordinator", here.unit)
    home = opened_by(reader)
    with acting_as(own.pk):
        person = home.persons.get()
    with acting_as(reader.pk):
        ends = Override.objects.get().ends_at
    pages = [reverse("people:household", args=[home.pk]), reverse("people:person", args=[person.pk])]
    for page in pages:
        said = browser(reader).get(page).content.decode().partition("<main")[2]
        notice = said[said.index("Opened in an emergency") :].partition("</div>")[0]
        assert f"open to you until {moment(ends)}" in notice
        assert "data-protection officer sees" in notice
        assert REASON in notice
        assert "k-no-print" not in notice
        assert "emergency" not in browser(own).get(page).content.decode().partition("<main")[2]
