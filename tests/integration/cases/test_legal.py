"""Steps of procedures as they arrive: what is kept of how a procedure stands, and what is refused."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import connection

from khetane.access.models import Account
from khetane.cases.models import Cost, Hearing, PowerOfAttorney, Procedure, ProcedureEvent
from khetane.cases.standing_anew import stand_all_anew
from khetane.core.viewer import acting_as
from khetane.history.source import Applied, OfficeEdit
from tests import world
from tests.edits import NOON, edit, send, update
from tests.integration.desk.scene import Home, home

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer(here: world.Town) -> Account:
    return world.account("legal_aid_lawyer", here.unit)


@pytest.fixture
def ours(here: world.Town, lawyer: Account) -> Home:
    return home(here, lawyer)


def started(of: Home, kind: str = "BIRTH-L", **values: str) -> uuid.UUID:
    made = uuid.uuid4()
    said = {"person": str(of.members[0]), "type": kind, "initiated_on": "2026-01-15"} | values
    applied = send(of.author, of.town, edit("procedure", made, said))
    assert applied.state == "applied", [reason.message for reason in applied.reasons]
    return made


def step(of: Home, procedure: uuid.UUID, event: str, day: str, **more: str) -> Applied:
    said = {"procedure": str(procedure), "event": event, "date": day} | more
    return send(of.author, of.town, edit("procedure_event", uuid.uuid4(), said))


def kept(of: Home, procedure: uuid.UUID) -> tuple[str, str, date | None, str]:
    with acting_as(of.author.pk):
        row = Procedure.objects.get(pk=procedure)
    return row.stage, row.term, row.due, row.turn


def test_a_procedure_stands_with_its_next_term(ours: Home) -> None:
    made = started(ours)
    assert kept(ours, made) == ("request", "decision_after_inquiry", date(2026, 3, 16), "office")


def test_a_refusal_opens_the_term_of_the_appeal_and_an_appeal_that_of_the_second_instance(ours: Home) -> None:
    made = started(ours)
    assert step(ours, made, "decision", "2026-02-10", result="refused").state == "applied"
    assert kept(ours, made) == ("decision", "appeal", date(2026, 2, 25), "client")
    assert step(ours, made, "appeal", "2026-02-20").state == "applied"
    assert kept(ours, made) == ("appeal", "second_decision", date(2026, 4, 21), "office")


def test_what_was_granted_waits_for_the_entry_and_not_for_an_appeal(ours: Home) -> None:
    made = started(ours)
    step(ours, made, "decision", "2026-02-10", result="granted")
    assert kept(ours, made) == ("decision", "", None, "office")


def test_a_step_and_its_procedure_may_come_together(ours: Home) -> None:
    made = uuid.uuid4()
    said = {"person": str(ours.members[0]), "type": "FSA", "initiated_on": "2026-01-15"}
    complete = {"procedure": str(made), "event": "complete", "date": "2026-02-02"}
    applied = send(
        ours.author,
        ours.town,
        edit("procedure", made, said),
        edit("procedure_event", uuid.uuid4(), complete),
    )
    assert applied.state == "applied", [reason.message for reason in applied.reasons]
    assert kept(ours, made) == ("complete", "decision", date(2026, 2, 18), "office")


def test_a_closed_procedure_waits_for_nothing_and_an_opened_one_again(ours: Home) -> None:
    made = started(ours)
    closed = {"outcome": "granted", "solved_on": "2026-02-10"}
    assert send(ours.author, ours.town, update("procedure", made, 1, closed)).state == "applied"
    assert kept(ours, made) == ("request", "", None, "")
    again = {"outcome": "pending", "solved_on": ""}
    assert send(ours.author, ours.town, update("procedure", made, 2, again)).state == "applied"
    assert kept(ours, made)[1] == "decision_after_inquiry"


def test_what_is_closed_as_refused_keeps_the_term_of_its_appeal(ours: Home) -> None:
    told, untold = started(ours), started(ours, "CIT")
    step(ours, told, "decision", "2026-02-10", result="refused")
    for made in (told, untold):
        closed = {"outcome": "refused", "solved_on": "2026-02-10"}
        assert send(ours.author, ours.town, update("procedure", made, 1, closed)).state == "applied"
        assert kept(ours, made) == ("decision", "appeal", date(2026, 2, 25), "client")


def of(ours: Home, procedure: uuid.UUID) -> tuple[str, str, str]:
    with acting_as(ours.author.pk):
        row = Procedure.objects.get(pk=procedure)
    return str(row.initiated_on), row.outcome, str(row.solved_on)


def test_a_step_initiates_its_procedure_wherever_it_is_recorded(ours: Home) -> None:
    made, other = started(ours, initiated_on=""), started(ours, "CIT")
    step(ours, made, "evidence", "2026-01-18")
    assert of(ours, made)[0] == "None"
    step(ours, made, "request", "2026-01-20")
    step(ours, other, "request", "2026-01-20")
    assert of(ours, made) == ("2026-01-20", "pending", "None")
    assert of(ours, other)[0] == "2026-01-15"  # as was said of the procedure
    assert kept(ours, made)[1:3] == ("decision_after_inquiry", date(2026, 3, 23))  # the 21st is a Saturday


def test_who_corrects_the_day_of_the_step_that_initiates_corrects_the_procedure(ours: Home) -> None:
    made, event = started(ours, initiated_on=""), uuid.uuid4()
    said = {"procedure": str(made), "event": "request", "date": "2026-01-20"}
    assert send(ours.author, ours.town, edit("procedure_event", event, said)).state == "applied"
    moved = update("procedure_event", event, 1, {"date": "2026-01-12"})
    assert send(ours.author, ours.town, moved).state == "applied"
    assert of(ours, made)[0] == "2026-01-12"
    stale = update("procedure_event", event, 1, {"date": "2026-01-25"})
    assert send(ours.author, ours.town, stale).state == "conflict"
    assert of(ours, made)[0] == "2026-01-12"


def test_a_step_that_ends_its_procedure_solves_it_on_its_day(ours: Home) -> None:
    made = started(ours)
    assert step(ours, made, "entry", "2026-03-02", outcome="granted").state == "applied"
    assert of(ours, made) == ("2026-01-15", "granted", "2026-03-02")
    assert kept(ours, made) == ("entry", "", None, "")


def test_a_procedure_that_is_closed_without_a_day_is_closed_on_that_of_the_edit(ours: Home) -> None:
    made = started(ours)
    assert (
        send(ours.author, ours.town, update("procedure", made, 1, {"outcome": "granted"})).state == "applied"
    )
    assert of(ours, made)[1:] == ("granted", NOON.date().isoformat())
    again = {"outcome": "pending"}
    assert send(ours.author, ours.town, update("procedure", made, 2, again)).state == "applied"
    assert of(ours, made)[1:] == ("pending", "None")


def test_what_was_granted_before_it_was_recorded_needs_its_day(ours: Home) -> None:
    said = {"person": str(ours.members[0]), "type": "ID", "outcome": "granted"}
    applied = send(ours.author, ours.town, edit("procedure", uuid.uuid4(), said))
    assert applied.state == "needs_correction"
    assert "on which day" in " ".join(reason.message for reason in applied.reasons)


def test_nobody_asks_twice_at_once_for_the_same(ours: Home) -> None:
    first, said = started(ours, "ID"), {"person": str(ours.members[0]), "type": "ID"}

    def more(*others: OfficeEdit, **values: str) -> Applied:
        return send(ours.author, ours.town, edit("procedure", uuid.uuid4(), said | values), *others)

    refused = more()
    assert refused.state == "needs_correction"
    assert "open already, since 2026-01-15" in " ".join(reason.message for reason in refused.reasons)
    assert more(person=str(ours.members[1])).state == "applied"
    assert more(edit("procedure", uuid.uuid4(), said | {"type": "HI"}), type="HI").state == "needs_correction"
    for _ in range(2):  # for each child; against each decision; of each incident
        for kind in ("CHA", "APP", "DISC", "OTHER"):
            assert more(type=kind).state == "applied", kind
    over = update("procedure", first, 1, {"outcome": "refused", "solved_on": "2026-02-10"})
    assert send(ours.author, ours.town, over).state == "applied"
    assert more().state == "applied"
    again = update("procedure", first, 2, {"outcome": "pending"})
    assert send(ours.author, ours.town, again).state == "needs_correction"


def test_the_same_step_told_twice_is_one_record_and_another_day_of_it_a_conflict(ours: Home) -> None:
    made = started(ours)
    step(ours, made, "evidence", "2026-01-20")
    assert step(ours, made, "evidence", "2026-01-20").state == "applied"
    assert step(ours, made, "evidence", "2026-01-22").state == "conflict"
    with acting_as(ours.author.pk):
        assert ProcedureEvent.objects.get().date == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"event": "judgment", "date": "2026-02-01"}, "judgment"),
        ({"event": "evidence", "date": "2026-02-01", "result": "granted"}, "neither grants nor refuses"),
        ({"event": "evidence", "date": "2999-02-01"}, "has not come yet"),
        ({"event": "evidence"}, "date"),
    ],
)
def test_what_cannot_be_a_step_is_refused_with_the_reason(ours: Home, said: dict[str, str], why: str) -> None:
    made = started(ours)
    applied = send(
        ours.author, ours.town, edit("procedure_event", uuid.uuid4(), {"procedure": str(made)} | said)
    )
    assert applied.state == "needs_correction"
    assert why in " ".join(reason.message for reason in applied.reasons)


def test_a_record_of_a_procedure_is_its_mandates_and_its_persons(ours: Home) -> None:
    made = started(ours)
    step(ours, made, "evidence", "2026-01-20")
    hearing = {"procedure": str(made), "date": "2026-12-01", "time": "9:30", "place": "Court"}
    cost = {"procedure": str(made), "date": "2026-02-01", "kind": "fee", "amount": "1200", "currency": "rsd"}
    power = {
        "person": str(ours.members[0]),
        "attorney": "A lawyer",
        "given_on": "2026-01-10",
        "certified": "yes",
    }
    for dataset, said in (("hearing", hearing), ("procedure_cost", cost), ("power_of_attorney", power)):
        applied = send(ours.author, ours.town, edit(dataset, uuid.uuid4(), said))
        assert applied.state == "applied", [reason.message for reason in applied.reasons]
    with acting_as(ours.author.pk):
        rows = [
            ProcedureEvent.objects.get(),
            Hearing.objects.get(),
            Cost.objects.get(),
            PowerOfAttorney.objects.get(attorney="A lawyer"),
        ]
        assert {(row.person_id, row.household_id, row.mandate) for row in rows} == {
            (ours.members[0], ours.id, "legal")
        }
        assert (Hearing.objects.get().time, Cost.objects.get().currency) == ("09:30", "RSD")
        assert PowerOfAttorney.objects.get(attorney="A lawyer").certified


@pytest.mark.parametrize(
    ("dataset", "said", "why"),
    [
        ("hearing", {"date": "2026-03-01", "time": "25:00"}, "no time of day"),
        ("hearing", {"date": "2999-03-01", "state": "held"}, "cannot have been held yet"),
        ("procedure_cost", {"date": "2026-03-01", "kind": "fee", "amount": "1", "currency": "€"}, "currency"),
    ],
)
def test_a_detail_that_cannot_be_is_refused(ours: Home, dataset: str, said: dict[str, str], why: str) -> None:
    made = started(ours)
    applied = send(ours.author, ours.town, edit(dataset, uuid.uuid4(), {"procedure": str(made)} | said))
    assert applied.state == "needs_correction"
    assert why in " ".join(reason.message for reason in applied.reasons)


def test_a_power_does_not_end_before_it_is_given(ours: Home) -> None:
    said = {
        "person": str(ours.members[0]),
        "attorney": "A",
        "given_on": "2026-02-10",
        "revoked_on": "2026-02-01",
    }
    applied = send(ours.author, ours.town, edit("power_of_attorney", uuid.uuid4(), said))
    assert applied.state == "needs_correction"


def test_nobody_moves_a_step_to_another_procedure(ours: Home) -> None:
    one, other, made = started(ours), started(ours, "ID"), uuid.uuid4()
    said = {"procedure": str(one), "event": "evidence", "date": "2026-02-01"}
    assert send(ours.author, ours.town, edit("procedure_event", made, said)).state == "applied"
    moved = send(ours.author, ours.town, update("procedure_event", made, 1, {"procedure": str(other)}))
    assert moved.state == "needs_correction"


def test_an_upgrade_counts_anew_what_is_kept(ours: Home) -> None:
    """What was kept by older rules, or by none, becomes what the rules of today say."""
    made = {kind: started(ours, kind) for kind in ("BIRTH-L", "FSA", "OTHER")}
    made["over"] = started(ours, "CIT", outcome="refused", solved_on="2026-02-10")
    step(ours, made["BIRTH-L"], "decision", "2026-02-10", result="refused")
    step(ours, made["FSA"], "complete", "2026-02-02")
    before = {kind: kept(ours, procedure) for kind, procedure in made.items()}
    with acting_as(ours.author.pk):
        Procedure.objects.update(stage="", rules="", term="", due=None, turn="")
        stand_all_anew(connection.connection, on=date(2026, 11, 22))
    assert {kind: kept(ours, procedure) for kind, procedure in made.items()} == before
