"""The pages of accounts, devices, tokens, emergencies and the audit, as a browser asks for them."""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access import actions
from khetane.access.actions_devices import create_device
from khetane.access.models import Account, AuditEvent, Device, Override, RoleGrant
from khetane.access.tokens import account_of, device_of
from khetane.core import audit, keyset
from khetane.core.viewer import acting_as, acting_as_system
from khetane.web.names import unit_label
from tests import world

pytestmark = pytest.mark.django_db
PASSWORD = "several words in a row 9"
REASON = "The family must leave the burning house at once."


@pytest.fixture
def administrator() -> Account:
    return world.account("administrator", world.country())


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def secret_in(text: str) -> str:
    found = re.search(r'<code class="k-secret"[^>]*>([^<]+)</code>', text)
    assert found
    return found[1]


def test_the_link_stands_at_the_address_that_people_use(
    here: world.Town, administrator: Account, settings: Any
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, public_url="https://khetane.example.org")
    answer = browser(administrator).post(
        reverse("access:invite"), {"email": "n@example.org", "role": "social_worker", "scope": here.unit.code}
    )
    assert secret_in(answer.content.decode()).startswith("https://khetane.example.org/invitation/")


def test_an_invitation_from_the_form_to_the_first_sign_in(here: world.Town, administrator: Account) -> None:
    answer = browser(administrator).post(
        reverse("access:invite"),
        {"email": "new@example.org", "name": "New", "role": "social_worker", "scope": here.unit.code},
    )
    link = secret_in(answer.content.decode())
    guest = Client()
    assert guest.get(link).status_code == 200
    assert guest.post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert guest.get(link).status_code == 404
    assert (
        guest.post(reverse("account_login"), {"login": "new@example.org", "password": PASSWORD}).status_code
        == 302
    )
    assert guest.get(reverse("home")).status_code == 200


def test_a_weak_or_mistyped_password_is_said(here: world.Town, administrator: Account) -> None:
    answer = browser(administrator).post(
        reverse("access:invite"), {"email": "n@example.org", "role": "social_worker", "scope": here.unit.code}
    )
    link = secret_in(answer.content.decode())
    for first, again in (("short", "short"), (PASSWORD, PASSWORD + "x")):
        refused = Client().post(link, {"password": first, "again": again})
        assert refused.status_code == 422


def test_an_unknown_scope_is_said_beside_its_field(administrator: Account) -> None:
    answer = browser(administrator).post(
        reverse("access:invite"), {"email": "n@example.org", "role": "social_worker", "scope": "NOWHERE"}
    )
    assert answer.status_code == 422
    assert "NOWHERE" in answer.content.decode()


def test_lists_and_pages_of_accounts(here: world.Town, administrator: Account) -> None:
    member = world.account("social_worker", here.unit)
    client = browser(administrator)
    assert member.email in client.get(reverse("access:accounts")).content.decode()
    assert member.email not in client.get(reverse("access:accounts"), {"q": "nobody"}).content.decode()
    assert client.get(reverse("access:account", args=[member.pk])).status_code == 200
    assert client.get(reverse("access:roles")).status_code == 200


def test_a_coordinator_sees_her_unit_s_accounts_only(here: world.Town) -> None:
    coordinator = world.account("unit_coordinator", here.unit)
    stranger = world.account("social_worker", world.town("THERE").unit)
    client = browser(coordinator)
    text = client.get(reverse("access:accounts")).content.decode()
    assert coordinator.email in text
    assert stranger.email not in text
    assert client.get(reverse("access:account", args=[stranger.pk])).status_code == 404


def test_a_role_is_given_and_ended(here: world.Town, administrator: Account) -> None:
    member = world.account("cso_staff", here.unit)
    client = browser(administrator)
    client.post(reverse("access:grant", args=[member.pk]), {"role": "social_worker", "scope": here.unit.code})
    with acting_as_system():
        grant = RoleGrant.objects.get(account=member, role="social_worker")
    client.post(reverse("access:end_grant", args=[grant.pk]))
    with acting_as(member.pk) as viewer:
        assert not viewer.can("identity.read")


def test_an_account_is_closed_and_opened(here: world.Town, administrator: Account) -> None:
    member = world.account("social_worker", here.unit)
    hers = browser(member)
    assert hers.get(reverse("home")).status_code == 200
    client = browser(administrator)
    client.post(reverse("access:close", args=[member.pk]))
    assert hers.get(reverse("home")).status_code == 302
    client.post(reverse("access:open", args=[member.pk]))
    assert Account.objects.get(pk=member.pk).is_active


def test_nobody_closes_herself(administrator: Account) -> None:
    answer = browser(administrator).post(reverse("access:close", args=[administrator.pk]))
    assert answer.status_code == 403
    assert Account.objects.get(pk=administrator.pk).is_active


def test_a_device_is_made_shown_once_and_reported_stolen(here: world.Town) -> None:
    coordinator = world.account("unit_coordinator", here.unit)
    client = browser(coordinator)
    answer = client.post(
        reverse("access:create_device"), {"account": coordinator.pk, "unit": here.unit.pk, "label": "Phone"}
    ).content.decode()
    token = secret_in(answer).rpartition("/")[2]
    assert "<svg" in answer
    found = device_of(token)
    assert found is not None
    listed = client.get(reverse("access:devices")).content.decode()
    assert "Phone" in listed
    assert token not in listed
    asked = client.get(reverse("access:stolen", args=[found.id])).content.decode()
    with acting_as_system():
        assert f"Phone · {coordinator} · {unit_label(here.unit)}" in asked
    client.post(reverse("access:stolen", args=[found.id]))
    after = device_of(token)
    assert after is not None
    assert not after.may_send
    assert client.post(reverse("access:retire", args=[found.id])).status_code == 302


def test_the_list_of_devices_is_narrowed_by_unit_and_state(here: world.Town, administrator: Account) -> None:
    there = world.town("THERE")
    with acting_as_system():
        for number, unit in enumerate((here.unit, there.unit)):
            owner = world.account("unit_coordinator", unit)
            Device.objects.create(
                account=owner, unit=unit, label=f"Phone {number}", token_hash=bytes([number])
            )
    client = browser(administrator)
    address = reverse("access:devices")
    both = client.get(address).content.decode()
    assert "Phone 0" in both
    assert "Phone 1" in both
    assert "never" in both
    assert "for 2 units; each line says for which" in both
    with acting_as_system():
        theirs = unit_label(there.unit)
    assert f"records for: {theirs}." in browser(owner).get(address).content.decode()
    assert "Phone 1" not in client.get(address, {"unit": str(here.unit.pk)}).content.decode()
    assert "No such device" in client.get(address, {"state": "stolen"}).content.decode()
    with acting_as_system():
        seen = set(AuditEvent.objects.filter(action="read", kind="device").values_list("unit", flat=True))
    assert {here.unit.pk, there.unit.pk} <= seen


def test_a_device_of_another_unit_is_not_there(here: world.Town) -> None:
    there = world.town("THERE")
    owner = world.account("unit_coordinator", there.unit)
    with acting_as_system():
        device = Device.objects.create(account=owner, unit=there.unit, token_hash=b"x")
    client = browser(world.account("unit_coordinator", here.unit))
    assert client.post(reverse("access:stolen", args=[device.pk])).status_code == 404


def test_a_token_is_made_shown_once_and_revoked(here: world.Town) -> None:
    member = world.account("social_worker", here.unit)
    client = browser(member)
    token = secret_in(client.post(reverse("access:create_token"), {"label": "Excel"}).content.decode())
    assert account_of(token) == member.pk
    mine = client.get(reverse("access:mine")).content.decode()
    assert "Excel" in mine
    assert token not in mine
    with acting_as(member.pk):
        made = member.api_tokens.get()
    client.post(reverse("access:revoke_token", args=[made.pk]))
    assert account_of(token) is None


def test_an_emergency_is_answered_alike_and_seen_on_the_officer_s_home(here: world.Town) -> None:
    world.household(world.account("unit_coordinator", here.unit), here, code="K7M4-9PX2")
    client = browser(world.account("emergency_reader", world.town("THERE").unit))
    answers = [
        client.post(reverse("access:emergency"), {"code": code, "reason": REASON}, follow=True)
        for code in ("K7M4-9PX2", "AAAA-2222")
    ]
    texts = [
        re.sub(
            r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+:\d+|value=\"[^\"]+\"|content=\"[^\"]+\"", "", a.content.decode()
        )
        for a in answers
    ]
    assert texts[0] == texts[1]
    assert answers[0].status_code == answers[1].status_code == 200
    officer = browser(world.account("data_protection_officer", world.country()))
    assert REASON in officer.get(reverse("home")).content.decode()
    with acting_as_system():
        assert Override.objects.count() == 0  # the program itself does not see them
    page = officer.get(reverse("access:overrides")).content.decode()
    for override_id in set(re.findall(r"/overrides/([0-9a-f-]{36})/review/", page)):
        officer.post(reverse("access:review", args=[override_id]))
    assert REASON not in officer.get(reverse("home")).content.decode()


def test_an_emergency_waits_for_its_review_however_many_came_after_it(here: world.Town) -> None:
    """The list goes on page by page, and what somebody has looked at stands apart."""
    reader = world.account("emergency_reader", here.unit)
    begun = datetime.datetime(2026, 1, 1, 8, tzinfo=datetime.UTC)
    with acting_as(reader.pk):
        made = [
            Override.objects.create(
                account_id=reader.pk,
                household=uuid.uuid4(),
                reason=REASON,
                begins_at=begun + datetime.timedelta(hours=number),
                ends_at=begun + datetime.timedelta(hours=number + 1),
            ).pk
            for number in range(55)
        ]
    officer = browser(world.account("data_protection_officer", world.country()))

    def listed(asked: str) -> set[str]:
        found, url = set(), reverse("access:overrides") + asked
        while url:
            text = officer.get(url).content.decode()
            found |= set(re.findall(r"\?record=([0-9a-f-]{36})", text))
            after = re.search(r'rel="next" href="([^"]+)"', text)
            url = reverse("access:overrides") + unescape(after[1]) if after else ""
        return found

    assert len(listed("")) == 55
    officer.post(reverse("access:review", args=[made[0]]))
    assert [len(listed(asked)) for asked in ("", "?state=reviewed", "?state=all")] == [54, 1, 55]


def test_too_short_a_reason_opens_nothing(here: world.Town) -> None:
    reader = world.account("emergency_reader", here.unit)
    answer = browser(reader).post(reverse("access:emergency"), {"code": "K7M4-9PX2", "reason": "now"})
    assert answer.status_code == 422
    with acting_as(reader.pk):
        assert not Override.objects.exists()


def test_the_audit_is_filtered_and_paged(here: world.Town) -> None:
    coordinator = world.account("unit_coordinator", here.unit)
    with acting_as(coordinator.pk):
        for number in range(120):
            audit.record("wrote" if number % 2 else "read", "person", [here.unit.pk], unit_id=here.unit.pk)
    client = browser(coordinator)
    seen: list[str] = []
    url: str | None = reverse("access:audit") + "?action=wrote"
    while url:
        text = client.get(url).content.decode()
        seen += re.findall(r"<time datetime=\"([^\"]+)\"", text)
        after = re.search(r'rel="next" href="([^"]+)"', text)
        url = reverse("access:audit") + after[1].replace("&amp;", "&") if after else None
    assert len(seen) == 60
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 60
    assert not re.findall(
        r"<time", client.get(reverse("access:audit"), {"account": "nobody"}).content.decode()
    )
    with acting_as(coordinator.pk):
        assert AuditEvent.objects.filter(action="read", kind="audit").exists()


def test_who_has_a_household_open_in_an_emergency_finds_it_again(here: world.Town) -> None:
    reader = world.account("emergency_reader", world.country())
    guest = browser(reader)
    assert "Open to you until" not in guest.get("/").content.decode()
    with acting_as(reader.pk):
        override = actions.open_override(code="AAAA-BBBB", reason=REASON)
    shown = guest.get("/").content.decode()
    assert "Open to you until" in shown
    assert reverse("access:opened", args=[override.pk]) in shown


def test_roles_to_confirm_come_by_pages_and_the_first_page_counts_the_rest(here: world.Town) -> None:
    author = world.account("administrator", world.country())
    officer = browser(world.account("data_protection_officer", world.country()))
    with acting_as(author.pk):
        for number in range(53):
            actions.invite(email=f"n{number}@example.org", name="", role="social_worker", scope=here.unit)
    first = officer.get(reverse("access:confirming"))
    assert first.content.decode().count('/confirm/">') >= 50
    assert first.context["tabs"][0]["count"] == 53
    assert len(first.context["grants"]) == 50
    assert len(officer.get(reverse("access:confirming") + first.context["next_url"]).context["grants"]) == 3
    assert "and 50 more" in officer.get("/").content.decode()
    assert officer.get(reverse("access:given_lately")).status_code == 200


def test_devices_come_by_pages(here: world.Town) -> None:
    coordinator = world.account("unit_coordinator", here.unit)
    with acting_as(coordinator.pk):
        for number in range(keyset.PAGE + 2):
            create_device(account=coordinator, unit=here.unit, label=f"Tablet {number}")
    client = browser(coordinator)
    first = client.get(reverse("access:devices"))
    rest = client.get(reverse("access:devices") + first.context["next_url"])
    labels = [device.label for answer in (first, rest) for device in answer.context["devices"]]
    assert labels == [f"Tablet {number}" for number in reversed(range(keyset.PAGE + 2))]


def test_a_lost_password_where_no_mail_is_sent() -> None:
    address = reverse("account_reset_password")
    assert address in Client().get(reverse("account_login")).content.decode()
    page = Client().get(address).content.decode()
    assert "No mail is sent from here" in page
    assert 'name="email"' not in page


def test_a_lost_password_of_who_is_signed_in_keeps_her_menu_and_names_another_administrator(
    administrator: Account,
) -> None:
    address = reverse("account_reset_password")
    page = browser(administrator).get(address).content.decode()
    assert "Ask another administrator" in page
    assert reverse("access:accounts") in page  # the menu
    assert page.count("<h1") == 1
    member = browser(world.account("health_mediator", world.town("LOST").unit)).get(address).content.decode()
    assert "Ask an administrator for a new link" in member
    assert "The coordinator of your unit cannot make one." in member
    assert reverse("account_login") not in member


def test_a_role_is_chosen_by_who_invites(administrator: Account) -> None:
    page = browser(administrator).get(reverse("access:invite")).content.decode()
    first = page.partition('<select name="role"')[2].partition("<option")[2].partition("</option>")[0]
    assert 'value=""' in first
