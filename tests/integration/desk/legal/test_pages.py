"""The screens of legal procedures: started, taken step by step, closed; the board, the chain, the calendar."""

from __future__ import annotations

import datetime
import uuid
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account, AuditEvent
from khetane.cases.models import Cost, Hearing, PowerOfAttorney, Procedure, ProcedureEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.history.models import Conflict
from khetane.people.models import Document
from tests import world
from tests.edits import edit, send
from tests.integration.desk.cases.test_reminders import address, summaries
from tests.integration.desk.scene import Home, client_of, home
from tests.integration.desk.test_constant_queries import grows
from tests.integration.desk.test_editing import filled, post

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()


@pytest.fixture
def lawyer(here: world.Town) -> Account:
    return world.account("legal_aid_lawyer", here.unit)


@pytest.fixture
def ours(here: world.Town, lawyer: Account) -> Home:
    return home(here, lawyer)


@pytest.fixture
def client(lawyer: Account) -> Client:
    return client_of(lawyer)


def started(of: Home, kind: str = "BIRTH-L", on: str = "2026-01-15", **values: str) -> UUID:
    made = uuid.uuid4()
    said = {"person": str(of.members[0]), "type": kind, "initiated_on": on} | values
    assert send(of.author, of.town, edit("procedure", made, said)).state == "applied"
    return made


def recorded(of: Home, procedure: UUID, event: str, day: str, **more: str) -> None:
    said = {"procedure": str(procedure), "event": event, "date": day} | more
    assert send(of.author, of.town, edit("procedure_event", uuid.uuid4(), said)).state == "applied"


def page(client: Client, route: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(f"cases:{route}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def step_url(procedure: UUID, event: str) -> str:
    return reverse("cases:procedure_step", args=[procedure, event])


def test_a_procedure_is_started_on_the_page_of_a_person(client: Client, ours: Home) -> None:
    url = reverse("cases:start_procedure", args=[ours.members[0]]) + "?type=BIRTH-L"
    assert "Documents of the parents" in client.get(url).content.decode()
    there = post(client, url, filled(client, url) | {"initiated_on": "2026-01-15", "reference": "X 7/26"})
    with acting_as(ours.author.pk):
        made = Procedure.objects.get()
    assert there == reverse("cases:procedure", args=[made.pk])
    assert (made.type, made.mandate, made.person_id, made.due) == (
        "BIRTH-L", "legal", ours.members[0], datetime.date(2026, 3, 16),
    )  # fmt: skip
    shown = client.get(there).content.decode()
    for told in ("X 7/26", "Silent since 16 March 2026", "Start the appeal", "from memory", "RS-2009"):
        assert told in shown


def test_what_a_term_rests_on_and_how_sure_that_is_stands_beside_it(client: Client, ours: Home) -> None:
    today = TODAY.isoformat()
    shown = page(client, "procedure", started(ours, "ID", today))
    assert "Why:" in shown
    assert "Law on the identity card: card within 15 days" in shown
    assert "to be verified by a lawyer" in shown


@pytest.mark.parametrize(
    ("language", "law"),
    [("sr", "Закон о личној карти"), ("sr-latn", "Zakon o ličnoj karti"), ("mk", "Закон за личната карта")],
)
def test_the_law_is_named_in_the_readers_language(
    client: Client, ours: Home, language: str, law: str
) -> None:
    made = started(ours, "ID", TODAY.isoformat())
    answer = client.get(reverse("cases:procedure", args=[made]), headers={"accept-language": language})
    shown = answer.content.decode()
    assert shown.count(law) >= 4  # why, its source, the legal basis, its source
    assert "Law on" not in shown


def test_a_step_that_grants_closes_the_procedure_and_gives_the_document(client: Client, ours: Home) -> None:
    made = started(ours)
    url = step_url(made, "entry")
    values = filled(client, url)
    post(client, url, values | {"date": "2026-03-02", "outcome": "granted", "has_document": "on"})
    with acting_as(ours.author.pk):
        row, document = Procedure.objects.get(), Document.objects.get()
    assert (row.outcome, str(row.solved_on), row.due, row.turn) == ("granted", "2026-03-02", None, "")
    assert (document.kind, document.state) == ("birth_registration", "has")
    post(client, url, values | {"date": "2026-03-02", "outcome": "granted", "has_document": "on"})
    with acting_as(ours.author.pk):
        assert ProcedureEvent.objects.count() == 1


def test_a_card_granted_anew_no_longer_ends_on_the_day_of_the_former_one(client: Client, ours: Home) -> None:
    with acting_as(ours.author.pk):
        former = Document.objects.create(
            unit=ours.town.unit,
            household_id=ours.id,
            person_id=ours.members[0],
            kind="id_card",
            state="has",
            valid_until=datetime.date(2025, 7, 1),
        )
    url = step_url(started(ours, "ID", "2026-01-15"), "issued")
    post(
        client, url, filled(client, url) | {"date": "2026-03-02", "outcome": "granted", "has_document": "on"}
    )
    with acting_as(ours.author.pk):
        former.refresh_from_db()
    assert (former.state, former.valid_until) == ("has", None)


def test_the_step_that_initiates_dates_the_procedure(client: Client, ours: Home) -> None:
    made = started(ours, on="")
    url = step_url(made, "request")
    post(client, url, filled(client, url) | {"date": "2026-02-03"})
    with acting_as(ours.author.pk):
        assert str(Procedure.objects.get().initiated_on) == "2026-02-03"


def test_who_corrects_the_day_of_that_step_dates_it_anew(client: Client, ours: Home) -> None:
    url = step_url(started(ours, on=""), "request")
    for day in ("2026-02-03", "2026-02-05"):
        post(client, url, filled(client, url) | {"date": day})
        with acting_as(ours.author.pk):
            assert str(Procedure.objects.get().initiated_on) == day


def test_two_officers_who_correct_the_same_step_meet_in_a_conflict(client: Client, ours: Home) -> None:
    made = started(ours)
    recorded(ours, made, "evidence", "2026-01-20")
    url = step_url(made, "evidence")
    mine, hers = filled(client, url), filled(client, url)
    post(client, url, mine | {"date": "2026-01-21"})
    there = post(client, url, hers | {"date": "2026-01-22"})
    with acting_as(ours.author.pk):
        assert there == reverse("history:conflict", args=[Conflict.objects.get().pk])
        assert ProcedureEvent.objects.get().date == datetime.date(2026, 1, 21)


def test_a_step_that_the_rules_do_not_know_is_not_there(client: Client, ours: Home) -> None:
    assert client.get(step_url(started(ours), "judgment")).status_code == 404


def test_a_procedure_without_rules_is_recorded_and_says_that_no_term_is_known(
    client: Client, ours: Home
) -> None:
    shown = page(client, "procedure", started(ours, "OTHER"))
    assert "No term of the law is known" in shown


def test_a_lawyer_must_act_before_a_court_until_she_has_the_power(client: Client, ours: Home) -> None:
    made = started(ours, "BIRTH-J")
    assert "A lawyer must act here" in page(client, "procedure", made)
    url = reverse("cases:add_power", args=[made])
    post(client, url, filled(client, url) | {"attorney": "Lawyer L", "certified": "yes"})
    shown = page(client, "procedure", made)
    assert "A lawyer must act here" not in shown
    assert "Lawyer L" in shown
    with acting_as(ours.author.pk):
        power = PowerOfAttorney.objects.get(attorney="Lawyer L")
        assert power.lawyer == ours.author.pk


def test_who_may_only_receive_documents_does_not_act_before_a_court(client: Client, ours: Home) -> None:
    made = started(ours, "BIRTH-J")
    url = reverse("cases:add_power", args=[made])
    post(
        client,
        url,
        filled(client, url) | {"attorney": "Organisation O", "kind": "receive", "certified": "no"},
    )
    shown = page(client, "procedure", made)
    assert "Organisation O" in shown
    assert "A lawyer must act here" in shown


def test_a_law_that_is_published_and_not_counted_with_is_told(client: Client, ours: Home) -> None:
    told = "Sl. glasnik RS 109/2025"
    assert told in page(client, "procedure", started(ours, "BIRTH-L"))
    assert told not in page(client, "procedure", started(ours, "ID"))


def test_a_whole_household_complains_of_segregation(client: Client, ours: Home) -> None:
    """A class or a settlement that is kept apart is not one person's case."""
    url = reverse("cases:start_for_household", args=[ours.id])
    assert url in client.get(reverse("people:household", args=[ours.id])).content.decode()
    asked = client.get(url).content.decode()
    assert 'value="DISC"' in asked
    assert 'value="ID"' not in asked
    there = post(client, url, filled(client, url) | {"type": "DISC", "initiated_on": "2026-01-15"})
    with acting_as(ours.author.pk):
        made = Procedure.objects.get()
    assert (made.type, made.person_id, made.household_id, made.mandate) == ("DISC", None, ours.id, "legal")
    assert "No term of the law is known" in client.get(there).content.decode()
    assert reverse("cases:procedure", args=[made.pk]) in page(client, "procedures")
    mediator = client_of(world.account("unit_coordinator", world.town("THERE").unit))
    assert mediator.get(url).status_code == 404


def test_a_power_that_is_taken_back_closes_the_file_to_her(client: Client, ours: Home) -> None:
    made = started(ours, "BIRTH-J")
    url = reverse("cases:add_power", args=[made])
    post(client, url, filled(client, url) | {"certified": "no"})
    with acting_as(ours.author.pk):
        power = PowerOfAttorney.objects.get(person=ours.members[0])
    url = reverse("cases:edit_power", args=[power.pk])
    after = client.post(url, filled(client, url) | {"revoked_on": TODAY.isoformat()}, follow=True)
    assert after.redirect_chain == [(reverse("cases:procedures"), 302)]
    assert "is closed to you" in after.content.decode()
    assert client.get(reverse("cases:procedure", args=[made])).status_code == 404


def test_who_does_not_conduct_a_procedure_takes_it_over(client: Client, ours: Home) -> None:
    made = started(ours, "BIRTH-L", lawyer="", person=str(ours.members[-1]))
    assert "Take over" in page(client, "procedure", made)
    url = reverse("cases:take_over", args=[made])
    post(client, url, filled(client, url))
    with acting_as(ours.author.pk):
        assert Procedure.objects.get(pk=made).lawyer == ours.author.pk
    assert "Take over" not in page(client, "procedure", made)


def test_hearings_and_costs_are_recorded_and_changed(client: Client, ours: Home) -> None:
    made = started(ours, "BIRTH-J")
    url = reverse("cases:add_hearing", args=[made])
    soon = (TODAY + datetime.timedelta(days=9)).isoformat()
    post(client, url, filled(client, url) | {"date": soon, "time": "09:30", "place": "Basic court, room 4"})
    assert "Basic court, room 4" in page(client, "hearings")
    with acting_as(ours.author.pk):
        hearing = Hearing.objects.get()
    url = reverse("cases:edit_hearing", args=[hearing.pk])
    post(
        client, url, filled(client, url) | {"date": "2026-02-02", "state": "held", "note": "Witnesses heard"}
    )
    assert "Basic court" not in page(client, "hearings")
    assert "Basic court" in page(client, "hearings", query="?past=1")
    url = reverse("cases:add_cost", args=[made])
    for amount in ("1200", "300.50"):
        post(client, url, filled(client, url) | {"kind": "expert", "amount": amount, "date": "2026-02-02"})
    assert "1,500.5 RSD" in page(client, "procedure", made)
    with acting_as(ours.author.pk):
        cost = Cost.objects.order_by("amount").first()
    assert cost is not None
    url = reverse("cases:edit_cost", args=[cost.pk])
    post(client, url, filled(client, url) | {"amount": "0.50"})
    assert "1,200.5 RSD" in page(client, "procedure", made)


def test_the_board_shows_each_procedure_in_its_state(client: Client, ours: Home) -> None:
    old = started(ours, "BIRTH-L", "2025-01-15")
    missed = started(ours, "CIT", "2025-01-15")
    recorded(ours, missed, "decision", "2025-02-10", result="refused")
    soon = started(ours, "ID", TODAY.isoformat())
    idle = started(ours, "HI", "2025-01-15")
    closed = started(ours, "JMBG", "2025-01-15", outcome="granted", solved_on=TODAY.isoformat())
    states = {"silent": old, "missed": missed, "no_term": idle, "closed": closed}
    for state, expected in states.items():
        shown = page(client, "procedures", query=f"?state={state}")
        there = {one for one in (old, missed, soon, idle, closed) if str(one) in shown}
        assert there == {expected}, state
    everything = page(client, "procedures")
    assert [str(one) in everything for one in (old, missed, soon, idle, closed)] == [True] * 4 + [False]
    assert everything.index(str(old)) < everything.index(str(soon)) < everything.index(str(idle))
    assert "1 initiated, 1 solved" in everything
    with acting_as_system():
        assert AuditEvent.objects.filter(account=ours.author.pk, kind="procedure", action="read").exists()


def test_the_chain_names_the_next_possible_step(client: Client, ours: Home) -> None:
    person = ours.members[0]

    def chain() -> str:
        whole = client.get(reverse("people:person", args=[person])).content.decode()
        return whole.partition("The way to documents and rights")[2].partition("</section>")[0]

    assert "ask: not known" in chain()
    for kind in ("birth_registration", "citizenship", "personal_number", "residence", "id_card"):
        said = {"person": str(person), "kind": kind, "state": "never_had"}
        assert send(ours.author, ours.town, edit("document", uuid.uuid4(), said)).state == "applied"
    first = chain()
    assert "Start: Late birth registration" in " ".join(first.split())
    assert "Start: Citizenship" not in " ".join(first.split())
    made = started(ours)
    assert reverse("cases:procedure", args=[made]) in chain()
    url = step_url(made, "entry")
    post(
        client, url, filled(client, url) | {"date": "2026-03-02", "outcome": "granted", "has_document": "on"}
    )
    assert "Start: Citizenship" in " ".join(chain().split())


def test_questions_stay_few_however_many_procedures(client: Client, ours: Home) -> None:
    made = started(ours)

    def more() -> None:
        for day in range(1, 8):
            other = started(ours, "OTHER", f"2026-01-0{day}")
            recorded(ours, other, "entry", "2026-02-01")
        for event in ("evidence", "witnesses", "checks", "decision"):
            recorded(ours, made, event, "2026-02-01")
        for day in range(1, 6):
            said = {"procedure": str(made), "date": f"2026-12-0{day}"}
            assert send(ours.author, ours.town, edit("hearing", uuid.uuid4(), said)).state == "applied"

    for route, args in (("procedures", []), ("procedure", [made]), ("hearings", [])):
        few, many = grows(
            client, reverse(f"cases:{route}", args=args), more if route == "procedures" else lambda: None
        )
        assert few == many, route
    few, many = grows(client, reverse("people:person", args=[ours.members[0]]), lambda: started(ours, "CHA"))
    assert few == many


def test_who_reads_other_mandates_sees_no_procedure_and_writes_none(ours: Home, here: world.Town) -> None:
    made = started(ours)
    for role, town in (("health_mediator", here), ("legal_aid_lawyer", world.town("THERE"))):
        stranger = client_of(world.account(role, town.unit))
        for url in (
            reverse("cases:procedure", args=[made]),
            reverse("cases:change_procedure", args=[made]),
            step_url(made, "decision"),
            reverse("cases:add_hearing", args=[made]),
        ):
            assert stranger.get(url).status_code == 404, (role, url)
            assert stranger.post(url, {"date": "2026-02-02"}).status_code == 404
        assert str(made) not in stranger.get(reverse("cases:procedures")).content.decode()


def test_no_appeal_is_offered_while_the_body_may_still_be_in_time(client: Client, ours: Home) -> None:
    """After 30 days without a decision a separate inquiry may go on, for which it has 60."""
    made = started(ours, on=(TODAY - datetime.timedelta(days=45)).isoformat())
    shown = page(client, "procedure", made)
    assert "a longer term may hold" in shown
    for early in ("Silent since", "Start the appeal", "The administration is silent"):
        assert early not in shown, early
    assert str(made) not in page(client, "procedures", query="?state=silent")


def test_what_was_refused_and_closed_waits_for_its_appeal_until_the_last_day(
    client: Client, ours: Home
) -> None:
    made, over = started(ours, on="2026-01-15"), started(ours, "CIT", on="2025-01-15")
    url = step_url(made, "decision")
    yesterday = TODAY - datetime.timedelta(days=1)
    said = {"date": yesterday.isoformat(), "result": "refused", "outcome": "refused"}
    post(client, url, filled(client, url) | said)
    url = step_url(over, "decision")
    post(client, url, filled(client, url) | said | {"date": "2025-02-10"})
    shown = page(client, "procedure", made)
    assert "Start the appeal" in shown
    assert "we may still act" in shown
    assert "appeal within 15 days of receiving the decision" in shown
    assert "we may still act" not in page(client, "procedure", over)
    for query in ("", "?state=open"):
        board = page(client, "procedures", query=query)
        assert str(made) in board
        assert "Appeal, where the request was refused" in board
        assert str(over) not in board
    is_soon = due_of(ours, made) <= TODAY + datetime.timedelta(days=14)  # a last day that is not worked moves
    assert (str(made) in page(client, "procedures", query="?state=soon")) == is_soon
    assert "A term ends" in summaries(address(client))
    assert {one for one in (made, over) if str(one) in page(client, "procedures", query="?state=closed")} == {
        made,
        over,
    }


def due_of(of: Home, procedure: UUID) -> datetime.date:
    with acting_as(of.author.pk):
        due = Procedure.objects.get(pk=procedure).due
    assert due is not None
    return due


def test_after_an_appeal_the_second_instance_is_waited_for(client: Client, ours: Home) -> None:
    made = started(ours, on="2025-01-15")
    recorded(ours, made, "decision", "2025-02-10", result="refused")
    recorded(ours, made, "appeal", "2025-02-20")
    shown = page(client, "procedure", made)
    assert "Silent since 22 April 2025" in shown  # 21 April is Easter Monday
    assert "a lawsuit may be brought" in shown
    assert "Start the appeal" not in shown
    assert str(made) in page(client, "procedures", query="?state=silent")


def test_the_first_page_and_the_calendar_tell_that_a_term_ends_and_a_hearing_comes(
    client: Client, ours: Home
) -> None:
    made = started(ours, "ID", TODAY.isoformat())
    soon = TODAY + datetime.timedelta(days=5)
    said = {"procedure": str(made), "date": soon.isoformat(), "place": "Court of Bor"}
    assert send(ours.author, ours.town, edit("hearing", uuid.uuid4(), said)).state == "applied"
    started(ours, "BIRTH-L", "2026-01-15")
    first = " ".join(client.get(reverse("home")).content.decode().split())
    assert "hearing within two weeks" in first
    assert "procedures passed or near" in first or "procedure passed or near" in first
    told = summaries(address(client))
    assert told.count("A hearing") == 1
    assert "A term ends" in told
    mediator = client_of(world.account("health_mediator", ours.town.unit))
    assert "hearing within two weeks" not in mediator.get(reverse("home")).content.decode()
