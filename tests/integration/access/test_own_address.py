"""The page of one's own e-mail address: where no mail is sent, no other one can be added."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings

from tests import world
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db
ADDRESS = "/account/email/"


def test_where_no_mail_is_sent_no_other_address_is_added(here: world.Town) -> None:
    assert not settings.ENVIRONMENT.mail_url
    member = world.account("health_mediator", here.unit)
    client = client_of(member)
    page = client.get(ADDRESS).content.decode()
    assert member.email in page
    assert "No mail is sent from here" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    refused = client.post(ADDRESS, {"action_add": "", "email": "administrator@example.org"})
    assert refused.status_code == 403
    assert "Confirmation" not in refused.content.decode()
    assert not EmailAddress.objects.filter(email="administrator@example.org").exists()
