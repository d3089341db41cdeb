"""Names on devices: signed for and ended by the data-protection officer, for units within her reach."""

from __future__ import annotations

import pytest
from django.urls import reverse

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.models import NamesOnDevices
from khetane.review.catalogue import language_names
from tests import world
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db
REASON = "Two settlements share house numbers."


@pytest.fixture
def officer(here: world.Town) -> Account:
    return world.account("data_protection_officer", here.municipality)


def test_names_are_signed_with_a_reason_and_ended(here: world.Town, officer: Account) -> None:
    client, listed = client_of(officer), reverse("forms:names")
    sign = reverse("forms:sign_names", args=[here.unit.pk])
    assert "codes only" in client.get(listed).content.decode()
    assert client.post(sign, {"reason": ""}).status_code == 422
    assert "clear text" in client.get(sign).content.decode()
    assert client.post(sign, {"reason": REASON}).status_code == 302
    page = client.get(listed).content.decode()
    assert REASON in page
    assert officer.email in page
    end = reverse("forms:end_names", args=[here.unit.pk])
    assert client.get(end).status_code == 200
    assert client.post(end).status_code == 302
    assert "codes only" in client.get(listed).content.decode()
    assert "nothing to end" in client.post(end, follow=True).content.decode()
    with acting_as(officer.pk):
        signed = NamesOnDevices.objects.get()
    assert (signed.signed_by, signed.ended_by, signed.reason) == (officer.pk, officer.pk, REASON)
    with acting_as_system():
        actions = set(AuditEvent.objects.filter(kind="names_on_devices").values_list("action", flat=True))
    assert actions == {"signed", "read", "ended"}


def test_an_officer_signs_only_where_she_is_one(officer: Account) -> None:
    there = world.town("THERE")
    client = client_of(officer)
    assert there.unit.code not in client.get(reverse("forms:names")).content.decode()
    for route in ("forms:sign_names", "forms:end_names"):
        address = reverse(route, args=[there.unit.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": REASON}).status_code == 404


def test_a_coordinator_does_not_sign(here: world.Town) -> None:
    client = client_of(world.account("unit_coordinator", here.unit))
    assert client.get(reverse("forms:names")).status_code == 403
    assert (
        client.post(reverse("forms:sign_names", args=[here.unit.pk]), {"reason": REASON}).status_code == 403
    )


def test_languages_are_called_as_their_speakers_do() -> None:
    assert language_names(["en", "sr-Latn", "fr", "sq", "rom", "Romani ćhib", "default"])[2:] == [
        "français",
        "shqip",
        "rom",
        "Romani ćhib",
    ]
