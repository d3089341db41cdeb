"""An import is its unit's: another unit and another role see, change and undo nothing of it, by SQL and by HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from khetane.access.models import Account
from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as
from khetane.importing import at_once
from khetane.importing.models import TableImport
from khetane.people.models import Household
from tests import world
from tests.integration.desk.scene import client_of
from tests.integration.importing.table import take_in, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(author: Account) -> UUID:
    return UUID(take_in(author, workbook())["import"])


def rows(statement: str, *given: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


@pytest.fixture(params=["another coordinator", "social_worker", "administrator"])
def stranger(request: pytest.FixtureRequest, here: world.Town) -> Account:
    if request.param == "another coordinator":
        return world.account("unit_coordinator", world.town("ELSE").unit)
    return world.account(request.param, here.unit)


def test_by_sql_a_stranger_sees_changes_and_withdraws_nothing(
    ours: UUID, stranger: Account, author: Account
) -> None:
    with acting_as(stranger.pk):
        assert rows("select 1 from importing_tableimport") == 0
        assert rows("update importing_tableimport set state = 'draft'") == 0
        assert rows("delete from importing_tableimport") == 0
        assert rows("select * from importing_withdraw(%s)", ours) == 0
    with acting_as(author.pk):
        assert Household.objects.count() == 2


def test_by_http_and_command_a_stranger_finds_nothing(ours: UUID, stranger: Account) -> None:
    for page in ("import", "columns", "preview", "undo", "mapping"):
        assert client_of(stranger).get(reverse(f"importing:{page}", args=[ours])).status_code in (403, 404)
    with pytest.raises(Invalid):
        at_once.undo_at_once(stranger.pk, ours)


def test_nobody_begins_an_import_in_anothers_name_or_for_another_unit(
    author: Account, here: world.Town
) -> None:
    other = world.account("unit_coordinator", world.town("ELSE").unit)
    with acting_as(other.pk):
        for account, state in ((other.pk, "draft"), (author.pk, "draft")):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                TableImport.objects.create(
                    unit=here.unit, account=account, state=state, sha256=b"", key_sealed=b"", file_name="x"
                )


def test_what_was_taken_in_is_undone_and_not_deleted(ours: UUID, author: Account) -> None:
    with acting_as(author.pk):
        assert rows("delete from importing_tableimport") == 0


def test_an_undo_takes_only_what_came_by_this_import(ours: UUID, author: Account, here: world.Town) -> None:
    standing = world.household(author, here, code="4444-4444")
    at_once.undo_at_once(author.pk, ours)
    with acting_as(author.pk):
        assert list(Household.objects.values_list("pk", flat=True)) == [standing.pk]


def test_the_table_is_sealed_while_it_waits(author: Account, here: world.Town) -> None:
    from khetane.importing.actions import keep

    with acting_as(author.pk):
        one = keep(here.unit.pk, "t.csv", "Ime;Prezime\nAna;Izmišljena\n".encode())
        assert b"Ana" not in bytes(one.content or b"")
