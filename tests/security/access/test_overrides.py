"""An override opens one household for three hours, tells nothing else, and is seen at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from khetane.access import actions
from khetane.access.models import Account, AuditEvent, Override
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as
from khetane.people.models import Household
from tests import world

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
