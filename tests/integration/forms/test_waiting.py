"""Edits that come before what they build on: held or kept, and applied when it arrives."""

from __future__ import annotations

import uuid
from uuid import UUID

import pytest

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.desk.waiting import in_detail
from khetane.forms import contents, reasons
from khetane.forms.models import Submission
from khetane.forms.telling import told
from khetane.history.models import EntityChange
from khetane.history.source import OfficeEdit
from khetane.people.models import Household, Person
from tests import world
from tests.edits import edit, send, update

pytestmark = pytest.mark.django_db
HOME, BRANCH, PERSON = (UUID(int=n) for n in (7, 8, 9))


@pytest.fixture
def town() -> world.Town:
    return world.town("HERE")


@pytest.fixture
def author(town: world.Town) -> Account:
    return world.account("unit_coordinator", town.unit)


def on_branch(base: int, trunk: int | None, **values: str) -> OfficeEdit:
    return edit("household", HOME, values, action="update", base=base, trunk=trunk, branch=BRANCH)


def made() -> OfficeEdit:
    return edit("household", HOME, {"place": "HERE-S1", "phone": "061"})


def states(author: Account) -> dict[str, str]:
    with acting_as(author.pk):
        return dict(Submission.objects.values_list("instance_id", "state"))


def test_an_edit_waits_for_the_one_before_it_on_its_branch(town: world.Town, author: Account) -> None:
    send(author, town, made())
    second = send(author, town, on_branch(2, 1, phone="063"), instance="second")
    assert (second.state, second.changes) == ("held", ())
    with acting_as(author.pk):
        waits = told("second", in_detail)
    assert ("has not arrived yet" in waits["reason"], str(BRANCH) in waits["waits_for"]) == (True, True)
    send(author, town, on_branch(1, 1, phone="062"), instance="first")
    assert {"first": "applied", "second": "applied"}.items() <= states(author).items()
    with acting_as(author.pk):
        assert Household.objects.get().phone == "063"
        assert list(EntityChange.objects.order_by("version").values_list("branch_version", flat=True)) == [
            None,
            2,
            3,
        ]


def test_a_branch_is_based_on_its_own_edits_and_not_on_anothers(town: world.Town, author: Account) -> None:
    """Between the two edits of the branch somebody else changed the note: no conflict, and nothing taken back."""
    send(author, town, made())
    send(author, town, on_branch(1, 1, phone="062"))
    send(author, town, update("household", HOME, 1, {"note": "Blue door"}))
    applied = send(author, town, on_branch(2, 1, phone="063", note=""))
    assert applied.state == "applied"
    with acting_as(author.pk):
        assert Household.objects.values_list("phone", "note").get() == ("063", "Blue door")


def test_a_branch_that_starts_with_a_record_made_offline_waits_for_it(
    town: world.Town, author: Account
) -> None:
    assert send(author, town, on_branch(2, None, phone="063"), instance="third").state == "held"
    assert send(author, town, on_branch(1, None, phone="062"), instance="second").state == "held"
    send(author, town, made(), instance="first")
    assert states(author) == {"first": "applied", "second": "applied", "third": "applied"}
    with acting_as(author.pk):
        assert Household.objects.values_list("phone", "version").get() == ("063", 3)


def test_an_edit_of_a_record_that_is_not_here_is_kept_and_applied_when_it_arrives(
    town: world.Town, author: Account
) -> None:
    kept = send(author, town, update("household", HOME, 1, {"phone": "062"}), instance="early")
    assert kept.state == "needs_correction"
    assert "not here, or not yet" in kept.reasons[0].message
    send(author, town, made())
    assert states(author)["early"] == "applied"
    with acting_as(author.pk):
        assert Household.objects.get().phone == "062"
        assert reasons.of(Submission.objects.get(instance_id="early")) == []


def test_a_member_of_a_household_that_comes_later_is_applied_then(town: world.Town, author: Account) -> None:
    send(
        author, town, edit("person", PERSON, {"household": str(HOME), "given_name": "Ana"}), instance="early"
    )
    with acting_as(author.pk):
        assert not Person.objects.exists()
    send(author, town, made())
    with acting_as(author.pk):
        assert Person.objects.get().household_id == HOME


def test_a_version_that_is_not_here_needs_a_person(town: world.Town, author: Account) -> None:
    send(author, town, made())
    applied = send(author, town, update("household", HOME, 5, {"phone": "062"}))
    assert applied.state == "needs_correction"
    assert "version 5" in applied.reasons[0].message


def test_the_same_submission_applied_again_changes_nothing(town: world.Town, author: Account) -> None:
    from khetane.forms.taking import source_of
    from khetane.history.apply import apply
    from tests.edits import incoming

    new = incoming(author, town, [made(), edit("well", PERSON, {"depth": "1"})])
    with acting_as(author.pk):
        key = b"k" * 32
        first = apply(source_of(new, key), contents.office_edits(new.content))
        again = apply(source_of(new, key), contents.office_edits(new.content))
        assert first.state == again.state == "applied"
        assert EntityChange.objects.count() == 2
        assert {(one.dataset, one.version) for one in again.changes} == {("household", 1), ("well", 1)}


def test_a_new_version_of_a_submission_replaces_what_the_former_said(
    town: world.Town, author: Account
) -> None:
    former = uuid.uuid4()
    send(author, town, made(), id=former)
    send(author, town, update("household", HOME, 1, {"note": "n"}))
    corrected = edit("household", HOME, {"place": "HERE-S1", "phone": "065"})
    assert send(author, town, corrected, replaces=former).state == "applied"
    with acting_as(author.pk):
        assert Household.objects.values_list("phone", "note").get() == ("065", "n")


def test_a_record_made_twice_needs_correction_and_changes_nothing(town: world.Town, author: Account) -> None:
    send(author, town, made())
    other = send(author, town, edit("household", HOME, {"place": "HERE-S1", "phone": "065", "note": "n"}))
    assert (other.state, list(other.conflicts)) == ("needs_correction", [])
    with acting_as(author.pk):
        assert Household.objects.values_list("phone", "note").get() == ("061", "")
