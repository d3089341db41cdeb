"""No page and no answer tells what its reader may not see, and no form writes over it: every address is asked."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from khetane.access.models import Account, Role
from khetane.cases.models import Need, Procedure, Referral, Service
from khetane.core.sensitivity import Sensitivity
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.models import Submission
from khetane.history.models import Conflict
from khetane.outreach.models import Task, Visit
from khetane.people.models import Consent, Document, Household, Membership, Person, PersonStatus
from tests import world
from tests.edits import send, update
from tests.integration.desk.scene import Home, client_of, home, papers, work
from tests.integration.grievances.scene import told as complained

pytestmark = pytest.mark.django_db
MODELS = (
    Household, Person, Membership, Document, PersonStatus, Consent, Task, Need, Referral, Service, Procedure,
)  # fmt: skip
# All that a coordinator may, but to read content: whatever is declared special is hidden from her.
PERMISSIONS = [
    "identity.read", "registry.write", "submission.read", "submission.send", "submission.review", "conflict.decide",
    "household.hand_over", "records.export", "form.read", "settlement.read", "audit.read", "subject.request",
]  # fmt: skip
NAMES, FAMILY, STREET, PHONE, BORN = ("Zzoyka", "Qwibba"), "Izmišljeni", "Blue door", "061 000 000", "1980"
# What ends the session or belongs to devices; nothing of persons is shown there.
ELSEWHERE = re.compile(r"^(account/|key/|language/|static/)|\(\?P")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.fixture
def family(here: world.Town, author: Account) -> Home:
    """A household with members, papers, work and a conflict over its phone."""
    made = home(here, author, names=NAMES)
    work(made)
    papers(made)
    for phone in ("062 111 111", "062 222 222"):
        send(author, here, update("household", made.id, 1, {"phone": phone}))
    return made


@pytest.fixture
def reader(here: world.Town) -> Account:
    with acting_as_system():
        Role.objects.create(code="reader", name="Reader", permissions=PERMISSIONS, mandates=[])
    return world.account("reader", here.unit)


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything personal is declared special."""
    for model in MODELS:
        for declared in (model.sensitivity, getattr(model, "beside", {})):
            for name, level in declared.items():
                if level is Sensitivity.PERSONAL:
                    monkeypatch.setitem(declared, name, Sensitivity.SPECIAL)


def routes(patterns: Sequence[Any], before: str = "") -> Iterator[str]:
    """Every address of the application, parameters in angle brackets."""
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, address)
        elif isinstance(one, URLPattern) and not ELSEWHERE.search(address):
            yield address


def known(of: Home) -> dict[str, str]:
    """The parameters of addresses that have a record here."""
    with acting_as(of.author.pk):
        found: dict[str, Any] = {
            "household_id": of.id,
            "person_id": of.members[0],
            "status_id": PersonStatus.objects.get().pk,
            "consent_id": Consent.objects.get().pk,
            "visit_id": Visit.objects.get().pk,
            "task_id": Task.objects.get().pk,
            "conflict_id": Conflict.objects.get().pk,
            "submission_id": Submission.objects.earliest("received_at").pk,
            "kind": "citizenship",
            "unit_id": of.town.unit.pk,
            "place_id": of.town.settlement.pk,
        }
    return {name: str(value) for name, value in found.items()}


def told(client: Client, of: Home, **more: str) -> dict[str, tuple[int, str]]:
    """What each address with known parameters answers; `more` are known besides."""
    parameters, answers = {**known(of), **more}, {}
    for route in routes(get_resolver().url_patterns):
        if set(PARAMETER.findall(route)) <= set(parameters):
            address = "/" + PARAMETER.sub(lambda found: parameters[found[1]], route)
            answer = client.get(address)
            body = b"".join(answer) if answer.streaming else answer.content
            answers[route] = answer.status_code, body.decode(errors="replace")
    return answers


def secrets(of: Home) -> set[str]:
    return {*NAMES, FAMILY, STREET, PHONE, BORN, "062 111 111", "062 222 222", of.code, "Text task"}


def test_no_address_tells_what_is_hidden_from_its_reader(reader: Account, family: Home, hidden: None) -> None:
    answers = told(client_of(reader), family)
    assert {route: status for route, (status, _) in answers.items() if status >= 500} == {}
    leaks = {route: {one for one in secrets(family) if one in body} for route, (_, body) in answers.items()}
    assert {route: found for route, found in leaks.items() if found} == {}


def test_who_may_see_it_is_told_all_of_it(family: Home) -> None:
    answers = told(client_of(family.author), family)
    assert {route: status for route, (status, _) in answers.items() if status >= 500} == {}
    everything = "".join(body for _, body in answers.values())
    assert {one for one in secrets(family) if one not in everything} == set()
    assert sum(status == 200 for status, _ in answers.values()) > 60


def test_no_address_tells_a_unit_what_is_complained_about_it(
    reader: Account, family: Home, here: world.Town
) -> None:
    made = complained(here, text="Zzquarrel with Yavoryna", name="Yavoryna", contact="069 777 777")
    written = {"Zzquarrel", "Yavoryna", "069 777 777"}
    for account in (reader, family.author):
        answers = told(client_of(account), family, grievance_id=str(made.id))
        about = {route: status for route, (status, _) in answers.items() if "grievance_id" in route}
        assert len(about) > 5
        assert set(about.values()) <= {403, 404, 405}, about
        assert {one for one in written for _, body in answers.values() if one in body} == set()
    officer = client_of(world.account("grievance_officer", here.municipality))
    shown = officer.get(reverse("grievances:grievance", args=[made.id])).content.decode()
    assert {one for one in written if one not in shown} == set()


def test_a_search_finds_nobody_by_what_is_hidden(
    reader: Account, family: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, asked = client_of(reader), f"?q={NAMES[0]}"
    search, api = reverse("people:search") + asked, f"/api/persons/search{asked}"
    assert NAMES[0] in client.get(search).content.decode().replace(f'value="{NAMES[0]}"', "")
    assert len(client.get(api).json()) == 1
    monkeypatch.setitem(Person.sensitivity, "parent_name", Sensitivity.SPECIAL)
    assert client.get(api).json() == []
    assert "Nobody found" in client.get(search).content.decode()
    assert len(client_of(family.author).get(api).json()) == 1


def posted(of: Home, **values: str) -> dict[str, str]:
    with acting_as(of.author.pk):
        household = Household.objects.get(pk=of.id)
    return {
        "place": str(household.place_id),
        "base_version": str(household.version),
        "instance": str(uuid.uuid4()),
        **values,
    }


def test_a_form_neither_shows_nor_writes_over_what_is_hidden(
    reader: Account, family: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Household.sensitivity, "address", Sensitivity.SPECIAL)
    address, client = reverse("people:edit_household", args=[family.id]), client_of(reader)
    page = client.get(address).content.decode()
    assert STREET not in page
    assert 'name="address"' not in page
    assert "Your roles do not show you: Address" in page
    assert client.post(address, posted(family, note="Dog", address="hidden")).status_code == 302
    with acting_as(family.author.pk):
        assert Household.objects.values_list("address", "note").get() == (STREET, "Dog")
    page = client_of(family.author).get(address).content.decode()
    assert STREET in page
    assert "Your roles do not show you" not in page


def test_a_status_is_changed_only_by_who_sees_which_one_it_is(reader: Account, family: Home) -> None:
    with acting_as(family.author.pk):
        status = PersonStatus.objects.get()
    address, client = reverse("people:edit_status", args=[status.pk]), client_of(reader)
    assert client.get(address).status_code == 403
    person = reverse("people:person", args=[family.members[0]])
    assert address not in client.get(person).content.decode()
    assert address in client_of(family.author).get(person).content.decode()
    values = {"kind": "asylum", "base_version": "1", "instance": str(uuid.uuid4())}
    assert client.post(address, values).status_code == 403
    with acting_as(family.author.pk):
        assert PersonStatus.objects.get().kind == "returnee"
    assert client_of(family.author).get(address).status_code == 200


def test_a_card_is_not_made_for_who_may_not_see_its_code(
    reader: Account, family: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, client = reverse("people:card", args=[family.id]), client_of(reader)
    assert family.code in client.get(card).content.decode()
    monkeypatch.setitem(Household.sensitivity, "code", Sensitivity.SPECIAL)
    assert client.get(card).status_code == 403
