"""Units and organisations: who sees and who changes them."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account, AuditEvent, RoleGrant
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.organisations import actions
from khetane.organisations.models import Organisation, Unit
from khetane.places.models import Place
from khetane.places.tree.actions import create
from khetane.places.tree.building import Facts
from tests import world

pytestmark = pytest.mark.django_db
FACTS = actions.UnitFacts("Unit", "Decision 1/2019", datetime.date(2019, 4, 2))


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def administrator() -> Account:
    with acting_as_system():
        top = Place.objects.get(code="SEE")
    return world.account("administrator", top)


def test_the_coordinator_sees_the_members_with_their_mandates_and_dates() -> None:
    home = world.town("HERE")
    coordinator = world.account("unit_coordinator", home.unit, email="lead@example.org")
    mediator = world.account("health_mediator", home.unit, email="health@example.org")
    left = world.account("social_worker", home.unit, email="left@example.org")
    with acting_as_system():
        RoleGrant.objects.filter(account=left).update(ends=datetime.date(2024, 1, 31))
    text = signed_in(coordinator).get(reverse("organisations:unit", args=[home.unit.pk])).content.decode()
    assert text.index("health@example.org") < text.index("Former members") < text.index("left@example.org")
    assert "health mediator" in text
    assert "1\xa0Jan\xa02020" in text
    assert "31\xa0Jan\xa02024" in text
    own = signed_in(mediator).get(reverse("organisations:unit", args=[home.unit.pk])).content.decode()
    assert "health@example.org" in own
    assert "lead@example.org" not in own


def test_another_unit_sees_no_members() -> None:
    home, other = world.town("HERE"), world.town("THERE")
    world.account("unit_coordinator", home.unit, email="lead@example.org")
    stranger = signed_in(world.account("unit_coordinator", other.unit))
    text = stranger.get(reverse("organisations:unit", args=[home.unit.pk])).content.decode()
    assert "lead@example.org" not in text


def test_units_are_listed_by_economy() -> None:
    home = world.town("HERE")
    client = signed_in(world.account("unit_coordinator", home.unit))
    address = reverse("organisations:units")
    assert "Unit HERE" in client.get(address).content.decode()
    assert "Unit HERE" in client.get(address, {"country": str(world.country().pk)}).content.decode()
    other = world.country("MK")
    assert "There is no mobile unit here" in client.get(address, {"country": str(other.pk)}).content.decode()


def test_an_economy_in_the_filter_brings_its_note() -> None:
    note = "A designation, for the test."
    named = world.country("XK")
    with acting_as_system():
        Place.objects.filter(pk=named.pk).update(designation_note=note)
    client = signed_in(world.account("unit_coordinator", world.town("HERE").unit))
    assert note in client.get(reverse("organisations:units")).content.decode()


def test_the_administrator_makes_and_changes_a_unit() -> None:
    home = world.town("HERE")
    client = signed_in(administrator())
    new = {
        "name": "New",
        "code": "NEW-U",
        "municipality": str(home.municipality.pk),
        "decision": "1",
        "decided_on": "2019-04-02",
    }
    answer = client.post(reverse("organisations:new-unit"), new)
    assert answer.status_code == 302
    again = client.post(reverse("organisations:new-unit"), new)
    assert "is in use already" in again.content.decode()
    with acting_as_system():
        unit = Unit.objects.get(code="NEW-U")
    change = {"name": "Newer", "municipality": str(home.municipality.pk), "memorandum_on": "2019-05-01"}
    text = client.post(reverse("organisations:edit-unit", args=[unit.pk]), change).content.decode()
    assert "it is not said which one" in text
    change |= {"memorandum": "Memorandum 2"}
    assert client.post(reverse("organisations:edit-unit", args=[unit.pk]), change).status_code == 302
    with acting_as_system():
        unit.refresh_from_db()
    assert (unit.name, unit.decision, unit.memorandum) == ("Newer", "", "Memorandum 2")


def test_a_unit_goes_on_in_another_municipality_and_the_audit_says_so() -> None:
    home, other = world.town("HERE"), world.town("THERE")
    client = signed_in(administrator())
    address = reverse("organisations:edit-unit", args=[home.unit.pk])
    assert client.post(address, {"name": "", "municipality": str(other.municipality.pk)}).status_code == 302
    assert "Mobile unit of Town THERE" in client.get(reverse("organisations:units")).content.decode()
    with acting_as_system():
        event = AuditEvent.objects.filter(kind="unit", action="wrote").latest("id")
    assert set(event.fields) == {"name", "municipality"}


def test_a_unit_does_not_go_into_another_economy() -> None:
    home, abroad = world.town("HERE"), world.country("ME")
    with acting_as_system():
        said = Facts(kind="municipality", code="ME-X", names={"en": "Elsewhere"})
        elsewhere = create(parent_id=abroad.pk, said=said)
        with pytest.raises(Invalid, match="lies in another economy"):
            actions.change_unit(unit_id=home.unit.pk, municipality=elsewhere, facts=FACTS)


def test_a_unit_belongs_to_a_municipality_that_exists() -> None:
    home = world.town("HERE")
    with acting_as_system(), pytest.raises(Invalid, match="is no municipality"):
        actions.make_unit(code="NEW-U", municipality=home.settlement, facts=FACTS)


def test_a_decision_to_come_is_refused() -> None:
    home = world.town("HERE")
    facts = actions.UnitFacts("Unit", "Decision", datetime.date(2999, 1, 1))
    with acting_as_system(), pytest.raises(Invalid, match="still to come"):
        actions.change_unit(unit_id=home.unit.pk, municipality=home.municipality, facts=facts)


def test_the_administrator_records_an_organisation_and_it_is_listed() -> None:
    home = world.town("HERE")
    client = signed_in(administrator())
    data = {"name": "Association", "code": "CSO-1", "kind": "cso", "place": str(home.municipality.pk)}
    assert client.post(reverse("organisations:new-organisation"), data).status_code == 302
    with acting_as_system():
        made = Organisation.objects.get(code="CSO-1")
    edit = reverse("organisations:edit-organisation", args=[made.pk])
    assert client.post(edit, {"name": "Renamed", "kind": "cso"}).status_code == 302
    text = client.get(reverse("organisations:organisations")).content.decode()
    assert "Renamed" in text
    assert "CSO-1" in text


@pytest.mark.parametrize("route", ["new-unit", "new-organisation"])
def test_others_change_no_unit_and_no_organisation(route: str) -> None:
    home = world.town("HERE")
    coordinator = world.account("unit_coordinator", home.unit)
    assert signed_in(coordinator).get(reverse(f"organisations:{route}")).status_code == 403
    with acting_as(coordinator.pk):
        with pytest.raises(NotAllowed):
            actions.change_unit(unit_id=home.unit.pk, municipality=home.municipality, facts=FACTS)
        with pytest.raises(NotAllowed):
            actions.make_unit(code="X", municipality=home.municipality, facts=FACTS)
        with pytest.raises(NotAllowed):
            actions.record_organisation(organisation_id=None, code="X", name="X", kind="cso", place=None)


def test_a_second_unit_of_a_municipality_needs_a_name_of_its_own() -> None:
    home, other = world.town("HERE"), world.town("THERE")
    moved = actions.UnitFacts("Unit of Here")
    with acting_as_system():
        Unit.objects.update(name="")
    with acting_as(administrator().pk):
        with pytest.raises(Invalid, match="name of its own"):
            actions.change_unit(
                unit_id=home.unit.pk, municipality=other.municipality, facts=actions.UnitFacts()
            )
        with pytest.raises(Invalid, match="name of its own"):
            actions.make_unit(code="NEW-U", municipality=other.municipality, facts=actions.UnitFacts())
        actions.change_unit(unit_id=home.unit.pk, municipality=other.municipality, facts=moved)
        assert set(Unit.objects.values_list("name", flat=True)) == {"Unit of Here", ""}


def test_a_form_that_offers_a_place_with_a_designation_carries_its_note() -> None:
    world.country("XK")
    with acting_as_system():
        Place.objects.filter(code="XK").update(designation_note="In line with UNSCR 1244.")
    page = signed_in(administrator()).get(reverse("organisations:new-organisation")).content.decode()
    assert "(XK)" in page
    assert "In line with UNSCR 1244." in page
