"""After something is saved, one is where one was on the way: at the visit, at the referral that waited for a consent."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account
from khetane.cases.models import Need, Referral
from khetane.core.viewer import acting_as
from khetane.outreach.models import Visit
from tests import world
from tests.integration.desk.scene import Home, client_of, home, work
from tests.integration.desk.test_editing import filled, post

pytestmark = pytest.mark.django_db
CONSENT = {
    "purpose": "referral",
    "notice_version": "1",
    "given_by": "self",
    "evidence": "signed",
    "recipients": ["education"],
}


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    made = home(here, author)
    work(made)
    return made


@pytest.fixture
def client(author: Account) -> Client:
    return client_of(author)


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ("cases:add_need", {"area": "housing", "description": "A roof"}),
        ("outreach:add_task", {"title": "Ask", "due": datetime.date.today().isoformat()}),
    ],
)
def test_what_is_recorded_at_a_visit_leads_back_to_it(
    client: Client, ours: Home, route: str, said: dict[str, str]
) -> None:
    with acting_as(ours.author.pk):
        visit = Visit.objects.get()
    plain = reverse(route, args=[ours.id])
    at_visit = f"{plain}?visit={visit.pk}"
    assert post(client, at_visit, filled(client, at_visit) | said) == reverse(
        "outreach:visit", args=[visit.pk]
    )
    assert post(client, plain, filled(client, plain) | said) == reverse("people:household", args=[ours.id])
    odd = f"{plain}?visit=//elsewhere.example"
    assert post(client, odd, filled(client, odd) | said) == reverse("people:household", args=[ours.id])


def test_a_consent_leads_back_to_the_referral_that_waited_for_it(client: Client, ours: Home) -> None:
    with acting_as(ours.author.pk):
        need = Need.objects.get()
    refer = f"{reverse('cases:refer', args=[ours.id])}?need={need.pk}"
    asked = f"{reverse('people:give_consent', args=[ours.id])}?purpose=referral&then=refer&need={need.pk}"
    assert asked.replace("&", "&amp;") in client.get(refer).content.decode()
    assert post(client, asked, filled(client, asked) | CONSENT) == refer


def test_a_consent_leads_to_its_referral_and_nowhere_else(client: Client, ours: Home) -> None:
    with acting_as(ours.author.pk):
        referral = Referral.objects.get()
    page, consent = (
        reverse("cases:referral", args=[referral.pk]),
        reverse("people:give_consent", args=[ours.id]),
    )
    asked = f"{consent}?purpose=referral&referral={referral.pk}"
    assert asked.replace("&", "&amp;") in client.get(page).content.decode()
    assert post(client, asked, filled(client, asked) | CONSENT) == page
    odd = f"{consent}?then=//elsewhere.example&referral=x"
    assert post(client, odd, filled(client, odd) | CONSENT) == reverse("people:household", args=[ours.id])
