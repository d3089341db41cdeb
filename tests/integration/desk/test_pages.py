"""The desk's pages: who sees what, that reading is on record, and that they do not slow down with rows."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as
from khetane.desk import roster, timeline
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from khetane.history.models import Conflict
from khetane.outreach.models import Task
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import DAY, Home, client_of, home, papers, work
from tests.world_devices import REGISTRATION, device, published, registration

pytestmark = pytest.mark.django_db

LISTS = [
    "people:households",
    "outreach:visits",
    "outreach:tasks",
    "cases:needs",
    "cases:sent_referrals",
    "cases:services",
    "cases:procedures",
    "history:conflicts",
]


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    made = home(here, author)
    work(made)
    papers(made)
    return made


@pytest.fixture
def client(author: Account) -> Client:
    return client_of(author)


def body(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_household_page_shows_members_with_ages_consents_and_open_work(client: Client, ours: Home) -> None:
    shown = body(client, reverse("people:household", args=[ours.id]))
    for text in (
        ours.code, "Ana Izmišljeni", "Beba Izmišljeni", "head of the household", "Blue door", "061 000 000",
        "Text task", "Text need", "Text office", "Text service", "Text procedure", "Joint visit", "referral to an institution",
    ):  # fmt: skip
        assert text in shown


REGISTERED = REGISTRATION | {
    "survey": [*REGISTRATION["survey"], ["integer", "rooms", "How many rooms", "household#rooms", ""]],
    "settings": [
        ["form_id", "form_title", "version", "khetane_mandate", "khetane_title_sr"],
        ["rooms", "Registration with rooms", "1", "coordination", "Упис са собама"],
    ],
}


def test_what_a_form_brought_stands_once_under_its_title_in_the_readers_language(
    client: Client, here: world.Town, author: Account
) -> None:
    """An answer without a field of ours is kept apart by mandate, the record is one all the same."""
    published(author, REGISTERED)
    household = uuid.uuid4()
    xml = registration("HERE-S1", household=household, form="rooms", extra="<rooms>3</rooms>")
    assert receive(device(author, here), Upload(xml)).state == "applied"
    page = reverse("people:household", args=[household])
    happened = body(client, page).partition('id="timeline"')[2]
    assert happened.count("(new)") == 3  # a household and two persons
    assert "Registration with rooms" in happened
    assert str(author) in happened
    serbian = (
        client.get(page, headers={"Accept-Language": "sr"}).content.decode().partition('id="timeline"')[2]
    )
    assert "Упис са собама" in serbian
    assert re.search(
        r"recorded in the field 4 May 2026\s*<", happened
    )  # a form asks for a day, not for the hour
    assert "Registration with rooms" not in serbian
    edits = update("household", household, 1, {"rooms": "4", "phone": "061"})
    assert send(author, here, edits, mandate="coordination").state == "applied"
    assert "How many rooms" in body(client, page).partition('id="timeline"')[2]


def test_a_conflict_names_forms_by_their_title_in_the_readers_language(
    client: Client, here: world.Town, author: Account
) -> None:
    published(author, REGISTERED)
    household = uuid.uuid4()
    first = registration("HERE-S1", household=household, form="rooms", instance="uuid:first")
    receive(device(author, here), Upload(first))
    send(author, here, update("household", household, 1, {"address": "Elsewhere"}))
    meta = "<deprecatedID>uuid:first</deprecatedID>"
    again = registration("HERE-S1", household=household, form="rooms", address="Ulica 6", meta=meta)
    assert receive(device(author, here), Upload(again)).state == "conflict"
    with acting_as(author.pk):
        conflict = Conflict.objects.get()
    page = client.get(reverse("history:conflict", args=[conflict.pk]), headers={"Accept-Language": "sr"})
    assert "Упис са собама" in page.content.decode()
    plain = client.get(reverse("history:conflict", args=[conflict.pk])).content.decode()
    assert "Said again by you" in plain
    assert "someone else" not in plain


def test_who_may_not_decide_a_conflict_is_refused(
    client: Client, here: world.Town, author: Account, ours: Home
) -> None:
    for address in ("First street 1", "Second street 2"):
        assert send(author, here, update("household", ours.id, 1, {"address": address}))
    with acting_as(author.pk):
        conflict = Conflict.objects.prefetch_related("sides").get()
    page, choice = reverse("history:conflict", args=[conflict.pk]), {"side": conflict.sides.all()[0].pk}
    mediator = client_of(world.account("health_mediator", here.unit))
    assert mediator.get(page).status_code == 200
    assert mediator.post(page, choice).status_code == 403
    assert client.post(page, choice).status_code == 302


def test_a_visit_says_who_took_part(client: Client, ours: Home) -> None:
    happened = body(client, reverse("people:household", args=[ours.id])).partition('id="timeline"')[2]
    assert re.search(r"1 March 2026</time>\s+·\s+coordinator for Roma issues", happened), happened


def test_a_task_of_today_says_whose_it_is(client: Client, ours: Home, author: Account) -> None:
    with acting_as(author.pk):
        Task.objects.update(person=None)
        Task.objects.create(
            unit=ours.town.unit, household_id=ours.id, mandate="coordination", title="Call", due=DAY
        )
    due = body(client, reverse("home")).partition("Tasks due")[2].partition("</ul>")[0]
    assert due.count("Ana Izmišljeni") == 2


def test_notes_and_casework_of_another_mandate_are_simply_absent(ours: Home, here: world.Town) -> None:
    mediator = client_of(world.account("health_mediator", here.unit))
    work(ours, mandate="health", text="Medical")
    shown = body(mediator, reverse("people:household", args=[ours.id]))
    assert "Medical need" in shown
    assert "Text need" not in shown
    assert "Text service" not in shown


def test_a_person_page_shows_documents_status_and_history(client: Client, ours: Home) -> None:
    shown = body(client, reverse("people:person", args=[ours.members[0]]))
    for text in (
        "Ana Izmišljeni",
        "1 May 1980",
        "citizenship",
        "in procedure",
        "returnee",
        "Version 1",
        "Roma",
    ):
        assert text in shown


def test_history_names_households_by_their_code(client: Client, ours: Home) -> None:
    history = body(client, reverse("people:person", args=[ours.members[0]])).partition("Field by field")[2]
    assert ours.code in history
    assert str(ours.id) not in history


def test_what_a_person_said_of_her_ethnicity_needs_its_own_permission(ours: Home, here: world.Town) -> None:
    mediator = client_of(world.account("health_mediator", here.unit))
    shown = body(mediator, reverse("people:person", args=[ours.members[0]]))
    assert "Ana Izmišljeni" in shown
    assert "Says of her- or himself" not in shown
    assert "<dd>Roma" not in shown


@pytest.mark.parametrize("route", ["people:household", "people:person", "people:card", "people:all_members"])
def test_unknown_and_forbidden_look_the_same(route: str, ours: Home) -> None:
    stranger = client_of(world.account("unit_coordinator", world.town("THERE").unit))
    known = ours.members[0] if route == "people:person" else ours.id
    forbidden = body(stranger, reverse(route, args=[known]), 404)
    unknown_id = uuid.uuid4()
    unknown = body(stranger, reverse(route, args=[unknown_id]), 404)
    assert plain(forbidden, known) == plain(unknown, unknown_id)


def plain(page: str, record: uuid.UUID) -> str:
    """A page without what differs from one request to the next: the id asked for, the form's token."""
    return re.sub(r'(content|value)="\w{64}"', "", page.replace(str(record), ""))


@pytest.mark.parametrize("route", LISTS)
def test_a_list_shows_one_units_rows_to_its_members_only(route: str, client: Client, ours: Home) -> None:
    stranger = client_of(world.account("unit_coordinator", world.town("THERE").unit))
    code = ours.code
    shown = body(client, reverse(route))
    assert (code in shown) is (route not in ("outreach:visits", "history:conflicts"))
    assert code not in body(stranger, reverse(route))


@pytest.mark.parametrize(
    "role", ["municipal_officer", "administrator", "data_protection_officer", "national_analyst"]
)
@pytest.mark.parametrize("route", [*LISTS, "people:search"])
def test_roles_without_persons_are_refused(role: str, route: str, here: world.Town) -> None:
    body(client_of(world.account(role, here.municipality)), reverse(route), 403)


@pytest.mark.parametrize(
    ("route", "kind"),
    [("people:households", "household"), ("outreach:tasks", "task"), ("cases:needs", "need")],
)
def test_reading_a_list_is_on_record(
    route: str, kind: str, client: Client, ours: Home, author: Account
) -> None:
    body(client, reverse(route))
    with acting_as(author.pk):
        event = AuditEvent.objects.filter(action="read").latest("id")
    assert (event.kind, event.account, event.unit) == (kind, author.pk, ours.town.unit.pk)
    assert len(event.subjects) == 1


def test_opening_a_household_is_on_record_with_its_members(
    client: Client, ours: Home, author: Account
) -> None:
    body(client, reverse("people:household", args=[ours.id]))
    with acting_as(author.pk):
        event = AuditEvent.objects.filter(action="read", kind="household").latest("id")
    assert set(event.subjects) == {ours.id, *ours.members}


def test_typing_on_records_each_person_shown_once(client: Client, ours: Home, author: Account) -> None:
    for text in ("izmi", "izmisl", "izmisljeni", "izmisljeni a", "izmisljeni ana"):
        shown = client.get(reverse("people:search"), {"q": text}, headers={"HX-Request": "true"})
        assert "Izmišljeni" in shown.content.decode()
    with acting_as(author.pk):
        events = list(AuditEvent.objects.filter(action="searched").values_list("subjects", flat=True))
    assert sorted(one for ids in events for one in ids) == sorted(ours.members)
    assert len(events) == 1


MORE: dict[str, Callable[[Home], object]] = {
    **{route: lambda of: work(of, copies=12) for route in LISTS},
    "people:households": lambda of: [home(of.town, of.author) for _ in range(8)],
}


@pytest.mark.parametrize("route", LISTS)
def test_a_list_takes_as_many_queries_for_many_rows(route: str, client: Client, ours: Home) -> None:
    body(client, reverse(route))  # what is read once per process
    few = queries(client, reverse(route))
    MORE[route](ours)
    assert queries(client, reverse(route)) == few


def test_a_household_page_takes_as_many_queries_for_a_full_house(client: Client, ours: Home) -> None:
    full = home(ours.town, ours.author, names=tuple(f"Osoba{number}" for number in range(12)))
    work(full, copies=12)
    papers(full)
    small, big = (reverse("people:household", args=[one.id]) for one in (ours, full))
    body(client, small)
    assert queries(client, big) == queries(client, small)


def test_a_household_of_many_goes_by_pages_of_one_size(
    client: Client, here: world.Town, author: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "PAGE", 5)
    monkeypatch.setattr(timeline, "MOST", 4)
    full = home(here, author, names=tuple(f"Osoba{number:02}" for number in range(13)))
    url = reverse("people:household", args=[full.id])
    pages = [body(client, f"{url}?members={number}") for number in (1, 2, 3)]
    assert [len(re.findall(r'"row"><a href="/people/persons/', page)) for page in pages] == [5, 5, 3]
    named = [
        name for page in pages for name in re.findall(r"Osoba\d\d Izmi", page.partition("What happened")[0])
    ]
    assert len(named) == len(set(named)) == 13
    assert named[0].startswith("Osoba00")  # the head
    assert "?members=2#members" in pages[0]
    assert "All 13 members on one page" in pages[0]
    assert "Split the household" in pages[2]
    happened = pages[0].partition("What happened")[2]
    assert happened.count("Osoba") == 4 - 1  # the household itself is the first that is named
    assert "and 10 more records" in happened
    for number in ("nonsense", "0", "99"):
        assert "Osoba" in body(client, f"{url}?members={number}")
    with acting_as(author.pk):
        event = AuditEvent.objects.filter(action="read", kind="household").latest("id")
    assert len(event.subjects) == 1 + 3 + 1  # the household, its last page, its head


def test_all_members_are_on_one_page_for_paper_in_pieces_and_on_record(
    client: Client, here: world.Town, author: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "PIECE", 4)
    full = home(here, author, names=tuple(f"Osoba{number:02}" for number in range(10)))
    answer = client.get(reverse("people:all_members", args=[full.id]), headers={"accept-language": "sr"})
    with acting_as(author.pk):
        event = AuditEvent.objects.filter(action="read", kind="household").latest("id")
    assert set(event.subjects) == {full.id, *full.members}
    pieces = [piece.decode() for piece in answer.streaming_content]  # type: ignore[attr-defined]  # it is streamed
    assert len(pieces) == 2 + 3
    assert [len(re.findall(r"Osoba\d\d", piece)) for piece in pieces] == [0, 4, 4, 2, 0]
    assert "носилац" in pieces[1] or "глава" in pieces[1]
    assert pieces[-1].rstrip().endswith("</html>")
    stranger = client_of(world.account("unit_coordinator", world.town("THERE").unit))
    assert stranger.get(reverse("people:all_members", args=[full.id])).status_code == 404


def test_pages_of_a_list_follow_each_other_without_gap_or_repetition(
    client: Client, here: world.Town, author: Account
) -> None:
    codes = {home(here, author, names=("Ana",)).code for _ in range(60)}
    url, seen = reverse("people:households") + "?sort=code", []
    first = body(client, url)
    after = first.partition("after=")[2].partition('"')[0]
    for page in (first, body(client, f"{url}&after={after}")):
        seen += [code for code in codes if code in page]
    assert sorted(seen) == sorted(codes)


def test_today_says_whose_household_a_task_is_and_that_its_name_was_read(
    here: world.Town, author: Account, client: Client
) -> None:
    task, home = uuid.uuid4(), uuid.uuid4()
    send(
        author,
        here,
        edit("household", home, {"place": "HERE-S1"}),
        edit("person", uuid.uuid4(), {"household": str(home), "given_name": "Vukosava", "role": "head"}),
        edit("task", task, {"household": str(home), "title": "Bring the form", "mandate": "coordination"}),
    )
    text = body(client, reverse("home"))
    assert text.index("Bring the form") < text.index("Vukosava")
    with acting_as(author.pk):
        assert AuditEvent.objects.filter(action="read", kind="household", subjects__contains=[home]).exists()


def test_what_happened_tells_a_conflict_and_who_decided_which_value_stands(
    client: Client, here: world.Town, author: Account, ours: Home
) -> None:
    other = world.account("unit_coordinator", here.unit)
    for who, address in ((author, "First street 1"), (other, "Second street 2")):
        assert send(who, here, update("household", ours.id, 1, {"address": address}))
    page = reverse("people:household", args=[ours.id])
    happened = body(client, page).partition('id="timeline"')[2]
    assert "This met another value that stood already, a conflict over: settlement, address." in happened
    assert "stays until somebody decides" in happened
    assert "nothing became different" not in happened
    with acting_as(author.pk):
        conflict = Conflict.objects.prefetch_related("sides").get()
        standing = next(side.pk for side in conflict.sides.all() if side.standing)
    assert client.post(reverse("history:conflict", args=[conflict.pk]), {"side": standing}).status_code == 302
    happened = body(client, page).partition('id="timeline"')[2]
    assert f"{author} decided the conflict over: settlement, address." in happened
    assert f"a conflict over: settlement, address. {author} decided it on" in happened
    assert happened.count('address <strong translate="no">First street 1</strong>') == 2
    assert "until somebody decides" not in happened
    assert "nothing became different" not in happened


def test_a_persons_history_tells_the_conflict_too(client: Client, here: world.Town, ours: Home) -> None:
    other = world.account("unit_coordinator", here.unit)
    for name in ("Anica", "Anka"):
        assert send(other, here, update("person", ours.members[0], 1, {"given_name": name}))
    with acting_as(other.pk):
        conflict = Conflict.objects.prefetch_related("sides").get()
        taken = next(side.pk for side in conflict.sides.all() if not side.standing)
    assert client.post(reverse("history:conflict", args=[conflict.pk]), {"side": taken}).status_code == 302
    page = body(client, reverse("people:person", args=[ours.members[0]]))
    versions = page.partition("Field by field")[2]
    assert versions.count("decided the conflict over") == 1
    assert versions.count("This met another value") == 1
    assert '<strong translate="no">Anka</strong>' in versions


def test_what_i_said_myself_is_not_someone_else_s(
    client: Client, here: world.Town, author: Account, ours: Home
) -> None:
    other = world.account("unit_coordinator", here.unit)
    for who, address in ((other, "First street 1"), (author, "Second street 2")):
        assert send(who, here, update("household", ours.id, 1, {"address": address}))
    with acting_as(author.pk):
        page = reverse("history:conflict", args=[Conflict.objects.get().pk])
    assert "Said by you" in body(client, page)
    assert "Said by someone else" not in body(client, page)
    assert "Said by someone else" in client_of(other).get(page).content.decode()


def test_what_became_no_different_is_counted_not_listed(
    client: Client, here: world.Town, author: Account, ours: Home
) -> None:
    again = update("household", ours.id, 1, {"address": "Blue door"})
    two = [
        update("person", member, 1, {"given_name": name})
        for member, name in zip(ours.members, ("Ana", "Beba"), strict=False)
    ]
    send(author, here, again, *two)
    happened = body(client, reverse("people:household", args=[ours.id])).partition('id="timeline"')[2]
    assert "records as they were: nothing became different" in happened


def test_a_calculation_that_says_an_answer_again_is_called_by_its_question(
    client: Client, here: world.Town, author: Account, ours: Home
) -> None:
    sheets = {
        "survey": [
            ["type", "name", "label", "save_to", "calculation", "choice_filter"],
            ["select_one_from_file household.csv", "home", "Whose", "", "", ""],
            ["integer", "area", "Floor area", "", "", ""],
            ["calculate", "area_answered", "", "household#dwelling_area", "${area}", ""],
            ["calculate", "doubled", "", "household#twice", "${area} * 2", ""],
        ],
        "settings": [["form_id", "form_title", "version"], ["area", "Area", "1"]],
        "entities": [["list_name", "entity_id", "label"], ["household", "${home}", ""]],
    }
    published(author, sheets)
    send(
        author,
        here,
        update("household", ours.id, 1, {"dwelling_area": "40", "twice": "80"}),
        mandate="coordination",
    )
    happened = body(client, reverse("people:household", args=[ours.id])).partition('id="timeline"')[2]
    assert "Floor area" in happened
    assert "dwelling area" not in happened
    assert "twice" in happened  # what is computed was asked by nobody


def test_a_persons_page_tells_what_her_household_agreed_to(
    client: Client, here: world.Town, author: Account, ours: Home
) -> None:
    page = reverse("people:person", args=[ours.members[0]])
    consent = {
        "household": str(ours.id), "purpose": "referral", "recipients": "health", "notice_version": "1",
        "given_by": "self", "given_on": DAY.isoformat(), "evidence": "signed",
    }  # fmt: skip
    assert send(author, here, edit("consent", uuid.uuid4(), consent)).state == "applied"
    shown = body(client, page).partition("Consents in force")[2]
    assert "the whole household" in shown


def test_a_decided_conflict_tells_by_whom(
    client: Client, here: world.Town, author: Account, ours: Home
) -> None:
    for address in ("First street 1", "Second street 2"):
        send(author, here, update("household", ours.id, 1, {"address": address}))
    with acting_as(author.pk):
        conflict = Conflict.objects.prefetch_related("sides").get()
    page = reverse("history:conflict", args=[conflict.pk])
    client.post(page, {"side": conflict.sides.all()[0].pk})
    decided = body(client, page)
    assert ours.code in decided.partition("<h1")[2].partition("</h1>")[0]
    assert str(author) in decided.partition("Decided")[2].partition("k-compare")[0]
