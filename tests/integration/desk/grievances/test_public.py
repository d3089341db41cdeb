"""The public page through HTTP: no account, no cookie, a code, an answer, a reply."""

from __future__ import annotations

import re
import time
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.desk.grievances.stamps import LONGEST, new_stamp
from khetane.grievances import attempts, codes, handling
from khetane.grievances.models import Grievance
from tests import world
from tests.integration.grievances.scene import TEXT, told

pytestmark = pytest.mark.django_db
CODE = re.compile(r'<code class="k-secret"[^>]*>([^<]+)</code>')


@pytest.fixture
def officer(here: world.Town) -> Account:
    return world.account("grievance_officer", here.unit)


def stamp(age: float = 30) -> str:
    return new_stamp(time.time() - age)


def filled(here: world.Town | None = None, **more: Any) -> dict[str, str]:
    unit = str(here.unit.pk) if here else ""
    given = {"kind": "complaint", "about": "conduct", "text": TEXT, "unit": unit, "way": "code", "l": "en"}
    return {**given, "stamp": stamp(), **more}


def sent(client: Client, given: dict[str, str], **headers: Any) -> Any:
    return client.post(reverse("tell"), given, **headers)


def code_in(answer: Any) -> str:
    found = CODE.search(answer.content.decode())
    assert found is not None, answer.content.decode()
    return found[1]


def read_by(officer: Account) -> list[tuple[str, str, str]]:
    with acting_as(officer.pk):
        found = Grievance.objects.order_by("received_at")
        return [(one.kind, one.language, handling.written(one).text) for one in found]


def test_anybody_complains_without_an_account_or_a_cookie(here: world.Town, officer: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(reverse("tell"), {"l": "mk", "u": here.unit.code})
    assert f'value="{here.unit.pk}" selected' in page.content.decode()
    answer = sent(client, filled(here, l="mk"))
    assert answer.status_code == 200
    assert codes.check(code_in(answer))
    assert not client.cookies
    assert "no-store" in answer["Cache-Control"]
    assert read_by(officer) == [("complaint", "mk", TEXT)]


def test_what_is_written_stands_in_no_address(here: world.Town) -> None:
    answer = sent(Client(), filled(here))
    code = code_in(answer)
    assert not re.search(rf'(href|action)="[^"]*({code}|Planted)', answer.content.decode())
    follow = Client().post(reverse("follow"), {"code": code})
    assert not re.search(rf'(href|action)="[^"]*({code}|Planted)', follow.content.decode())


def test_sent_again_it_is_the_same_and_changed_it_is_another(here: world.Town, officer: Account) -> None:
    given = filled(here)
    first, again = (code_in(sent(Client(), given)) for _ in range(2))
    other = code_in(sent(Client(), {**given, "text": "And it happened again."}))
    assert first == again != other
    assert [text for _, _, text in read_by(officer)] == [TEXT, "And it happened again."]


def test_the_answer_is_read_by_the_code_and_replied_to(here: world.Town, officer: Account) -> None:
    code = code_in(sent(Client(), filled(here, l="en")))
    with acting_as(officer.pk):
        grievance_id = Grievance.objects.get().pk
        handling.take_up(grievance_id)
        handling.ask(grievance_id, "On which day was it?")
    page = Client().post(reverse("follow"), {"code": code.lower().replace("-", " ")}).content.decode()
    assert "On which day was it?" in page
    message = uuid.uuid4()
    reply = {"code": code, "do": "reply", "text": "On Monday.", "message": str(message)}
    for _ in range(2):
        assert "On Monday." in Client().post(reverse("follow"), reply).content.decode()
    with acting_as(officer.pk):
        found = Grievance.objects.get()
        assert [one.text for one in handling.written(found).messages] == [
            "On which day was it?",
            "On Monday.",
        ]
        handling.answer(grievance_id, "We spoke with him.")
    judged = {"code": code, "do": "judge", "satisfied": "partly"}
    assert Client().post(reverse("follow"), judged).status_code == 200
    with acting_as(officer.pk):
        assert (Grievance.objects.get().state, Grievance.objects.get().satisfied) == ("answered", "partly")
    again = {
        "code": code,
        "do": "reply",
        "text": "He did it again.",
        "message": str(uuid.uuid4()),
        "reopen": "on",
    }
    assert Client().post(reverse("follow"), again).status_code == 200
    with acting_as(officer.pk):
        found = Grievance.objects.get()
        assert (found.state, found.reopened) == ("in_hand", 1)


def test_who_is_content_closes_it(here: world.Town, officer: Account) -> None:
    made = told(here, language="en")
    with acting_as(officer.pk):
        handling.answer(made.id, "Done.")
    answer = Client().post(reverse("follow"), {"code": made.code, "do": "judge", "satisfied": "yes"})
    assert "It is closed." in answer.content.decode()
    with acting_as(officer.pk):
        assert Grievance.objects.get().state == "closed"


def test_before_an_answer_nobody_judges_it(here: world.Town, officer: Account) -> None:
    made = told(here)
    Client().post(reverse("follow"), {"code": made.code, "do": "judge", "satisfied": "yes"})
    with acting_as(officer.pk):
        assert (Grievance.objects.get().state, Grievance.objects.get().satisfied) == ("received", "")


def test_the_page_of_the_code_speaks_as_whoever_wrote(here: world.Town) -> None:
    made = told(here, language="sr-latn")
    answer = Client().post(reverse("follow"), {"code": made.code, "l": "en"})
    assert '<html lang="sr-Latn"' in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "x" * 4001}, 422),
        ({"about": "weather"}, 422),
        ({"unit": str(uuid.uuid4())}, 422),
        ({"way": "telephone"}, 422),
        ({"website": "https://example.org"}, 422),
        ({"stamp": ""}, 422),
        ({"stamp": "a.1.b"}, 422),
        ({"stamp": stamp(-3600)}, 422),
        ({"stamp": stamp(LONGEST + 60)}, 422),
        ({"text": "x" * 70_000}, 413),
    ],
)
def test_what_is_not_fit_is_refused_and_nothing_of_it_is_lost(
    here: world.Town, officer: Account, wrong: dict[str, str], status: int
) -> None:
    answer = sent(Client(), filled(here, **wrong))
    assert answer.status_code == status
    assert status == 413 or wrong.get("text", TEXT) in answer.content.decode()
    assert read_by(officer) == []


def test_a_program_that_changes_the_stamp_is_refused(here: world.Town, officer: Account) -> None:
    seed, at, signature = stamp().split(".")
    for forged in (f"{seed}x.{at}.{signature}", f"{seed}.{int(at) - 1}.{signature}"):
        assert sent(Client(), filled(here, stamp=forged)).status_code == 422
    assert read_by(officer) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver"}, 200),
    ],
)
def test_a_form_on_another_site_sends_nothing(here: world.Town, headers: dict[str, str], status: int) -> None:
    assert sent(Client(), filled(here), headers=headers).status_code == status
    assert Client().post(reverse("follow"), {"code": "x"}, headers=headers).status_code in (403, 422)


def test_one_place_floods_nobody_and_loses_no_words(here: world.Town, officer: Account) -> None:
    most = attempts.MOST["tell"][0]
    answers = [sent(Client(), filled(here, text=f"Number {number}")) for number in range(most + 1)]
    assert [one.status_code for one in answers] == [200] * most + [429]
    assert f"Number {most}" in answers[-1].content.decode()
    assert sent(Client(REMOTE_ADDR="10.0.0.9"), filled(here)).status_code == 200
    assert len(read_by(officer)) == most + 1


def test_codes_are_not_guessed(here: world.Town) -> None:
    made = told(here)
    for number in range(attempts.MOST["wrong"][0]):
        other = codes.code_of(f"{number:032}".encode())
        assert Client().post(reverse("follow"), {"code": other}).status_code == 422
    assert Client().post(reverse("follow"), {"code": made.code}).status_code == 429
    assert Client(REMOTE_ADDR="2001:db8::1").post(reverse("follow"), {"code": made.code}).status_code == 200


def test_a_few_networks_do_not_shut_the_page_to_others(here: world.Town) -> None:
    made = told(here)
    for number in range(40 * attempts.MOST["wrong"][0]):
        attempts.note("wrong", f"2001:db8:0:{number % 40:x}::/64")
    assert attempts.too_many("wrong", "2001:db8:0:1::/64")
    assert Client(REMOTE_ADDR="10.0.0.9").post(reverse("follow"), {"code": made.code}).status_code == 200


def test_a_code_with_a_wrong_sign_is_not_looked_up(here: world.Town) -> None:
    made = told(here)
    for _ in range(attempts.MOST["wrong"][0] + 1):
        assert Client().post(reverse("follow"), {"code": made.code[:-1] + "?"}).status_code == 422
    assert Client().post(reverse("follow"), {"code": made.code}).status_code == 200


def test_replies_end_after_twenty(here: world.Town) -> None:
    made = told(here, language="en")
    said = {"code": made.code, "do": "reply"}
    answers = [
        Client().post(reverse("follow"), {**said, "text": f"Reply {number}", "message": str(uuid.uuid4())})
        for number in range(21)
    ]
    assert [one.status_code for one in answers] == [200] * 20 + [422]
    assert "Reply 20" in answers[-1].content.decode()


@pytest.mark.parametrize("language", ["en", "sr", "sr-latn", "mk"])
def test_it_is_there_in_every_language_for_who_is_signed_in_too(
    here: world.Town, author: Account, language: str
) -> None:
    client = Client()
    client.force_login(author, backend="allauth.account.auth_backends.AuthenticationBackend")
    for route in ("tell", "follow"):
        assert client.get(reverse(route), {"l": language}).status_code == 200
    assert sent(client, filled(here, l=language)).status_code == 200
