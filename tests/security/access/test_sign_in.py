"""Guessing is locked out, accounts cannot be told from non-accounts, sessions end, a second step can be asked."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account
from khetane.access.sessions import BEGAN, SEEN
from khetane.config.environment import VARIABLES
from khetane.core.viewer import acting_as_system
from khetane.web.formats import day
from tests import world

pytestmark = pytest.mark.django_db
PASSWORD = world.PASSWORD
REMINDER = "Set up a second step of signing in by"


@pytest.fixture(autouse=True)
def _no_guesses_before() -> None:
    cache.clear()


@pytest.fixture
def member() -> Account:
    return world.account("social_worker", world.town("HERE").unit)


def sign_in(client: Client, email: str, password: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


def test_the_right_password_signs_in(member: Account) -> None:
    client = Client()
    sign_in(client, member.email.upper(), PASSWORD)
    assert is_signed_in(client)


def events_of(member: Account) -> list[tuple[str, str, list[str]]]:
    """What the audit tells of signing in, to whom it was done, oldest first."""
    with connection.cursor() as cursor, acting_as_system():
        cursor.execute(
            "select action, kind, fields from access_auditevent where %s = any (subjects) order by id",
            [member.pk],
        )
        told: list[tuple[str, str, list[str]]] = cursor.fetchall()
    return told


def test_who_signed_in_and_who_failed_to_is_in_the_audit(member: Account) -> None:
    sign_in(Client(), member.email, "wrong")
    sign_in(Client(), "nobody@example.org", "wrong")
    client = Client()
    sign_in(client, member.email, PASSWORD)
    assert events_of(member) == [("sign_in_failed", "account", []), ("signed_in", "account", [])]


def test_a_new_password_and_second_step_are_in_the_audit(
    member: Account, django_capture_on_commit_callbacks: Any
) -> None:
    committed = django_capture_on_commit_callbacks
    client = Client()
    sign_in(client, member.email, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    with committed(execute=True):
        assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    new = "another long password 8"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), given).status_code == 302
    new_steps: list[tuple[str, str, list[str]]] = [
        ("created", "second_step", [])
    ] * 2  # the time code, and the codes for who lost it
    assert events_of(member)[1:] == [*new_steps, ("changed", "account", ["password"])]


def test_after_five_wrong_guesses_the_right_one_is_refused_too(member: Account) -> None:
    for guess in range(5):
        sign_in(Client(), member.email, f"wrong {guess}")
    client = Client()
    sign_in(client, member.email, PASSWORD)
    assert not is_signed_in(client)
    other = world.account("social_worker", world.town("THERE").unit)
    sign_in(client, other.email, PASSWORD)
    assert is_signed_in(client)


def test_guesses_are_counted_where_every_process_sees_them(member: Account) -> None:
    sign_in(Client(), member.email, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from access_cache")
        assert cursor.fetchone()[0] > 0


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(member: Account) -> None:
    def told(email: str) -> tuple[int, str]:
        answer = sign_in(Client(), email, "wrong")
        text = answer.content.decode().replace(email, "").partition("<form")[2]
        return answer.status_code, text.partition("</form>")[0].split("csrfmiddlewaretoken")[0]

    assert told(member.email) == told("nobody@example.org")


def test_a_fragment_asked_for_after_the_session_ended_sends_its_page_to_the_sign_in() -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/work/visits/?state=done"}
    answer = Client().get(reverse("people:search"), {"q": "x"}, headers=headers)
    assert answer.headers["HX-Redirect"] == "/account/login/?next=/work/visits/%3Fstate%3Ddone"
    assert not answer.content


def test_nobody_signs_up(member: Account) -> None:
    client = Client()
    before = Account.objects.count()
    values = {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), values)
    assert Account.objects.count() == before


def test_a_closed_account_does_not_sign_in(member: Account) -> None:
    Account.objects.filter(pk=member.pk).update(is_active=False)
    client = Client()
    sign_in(client, member.email, PASSWORD)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("mark", "minutes", "stays"), [(SEEN, 29, True), (SEEN, 31, False), (BEGAN, 601, False)]
)
def test_a_session_ends(member: Account, mark: str, minutes: int, stays: bool) -> None:
    client = Client()
    client.force_login(member)
    assert is_signed_in(client)
    session = client.session
    session[mark] = time.time() - minutes * 60
    session.save()
    assert is_signed_in(client) is stays


def test_who_sees_persons_needs_a_second_step_where_it_is_asked(member: Account, settings: Any) -> None:
    settings.REQUIRE_MFA, settings.MFA_GRACE_DAYS = True, 0
    client = Client()
    client.force_login(member)
    assert client.get(reverse("home"))["Location"] == reverse("mfa_index")
    TOTP.activate(member, generate_totp_secret())
    assert is_signed_in(client)
    visitor = Client()
    visitor.force_login(world.account("social_worker", world.town("SHOW").unit))
    assert not is_signed_in(visitor)
    settings.DEMO = True
    assert is_signed_in(visitor)
    settings.DEMO = False
    officer = Client()
    officer.force_login(world.account("municipal_officer", world.country()))
    assert is_signed_in(officer)


def test_programs_that_ride_on_a_session_are_asked_for_it_too(settings: Any) -> None:
    member = world.account("unit_coordinator", world.town("HERE").unit)
    addresses = ["/api/households", "/api/persons", f"/odata/{uuid4()}/"]
    settings.REQUIRE_MFA, settings.MFA_GRACE_DAYS = True, 0
    client = Client()
    client.force_login(member)
    assert [client.get(address).status_code for address in addresses] == [401, 401, 403]
    TOTP.activate(member, generate_totp_secret())
    assert [client.get(address).status_code for address in addresses] == [200, 200, 404]


def test_a_new_account_may_be_given_days_to_set_up_its_second_step(member: Account, settings: Any) -> None:
    settings.REQUIRE_MFA, settings.MFA_GRACE_DAYS = True, 7
    client = Client()
    client.force_login(member)
    assert is_signed_in(client)
    Account.objects.filter(pk=member.pk).update(created_at=timezone.now() - dt.timedelta(days=8))
    assert client.get(reverse("home"))["Location"] == reverse("mfa_index")


def test_during_these_days_each_page_reminds_of_it(member: Account, settings: Any) -> None:
    settings.REQUIRE_MFA, settings.MFA_GRACE_DAYS = True, 7
    Account.objects.filter(pk=member.pk).update(created_at=timezone.now() - dt.timedelta(days=2))
    last_day = day(timezone.now() + dt.timedelta(days=5))
    client = Client()
    client.force_login(member)
    for address in (reverse("home"), reverse("people:households")):
        page = client.get(address).content.decode()
        assert f"{REMINDER} {last_day}" in page
        assert reverse("mfa_index") in page
    settings.DEMO = True
    assert REMINDER not in client.get(reverse("home")).content.decode()
    settings.DEMO = False
    TOTP.activate(member, generate_totp_secret())
    assert REMINDER not in client.get(reverse("home")).content.decode()


def test_who_sees_no_person_is_not_reminded(settings: Any) -> None:
    settings.REQUIRE_MFA, settings.MFA_GRACE_DAYS = True, 7
    client = Client()
    client.force_login(world.account("municipal_officer", world.country()))
    assert REMINDER not in client.get(reverse("home")).content.decode()


def test_real_installations_ask_for_the_second_step_by_default() -> None:
    asked = next(one for one in VARIABLES if one.name == "KHETANE_REQUIRE_MFA")
    assert asked.default == "1"


def test_a_second_step_once_set_up_is_asked_at_sign_in(member: Account) -> None:
    TOTP.activate(member, generate_totp_secret())
    client = Client()
    answer = sign_in(client, member.email, PASSWORD)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)


def test_the_second_step_offers_no_key_to_who_has_none_and_nothing_before_the_password(
    member: Account,
) -> None:
    TOTP.activate(member, generate_totp_secret())
    client = Client()
    assert client.get(reverse("mfa_authenticate"))["Location"].startswith(reverse("account_login"))
    sign_in(client, member.email, "wrong")
    assert client.get(reverse("mfa_authenticate"))["Location"].startswith(reverse("account_login"))
    sign_in(client, member.email, PASSWORD)
    without = client.get(reverse("mfa_authenticate")).content.decode()
    assert 'name="code"' in without
    assert "mfa_webauthn_authenticate" not in without


@pytest.mark.parametrize("name", ["mfa_index", "usersessions_list", "account_change_password"])
def test_pages_for_one_s_own_sign_in_open(member: Account, name: str) -> None:
    client = Client()
    sign_in(client, member.email, PASSWORD)
    assert client.get(reverse(name)).status_code == 200
