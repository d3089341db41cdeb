"""A table is tried, taken in, taken in again, and undone."""

from __future__ import annotations

import uuid
from uuid import UUID

import pytest

from khetane.access.models import Account, AuditEvent
from khetane.cases.models import Need
from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as
from khetane.forms import office
from khetane.forms.models import Submission
from khetane.history.models import EntityChange
from khetane.importing import at_once
from khetane.importing.models import TableImport
from khetane.people.models import Household, Membership, Person
from tests import world
from tests.integration.importing.table import HEADER, ROWS, dry_run, mapping, take_in, workbook

pytestmark = pytest.mark.django_db
MADE = {"household": 2, "person": 3, "need": 2}


def standing(who: Account) -> tuple[int, ...]:
    """How many rows of each kind there are, those of other mandates too as far as the history tells."""
    with acting_as(who.pk):
        models = (Household, Person, Membership, Submission, EntityChange)
        return tuple(model.objects.count() for model in models)


def test_a_dry_run_says_what_would_be_and_keeps_nothing(author: Account) -> None:
    before = standing(author)
    answer = dry_run(author, workbook())
    assert (answer["made"], answer["errors"], answer["duplicates"]) == (MADE, [], [])
    assert standing(author) == before
    with acting_as(author.pk):
        assert not TableImport.objects.exists()


def test_a_table_becomes_households_with_members_and_needs(author: Account, here: world.Town) -> None:
    assert take_in(author, workbook())["made"] == MADE
    with acting_as(author.pk):
        first = Household.objects.get(address="Plava vrata")
        assert first.place_id == here.settlement.pk
        milan, ruzica = Person.objects.filter(household=first).order_by("birth_date")
        assert (milan.given_name, milan.sex, str(milan.birth_date)) == ("Милан", "male", "1980-03-12")
        assert (ruzica.sex, ruzica.birth_precision) == ("female", "estimated")
        roles = set(Membership.objects.filter(household=first).values_list("role", flat=True))
        assert roles == {"head", "spouse"}
        senad = Person.objects.get(given_name="Senad")
        assert (str(senad.birth_date), senad.birth_precision) == ("1972-01-01", "year")
        assert Submission.objects.count() == 2  # one for each household
    with acting_as(world.account("health_mediator", here.unit).pk):
        assert [(need.description, need.person_id) for need in Need.objects.all()] == [("Naočare", ruzica.pk)]


def test_the_same_table_again_changes_nothing(author: Account) -> None:
    first = take_in(author, workbook())
    before = standing(author)
    again = take_in(author, workbook())
    assert (again["made"], again["already_here"], again["import"]) == ({}, 2, first["import"])
    assert standing(author) == before


def test_an_import_that_was_cut_off_goes_on_and_makes_nothing_twice(author: Account) -> None:
    first = take_in(author, workbook())
    with acting_as(author.pk):  # as if the process had ended before it wrote down how far it was
        TableImport.objects.update(state="applying", done=0)
    assert take_in(author, workbook())["made"] == {}
    with acting_as(author.pk):
        assert TableImport.objects.get().state == "done"
        assert str(TableImport.objects.get().pk) == first["import"]
        assert Person.objects.count() == 3


def test_an_undo_leaves_nothing_and_undoing_twice_does_no_more(author: Account) -> None:
    before = standing(author)
    id = UUID(take_in(author, workbook())["import"])
    assert at_once.undo_at_once(author.pk, id)["withdrawn"] == MADE
    assert standing(author) == before
    again = at_once.undo_at_once(author.pk, id)
    assert (again["withdrawn"], again["staying_households"]) == ({}, 0)
    with acting_as(author.pk):
        withdrawn = AuditEvent.objects.filter(action="withdrew").values_list("kind", flat=True)
        assert sorted(withdrawn) == ["household", "need", "person"]
        assert TableImport.objects.get().content is None


def test_what_was_undone_can_be_taken_in_again(author: Account) -> None:
    id = UUID(take_in(author, workbook())["import"])
    at_once.undo_at_once(author.pk, id)
    again = take_in(author, workbook())
    assert again["made"] == MADE
    assert again["import"] != str(id)
    assert (
        at_once.undo_at_once(author.pk, id)["withdrawn"] == {}
    )  # the later import is not the former's to undo


def test_a_household_changed_since_stays_whole_and_is_named(author: Account) -> None:
    id = UUID(take_in(author, workbook())["import"])
    with acting_as(author.pk):
        person = Person.objects.get(given_name="Senad")
        office.edit("person", person.pk, 1, {"phone": "060 000"})
    answer = at_once.undo_at_once(author.pk, id)
    assert answer["staying_households"] == 1
    assert str(person.household_id) in answer["staying_records"]
    with acting_as(author.pk):
        assert list(Person.objects.values_list("given_name", flat=True)) == ["Senad"]
        assert Household.objects.count() == 1


def test_a_household_to_which_something_was_added_stays(author: Account, here: world.Town) -> None:
    id = UUID(take_in(author, workbook())["import"])
    with acting_as(author.pk):
        home = Household.objects.get(address="Plava vrata")
        task = {"household": str(home.pk), "title": "Pozvati", "mandate": "coordination"}
        office.create("task", uuid.uuid4(), task, unit_id=here.unit.pk)
    assert at_once.undo_at_once(author.pk, id)["staying_households"] == 1
    with acting_as(author.pk):
        assert list(Household.objects.values_list("address", flat=True)) == ["Plava vrata"]


def test_what_only_a_foreign_key_knows_of_keeps_a_household_too(author: Account, here: world.Town) -> None:
    id = UUID(take_in(author, workbook())["import"])
    with acting_as(author.pk):  # a row beside the history, as a later part of the program might write
        person = Person.objects.get(given_name="Senad")
        elsewhere = world.household(author, here, code="2222-2222", persons=0)
        Membership.objects.filter(person=person).update(household=elsewhere)
        Household.objects.filter(pk=elsewhere.pk).update(split_from=person.household)
    assert at_once.undo_at_once(author.pk, id)["staying_households"] == 1
    with acting_as(author.pk):
        assert Person.objects.filter(pk=person.pk).exists()


def test_wrong_cells_are_told_by_row_and_column_and_the_rest_is_taken(author: Account) -> None:
    wrong = (3, "Nigde", "", "Ljubica", "Izmaštana", "?", "31.31.1990", "head", "", "")
    unplaced = (4, "", "Bez mesta", "Dara", "Nestvarna", "", "", "", "", "")
    answer = take_in(author, workbook(*ROWS, wrong, unplaced))
    assert answer["made"] == MADE
    assert {(line["row"], line["column"]) for line in answer["errors"]} == {
        (5, "Naselje"), (5, "Pol"), (5, "Rođen"), (6, "Naselje"),
    }  # fmt: skip
    with acting_as(author.pk):
        assert not Person.objects.filter(given_name__in=["Ljubica", "Dara"]).exists()


def test_a_birth_that_has_not_come_yet_is_among_the_mistakes_before_anything_is_taken(
    author: Account,
) -> None:
    unborn = (3, "HERE-S1", "Na uglu", "Dara", "Izmišljeni", "ž", "12.3.2999.", "glava", "", "")
    answer = dry_run(author, workbook(unborn))
    [error] = answer["errors"]
    assert (error["row"], error["column"]) == (2, "Rođen")
    assert "“12.3.2999.” is a day that has not come yet" in error["message"]


def test_the_head_of_a_household_may_be_called_glava(author: Account) -> None:
    words = ("glava", "Glava porodice", "глава")
    rows = [
        (n, "HERE-S1", f"Kuća {n}", f"Ime{n}", "Izmišljeni", "m", "", word, "", "")
        for n, word in enumerate(words, 1)
    ]
    assert take_in(author, workbook(*rows))["errors"] == []
    with acting_as(author.pk):
        assert set(Membership.objects.values_list("role", flat=True)) == {"head"}


def test_who_is_known_is_left_out_until_somebody_says_otherwise(author: Account, here: world.Town) -> None:
    home = world.household(author, here, code="3333-3333", persons=0)
    world.member(author, home, "Senad", "Nepostojeci", born=None)
    again = (5, "HERE-S1", "Opet", "МИЛАН", "Измишљени", "", "1980", "", "", "")
    data = workbook(*ROWS, again)
    answer = dry_run(author, data)
    assert [line["row"] for line in answer["duplicates"]] == [4, 5]
    assert "3333-3333" in answer["duplicates"][0]["message"]
    assert answer["made"] == {"household": 1, "person": 2, "need": 1}
    assert take_in(author, data, alike=True)["made"]["person"] == 4


def test_namesakes_of_another_age_are_two(author: Account, here: world.Town) -> None:
    son = (5, "HERE-S1", "Opet", "Милан", "Измишљени", "", "2005", "", "", "")
    assert dry_run(author, workbook(*ROWS, son))["duplicates"] == []


def test_a_code_leads_to_the_household_and_its_members(author: Account, here: world.Town) -> None:
    take_in(author, workbook())
    with acting_as(author.pk):
        home = Household.objects.get(address="Plava vrata")
    said = mapping(
        columns={
            "Šifra": "household.code",
            "Ime": "person.name",
            "Opis": "need.description",
            "Oblast": "need.area",
        }
    )
    header = ("Šifra", "Ime", "Opis", "Oblast")
    rows = (
        (home.code.replace("-", " ").lower(), "Milan Izmisljeni", "Posao", "Employment"),
        ("ZZZZ-ZZZZ", "Niko Nikić", "x", "health"),
    )
    answer = take_in(author, workbook(*rows, header=header), said)
    assert answer["made"] == {"need": 1}
    assert [line["row"] for line in answer["errors"]] == [3]
    with acting_as(author.pk):
        assert Person.objects.filter(household=home).count() == 2


def test_a_table_that_does_not_fit_its_mapping_is_refused(author: Account) -> None:
    with pytest.raises(Invalid, match="no column “Rođen”"):
        dry_run(author, workbook(header=[name for name in HEADER if name != "Rođen"]))
    with pytest.raises(Invalid, match=r"person\.age"):
        mapping(columns={"Ime": "person.age"})


def test_who_may_not_import_brings_nothing(here: world.Town) -> None:
    with pytest.raises(Invalid, match="for none"):
        dry_run(world.account("social_worker", here.unit), workbook())
