"""What cannot be right is kept with a sentence for each reason, and nothing of it is applied."""

from __future__ import annotations

import datetime
import uuid
from uuid import UUID

import pytest

from khetane.access.models import Account
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.models import Submission
from khetane.history.models import EntityChange
from khetane.history.source import Applied, OfficeEdit
from khetane.organisations.models import Unit
from khetane.people.models import Document, Household, Membership, Person, SelfIdentification
from khetane.people.numbers import number_hash
from khetane.people.search import search
from khetane.places.models import Place
from tests import world
from tests.edits import edit, send, update

pytestmark = pytest.mark.django_db
HOME, OTHER, PERSON = (UUID(int=n) for n in (7, 8, 9))


@pytest.fixture
def town() -> world.Town:
    return world.town("HERE")


@pytest.fixture
def author(town: world.Town) -> Account:
    made = world.account("unit_coordinator", town.unit)
    member = {"household": str(HOME), "given_name": "Ana", "member_from": "2026-01-01", "role": "head"}
    place = {"place": "HERE-S1"}
    send(
        made,
        town,
        edit("household", HOME, place),
        edit("household", OTHER, place),
        edit("person", PERSON, member),
    )
    return made


def new(dataset: str, **values: str) -> OfficeEdit:
    return edit(dataset, uuid.uuid4(), values)


def person(**values: str) -> OfficeEdit:
    return new("person", household=str(HOME), given_name="Beba", **values)


def said(applied: Applied) -> str:
    return " ".join(reason.message for reason in applied.reasons)


@pytest.mark.parametrize(
    ("edits", "reasons"),
    [
        ([person(birth_date="2999-01-01")], ["has not come yet", "later than 2026-03-10"]),
        ([person(birth_date="2026-03-11")], ["(2026-03-11) is later than 2026-03-10, when this was recorded"]),
        ([person(birth_date="2026-03-05", member_from="2026-03-01")], ["born 2026-03-05, but a member"]),
        ([person(birth_date="0001-01-01")], ["born 0001-01-01, more than 123 years ago"]),
        ([person(birth_date="31.12.1990")], ["“31.12.1990” is not a date"]),
        ([person(sex="maybe")], ["“maybe” is not one of the values of “sex”", "female, male, other, unknown"]),
        ([person(member_from="2026-02-01", member_to="2026-01-01")], ["left on 2026-01-01, before joining"]),
        ([new("person", given_name="Beba")], ["“household” is missing"]),
        ([new("person", household=str(HOME))], ["needs a given name or a family name"]),
        ([new("person", household=str(HOME), family_name="\u200b")], ["characters that cannot be seen"]),
        ([new("household", place="NOWHERE")], ["there is no place “NOWHERE”"]),
        ([new("household")], ["“place” is missing"]),
        ([new("household", place="HERE-S1", address="x" * 301)], ["has 301 characters and can hold 300"]),
        ([new("need", household=str(HOME), area="space")], ["“space” is not one of the values of “area”"]),
        ([new("need", household="seven", area="health")], ["“seven” in “household” is not the id of a record"]),
        ([new("service", household=str(HOME), type="tutoring", date="2999-01-01")], ["has not come yet"]),
        ([new("service", household=str(HOME), type="tutoring", date="2026-01-01", quantity="-1")], ["not a number"]),
        ([new("visit", place="HERE-S1", date="2999-01-01", state="done")], ["its date 2999-01-01 has not come yet"]),
        ([new("self_identification", person=str(PERSON), answer="declined", groups="roma")], ["“declined”"]),
        ([new("self_identification", person=str(PERSON), answer="asked", groups="abdal roma")], ["“abdal”", "ashkali"]),
        ([new("self_identification", person=str(PERSON), answer="asked", groups="martian")], ["“martian”", "roma"]),
        ([new("procedure", household=str(HOME), type="RET-XK")], ["“RET-XK”", "BIRTH-L", "OTHER"]),
        ([new("service", household=str(HOME), type="x", date="2026-01-01")], ["“x”", "food_parcel"]),
        ([new("referral", household=str(HOME), to_mandate="health")], ["no consent", "“health”"]),
        ([new("referral", household=str(HOME))], ["neither a mandate nor an institution"]),
        ([new("consent", purpose="sharing", notice_version="1", given_by="self", given_on="2026-01-01",
              evidence="signed")], ["neither a household nor a person"]),
        ([new("household", place="NOWHERE"), person(sex="maybe", birth_date="x")], ["NOWHERE", "maybe", "“x”"]),
        ([update("household", HOME, 1, {"split_from": str(HOME)})], ["split off from itself"]),
        ([update("household", HOME, 1, {"split_from": str(OTHER)}),
          update("household", OTHER, 1, {"split_from": str(HOME)})], ["split off from itself"]),
        ([update("person", PERSON, 1, {"household": str(OTHER), "member_from": "2026-01-01"})],
         ["on 2026-01-01 the person is already a member of another household"]),
        ([edit("person", HOME, {"household": str(HOME), "given_name": "A"}),
          edit("person", HOME, {"household": str(OTHER), "given_name": "A"})], ["stands twice in this submission"]),
    ],
)  # fmt: skip
def test_each_reason_is_a_sentence_and_nothing_is_applied(
    town: world.Town, author: Account, edits: list[OfficeEdit], reasons: list[str]
) -> None:
    good = new("household", place="HERE-S1")
    applied = send(author, town, good, *edits)
    assert (applied.state, applied.changes) == ("needs_correction", ())
    for reason in reasons:
        assert reason in said(applied)
    with acting_as(author.pk):
        assert not Household.objects.filter(pk=good.id).exists()
        assert EntityChange.objects.count() == 3


@pytest.mark.parametrize(
    "wrong",
    [
        new("household", place="NOWHERE"),
        new("person", household=str(HOME), family_name="x" * 121),
        new("person", household="seven", given_name="Beba"),
    ],
)
def test_an_answer_that_was_refused_is_not_called_missing_too(
    town: world.Town, author: Account, wrong: OfficeEdit
) -> None:
    assert len(send(author, town, wrong).reasons) == 1


def test_a_name_turns_no_text_around(town: world.Town, author: Account) -> None:
    turned = person(family_name="\u202eIzmišljeni\u202c", parent_name="\u2066Mari\u200dja\u2069")
    assert send(author, town, turned).state == "applied"
    with acting_as(author.pk):
        kept = Person.objects.get(pk=turned.id)
        assert (kept.family_name, kept.parent_name) == ("Izmišljeni", "Mari\u200dja")
        assert turned.id in {one.person_id for one in search("Izmišljeni").found}


def test_who_was_born_when_old_people_were_born_is_taken(town: world.Town, author: Account) -> None:
    assert send(author, town, person(birth_date="1905-06-01")).state == "applied"


def test_a_circle_over_several_submissions_is_found(town: world.Town, author: Account) -> None:
    assert send(author, town, update("household", OTHER, 1, {"split_from": str(HOME)})).state == "applied"
    refused = send(author, town, update("household", HOME, 1, {"split_from": str(OTHER)}))
    assert "split off from itself" in said(refused)


def test_a_person_who_moves_leaves_the_one_household_on_the_day_she_joins_the_other(
    town: world.Town, author: Account
) -> None:
    moved = send(
        author,
        town,
        update("person", PERSON, 1, {"household": str(OTHER), "member_from": "2026-02-01", "role": "spouse"}),
    )
    assert moved.state == "applied", said(moved)
    with acting_as(author.pk):
        stays = Membership.objects.order_by("begins").values_list("household", "begins", "ends", "role")
        told = [(home, str(begins), ends and str(ends), role) for home, begins, ends, role in stays]
        assert told == [(HOME, "2026-01-01", "2026-02-01", "head"), (OTHER, "2026-02-01", None, "spouse")]
        assert Person.objects.get(pk=PERSON).household_id == OTHER


def test_a_documents_number_is_encrypted_and_found_however_it_is_written(
    town: world.Town, author: Account
) -> None:
    first = new("document", person=str(PERSON), kind="id_card", state="has", number="ab 12-34 c")
    assert send(author, town, first).state == "applied"
    same = new("document", person=str(PERSON), kind="id_card", state="has", number="АВ1234С")
    applied = send(author, town, same)
    assert (applied.state, [one.id for one in applied.changes]) == ("applied", [first.id])
    other = new("document", person=str(PERSON), kind="id_card", state="lost")
    assert send(author, town, other).state == "conflict"
    with acting_as(author.pk):
        stored = Document.objects.get()
        assert bytes(stored.number_hash or b"") == number_hash("ab1234c")
        assert b"1234" not in bytes(stored.number_sealed or b"")


def test_a_household_is_recorded_by_the_unit_of_its_settlement(author: Account, town: world.Town) -> None:
    there = world.town("THERE")
    applied = send(author, town, new("household", place="THERE-S1"))
    assert (applied.state, [one.code for one in applied.reasons]) == (
        "needs_correction",
        ["settlement_of_another_unit"],
    )
    assert "“Settlement THERE”" in said(applied)
    assert "Unit THERE" in said(applied)
    with acting_as(world.account("unit_coordinator", there.unit).pk):
        assert not Household.objects.exists()


def test_one_that_moves_to_another_units_settlement_stays_its_units_and_so_do_those_who_part(
    author: Account, town: world.Town
) -> None:
    world.town("THERE")
    assert send(author, town, update("household", HOME, 1, {"place": "THERE-S1"})).state == "applied"
    parting = new("household", place="THERE-S1", split_from=str(HOME))
    assert send(author, town, parting).state == "applied"


def test_a_settlement_where_no_unit_works_is_anybodys(author: Account, town: world.Town) -> None:
    with acting_as_system():
        Unit.objects.filter(pk=world.town("FREE").unit.pk).update(municipality=town.municipality)
    assert send(author, town, new("household", place="FREE-S1")).state == "applied"


def test_the_unit_of_a_municipality_that_ended_goes_on_where_it_worked(
    author: Account, town: world.Town
) -> None:
    there = world.town("THERE")
    with acting_as_system():
        Place.objects.filter(pk=town.municipality.pk).update(valid_to=datetime.date(2026, 1, 1))
        Place.objects.filter(pk=town.settlement.pk).update(parent=there.municipality)
    assert send(author, town, new("household", place="HERE-S1")).state == "applied"


@pytest.mark.parametrize(
    ("born", "precision", "may"),
    [
        ("2010-03-10", "day", True),
        ("2010-03-11", "day", False),
        ("2010-03-01", "month", True),
        ("2010-04-01", "month", False),
        ("2010-01-01", "year", True),
        ("2012-01-01", "estimated", True),  # right to two years
        ("2013-01-01", "estimated", False),
        ("", "", True),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_nobody_answers_for_a_child_how_she_describes_herself(
    born: str, precision: str, may: bool, at_once: bool, town: world.Town, author: Account
) -> None:
    """Sent with the registration or later; kept and told, whoever sent it. Not to have been asked is always right."""
    child = uuid.uuid4()
    birth = {"birth_date": born, "birth_precision": precision}
    registered = edit("person", child, {"household": str(HOME), "given_name": "Beba", **birth})
    before = [] if at_once else [registered]
    if before:
        assert send(author, town, *before).state == "applied"
    answer = new("self_identification", person=str(child), answer="asked", groups="roma")
    applied = send(author, town, *([registered] if at_once else []), answer)
    assert applied.state == ("applied" if may else "needs_correction")
    assert ("under 16 on 2026-03-10" in said(applied)) != may
    with acting_as(author.pk):
        assert SelfIdentification.objects.filter(person=child).exists() == may
        assert Person.objects.filter(pk=child).exists() == (may or not at_once)
        kept = Submission.objects.latest("received_at")
        assert kept.state == applied.state


def test_what_is_on_record_of_a_child_is_not_looked_at_again_and_can_be_taken_out(
    town: world.Town, author: Account
) -> None:
    answer = edit(
        "self_identification", uuid.uuid4(), {"person": str(PERSON), "answer": "asked", "groups": "roma"}
    )
    assert send(author, town, answer).state == "applied"
    birth = {"birth_date": "2020-01-01", "birth_precision": "day"}
    assert send(author, town, update("person", PERSON, 1, birth)).state == "applied"
    other = {"answer": "asked", "groups": "egyptian"}
    assert send(author, town, update("self_identification", answer.id, 1, other)).state == "needs_correction"
    out = {"answer": "not_asked", "groups": ""}
    assert send(author, town, update("self_identification", answer.id, 1, out)).state == "applied"
    with acting_as(author.pk):
        assert SelfIdentification.objects.get().groups == []
