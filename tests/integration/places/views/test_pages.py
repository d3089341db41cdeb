"""Pages of places and settlements, as different people see them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khetane.access.models import Account, AuditEvent, RoleGrant
from khetane.core.viewer import acting_as, acting_as_system
from khetane.organisations.models import Unit
from khetane.outreach.models import Visit
from khetane.people.models import Membership
from khetane.places import shipped
from khetane.places.models import Place, SettlementProfile
from khetane.places.tree import actions
from khetane.places.tree.building import Facts
from tests import world
from tests.integration.places.boundaries import files

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 5, 20)


def signed_in(account: Account, language: str = "en") -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = language
    return client


def coordinator(home: world.Town) -> Account:
    return world.account("unit_coordinator", home.unit)


def administrator() -> Account:
    with acting_as_system():
        top = Place.objects.get(code="SEE")
    return world.account("administrator", top)


def profile(home: world.Town, place: Place, day: datetime.date = DAY, **values: object) -> None:
    with acting_as(coordinator(home).pk):
        SettlementProfile.objects.create(place=place, municipality=home.municipality, date=day, **values)


def page(client: Client, route: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(route, args=args), query)
    assert answer.status_code == 200, answer.content[:2000]
    return answer.content.decode()


def test_the_tree_begins_with_the_region_and_shows_the_designation_note() -> None:
    shipped.load()
    client = signed_in(coordinator(world.town("HERE")))
    answer = client.get(reverse("places:places"), follow=True)
    text = answer.content.decode()
    for name in ("Serbia", "Türkiye", "Slovakia"):
        assert f">{name}</a>" in text
    assert "UNSCR 1244/1999" in text


@pytest.mark.parametrize(
    ("language", "name", "note"),
    [
        ("sr", "Ђаковица", "Овај назив је без прејудицирања статуса"),
        ("sr-latn", "Đakovica", "Ovaj naziv je bez prejudiciranja statusa"),
        ("mk", "Ѓаковица", "Оваа ознака не го прејудицира статусот"),
        ("en", "Gjakovë", "without prejudice to positions on status"),
    ],
)
def test_a_place_below_is_marked_too_in_every_language(language: str, name: str, note: str) -> None:
    shipped.load()
    with acting_as_system():
        place = Place.objects.get(code="XK-05")
    client = signed_in(coordinator(world.town("HERE")), language)
    text = page(client, "places:place", place.pk)
    assert f'{name}<abbr class="k-note-mark"' in text
    assert note in text
    drawn = client.get(reverse("places:map", args=[place.pk])).json()
    assert drawn["features"][0]["properties"]["name"] == f"{name}*"
    assert note in drawn["features"][0]["properties"]["note"]


def test_search_finds_a_place_and_says_when_there_is_none() -> None:
    shipped.load()
    client = signed_in(coordinator(world.town("HERE")))
    assert ">Žitorađa</a>" in page(client, "places:places", q="житорађа")
    assert "No place is called “nowhere”" in page(client, "places:places", q="nowhere")


def test_a_merged_place_names_its_successor_and_the_successor_what_it_came_from() -> None:
    here, there = world.town("HERE"), world.town("THERE")
    with acting_as_system():
        actions.merge(place_ids=[here.municipality.pk], into_id=there.municipality.pk, on=DAY)
    client = signed_in(coordinator(there))
    assert "This place is over since 20 May 2025" in page(client, "places:place", here.municipality.pk)
    text = page(client, "places:place", there.municipality.pk)
    assert "Came from" in text
    assert "Town HERE" in text
    assert "Settlement HERE" in text


def test_the_map_draws_boundaries_else_points_with_what_they_stand_for() -> None:
    home = world.town("HERE")
    profile(home, home.settlement, inhabitants=240)
    with acting_as_system():
        Place.objects.filter(pk=home.settlement.pk).update(latitude=42.5, longitude=21.9)
        Place.objects.filter(pk=home.municipality.pk).update(
            boundary={"type": "Polygon", "coordinates": [[[21, 42], [22, 42], [22, 43], [21, 42]]]}
        )
    data = signed_in(coordinator(home)).get(reverse("places:map", args=[home.municipality.pk])).json()
    assert [one["geometry"]["type"] for one in data["features"]] == ["Polygon", "Point"]
    assert data["features"][1]["properties"] | {"url": ""} == {
        "name": "Settlement HERE", "note": "", "url": "", "role": "child", "value": 240, "count": "240 inhabitants",
    }  # fmt: skip
    assert data["outlines"] == ["/static/geo/country-RS.geojson"]


def test_numbers_of_a_settlement_stay_with_those_who_may_read_its_profile() -> None:
    here, there = world.town("HERE"), world.town("THERE")
    profile(here, here.settlement, inhabitants=240, water_existence="part")
    with acting_as_system():
        Place.objects.filter(pk=here.settlement.pk).update(latitude=42.5, longitude=21.9)
    stranger = signed_in(coordinator(there))
    data = stranger.get(reverse("places:map", args=[here.municipality.pk])).json()
    assert data["features"][0]["properties"]["value"] == 0
    text = re.sub(
        r"<[^>]*>", " ", page(stranger, "places:place", here.settlement.pk)
    )  # ids may hold any digits
    assert "Settlement HERE" in text
    assert "240" not in text
    assert "Settlement HERE" not in page(stranger, "places:settlements")


def test_the_settlement_page_compares_dates_and_marks_what_changed() -> None:
    home = world.town("HERE")
    profile(home, home.settlement, DAY, water_existence="part", water_quality="poor", risks=["flood"])
    profile(
        home,
        home.settlement,
        datetime.date(2026, 1, 2),
        water_existence="all",
        water_quality="good",
        minutes_school=12,
        legal_status="partly",
    )
    text = page(signed_in(coordinator(home)), "places:place", home.settlement.pk)
    assert text.index("2\xa0Jan\xa02026") < text.index("20\xa0May\xa02025")
    assert text.count("places-changed") == 1
    assert "whole settlement" in text
    assert "12 min" in text
    assert "partly legal" in text


def test_households_and_visits_stand_there_for_their_unit_and_are_on_record_as_read() -> None:
    home = world.town("HERE")
    member = coordinator(home)
    kept = world.household(member, home, code="K7M4-9PX2", persons=3)
    with acting_as(member.pk):
        Visit.objects.create(unit=home.unit, place=home.settlement, date=DAY, state="done")
    text = page(signed_in(member), "places:place", home.settlement.pk)
    assert "K7M4-9PX2" in text
    assert "20\xa0May\xa02025" in text
    with acting_as(member.pk):
        event = AuditEvent.objects.get(action="read", kind="household")
    assert (event.subjects, event.unit) == ([kept.pk], home.unit.pk)


def test_a_settlement_counts_who_lives_there_today_and_leads_to_what_it_does_not_show() -> None:
    home = world.town("HERE")
    member = coordinator(home)
    first = world.household(member, home, code="AAAA-0000", persons=2)
    with acting_as(member.pk):
        left = first.persons.first()
        assert left is not None
        for person in first.persons.all():
            Membership.objects.create(
                unit=home.unit,
                household=first,
                person=person,
                begins=DAY,
                role="other",
                ends=DAY + datetime.timedelta(days=1) if person == left else None,
            )
    address = signed_in(member), "places:place", home.settlement.pk
    assert re.search(r'data-label="Persons" class="k-number">1<', page(*address))
    for number in range(1, 22):
        world.household(member, home, code=f"AAAA-{number:04}")
    with acting_as(member.pk):
        for days in range(22):
            day = DAY - datetime.timedelta(days=days)
            Visit.objects.create(unit=home.unit, place=home.settlement, date=day, state="done")
    text = page(*address)
    assert "AAAA-0021" not in text
    followed = [unescape(found) for found in re.findall(r'href="([^"]*\?place=[^"]*)"', text)]
    answers = [address[0].get(url).content.decode() for url in followed]
    assert "AAAA-0021" in answers[0]
    assert "29\xa0Apr\xa02025" in answers[1]


@pytest.mark.parametrize("role", ["municipal_officer", "community_representative", "regional_viewer"])
def test_who_may_not_see_persons_sees_no_household(role: str) -> None:
    home = world.town("HERE")
    world.household(coordinator(home), home, code="K7M4-9PX2")
    text = page(signed_in(world.account(role, home.municipality)), "places:place", home.settlement.pk)
    assert "K7M4-9PX2" not in text
    assert "Households" not in text


def test_settlements_are_filtered_by_municipality_and_network() -> None:
    here, there = world.town("HERE"), world.town("THERE")
    member = coordinator(here)
    with acting_as_system():
        RoleGrant.objects.create(
            account=member, role_id="unit_coordinator", unit=there.unit, begins=world.LONG_AGO
        )
    profile(here, here.settlement, DAY, water_existence="none")
    profile(here, here.settlement, datetime.date(2026, 1, 1), water_existence="all")
    profile(there, there.settlement, DAY, water_existence="none")
    client = signed_in(member)
    assert "Settlement HERE" in page(client, "places:settlements")
    none = page(client, "places:settlements", network="water", existence="none")
    assert "Settlement THERE" in none
    assert "Settlement HERE" not in none
    one = page(client, "places:settlements", municipality=str(here.municipality.pk))
    assert "Settlement HERE" in one
    assert "Settlement THERE" not in one
    assert "No settlement is like that" in page(
        client, "places:settlements", network="water", existence="unknown"
    )


def test_the_list_goes_on_where_the_page_ended() -> None:
    home = world.town("HERE")
    settlements(home, range(60))
    client = signed_in(coordinator(home))
    first = page(client, "places:settlements")
    assert first.count("<tr>") == 21
    following = first.split('rel="next" href="?')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(reverse("places:settlements") + "?" + following).content.decode()
    assert second.count("<tr>") == 21
    assert client.get(reverse("places:settlements"), {"after": "broken"}).status_code == 200


def settlements(home: world.Town, numbers: range) -> None:
    with acting_as_system():
        for count in numbers:
            said = Facts(kind="settlement", code=f"HERE-N{count}", names={"sr-Cyrl": f"Ново {count}"})
            actions.create(parent_id=home.municipality.pk, said=said)


def test_pages_ask_the_database_as_often_for_many_as_for_few(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    home = world.town("HERE")
    member = coordinator(home)
    client = signed_in(member)
    addresses = [
        reverse("places:settlements"),
        reverse("places:place", args=[home.municipality.pk]),
        reverse("places:place", args=[home.settlement.pk]),
        reverse("places:map", args=[home.municipality.pk]),
        reverse("places:places") + "?q=novo",
        reverse("organisations:units"),
        reverse("organisations:unit", args=[home.unit.pk]),
    ]
    fill(home, member, range(2))
    few = [queries(client, address) for address in addresses]
    fill(home, member, range(2, 30))
    for address, number in zip(addresses, few, strict=True):
        assert number < 25
        with django_assert_num_queries(number):
            assert client.get(address).status_code == 200


def fill(home: world.Town, member: Account, numbers: range) -> None:
    """Settlements with a profile each, households, units, members."""
    settlements(home, numbers)
    with acting_as_system():
        made = list(Place.objects.filter(code__in=[f"HERE-N{number}" for number in numbers]))
    for number, place in zip(numbers, made, strict=True):
        profile(home, place, water_existence="all")
        profile(home, home.settlement, DAY + datetime.timedelta(days=number), water_existence="all")
        world.household(member, home, code=f"K{number:03}")
        world.account("health_mediator", home.unit)
        with acting_as_system():
            Unit.objects.create(code=f"U{number}", name=f"U{number}", municipality=home.municipality)


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_the_administrator_moves_a_settlement_with_what_it_is_called_below() -> None:
    home, other = world.town("HERE"), world.town("THERE")
    client = signed_in(administrator())
    address = reverse("places:move", args=[home.settlement.pk])
    offered = client.get(address).content.decode()
    assert str(other.municipality.pk) in offered
    assert str(home.municipality.pk) not in offered.partition('<form class="k-form')[2]  # it lies there now
    assert (
        client.post(address, {"parent": str(other.settlement.pk)}).status_code == 200
    )  # no settlement in one
    assert client.post(address, {"parent": str(other.municipality.pk)}).status_code == 302
    with acting_as_system():
        moved = Place.objects.get(pk=home.settlement.pk)
        event = AuditEvent.objects.filter(kind="place", action="wrote").latest("id")
    assert moved.path == "see.rs.there.here_s1"
    assert (event.subjects, event.fields) == ([moved.pk], ["parent"])
    member = signed_in(coordinator(home))
    assert member.get(address).status_code == 403


def test_the_administrator_adds_renames_and_ends_a_place() -> None:
    home = world.town("HERE")
    client = signed_in(administrator())
    new = {
        "name": "Novo",
        "code": "HERE-NOVO",
        "kind": "settlement",
        "name_sr_cyrl": "Ново",
        "latitude": "42.5",
        "longitude": "21.9",
    }
    assert client.post(reverse("places:new", args=[home.municipality.pk]), new).status_code == 302
    with acting_as_system():
        made = Place.objects.get(code="HERE-NOVO")
    again = client.post(reverse("places:new", args=[home.municipality.pk]), new)
    assert "is the one of Novo already" in again.content.decode()
    assert (
        client.post(
            reverse("places:names", args=[made.pk]), {"name": "Staro", "name_mk": "Старо"}
        ).status_code
        == 302
    )
    assert client.post(reverse("places:end", args=[made.pk]), {"on": "2025-05-20"}).status_code == 302
    text = page(client, "places:place", made.pk)
    assert "Staro" in text
    assert "This place is over since 20 May 2025" in text


def test_the_administrator_splits_a_municipality() -> None:
    home, one, two = world.town("HERE"), world.town("ONE"), world.town("TWO")
    client = signed_in(administrator())
    address = reverse("places:split", args=[home.municipality.pk])
    data = {"into": [str(one.municipality.pk), str(two.municipality.pk)], "on": "2025-05-20"}
    assert (
        "not said to which successor Settlement HERE belongs" in client.post(address, data).content.decode()
    )
    shared = data | {f"share_{home.settlement.pk.hex}": str(two.municipality.pk)}
    assert client.post(address, shared).status_code == 302
    with acting_as_system():
        assert Place.objects.get(pk=home.settlement.pk).parent_id == two.municipality.pk


@pytest.mark.parametrize("route", ["new", "names", "end", "merge", "split", "import"])
def test_others_may_not_change_the_tree(route: str) -> None:
    home = world.town("HERE")
    client = signed_in(coordinator(home))
    assert client.get(reverse(f"places:{route}", args=[home.municipality.pk])).status_code == 403


def test_a_file_is_uploaded_previewed_and_imported(tmp_path: Path) -> None:
    home = world.town("HERE")
    client = signed_in(administrator())
    address = reverse("places:import", args=[home.municipality.pk])
    content = files.geojson(
        tmp_path / "f.json", [({"code": "HERE-S1"}, files.square(21.9, 42.5))]
    ).read_bytes()
    answer = client.post(address, {"file": SimpleUploadedFile("f.json", content), "unmatched": "refuse"})
    assert answer.status_code == 302
    preview = answer["Location"]
    assert "f.json changes 1 place" in client.get(preview).content.decode()
    with acting_as_system():
        assert Place.objects.get(pk=home.settlement.pk).boundary is None
    assert client.post(preview).status_code == 302
    with acting_as_system():
        assert Place.objects.get(pk=home.settlement.pk).boundary["type"] == "Polygon"  # type: ignore[index]  # drawn now


def test_an_upload_that_cannot_be_imported_says_why() -> None:
    home = world.town("HERE")
    client = signed_in(administrator())
    address = reverse("places:import", args=[home.municipality.pk])
    text = client.post(
        address, {"file": SimpleUploadedFile("f.zip", b"not a zip"), "unmatched": "refuse"}
    ).content.decode()
    assert "neither GeoJSON, GeoPackage nor a zipped Shapefile" in text
    lost = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {"name": "Lost"}, "geometry": None}],
        }
    )
    text = client.post(
        address, {"file": SimpleUploadedFile("f.json", lost.encode()), "unmatched": "refuse"}
    ).content.decode()
    assert "Nothing was imported: 2 things to mend" in text
    assert "Feature 1 has no geometry" in text


def test_a_settlements_page_stands_under_settlements_and_a_municipalitys_under_places(
    here: world.Town,
) -> None:
    client = signed_in(coordinator(here))

    def marked(place: Place) -> list[str]:
        shown = page(client, "places:place", place.pk).partition("</nav>")[0]
        return re.findall(r'<a href="([^"]*)" aria-current="page">', shown)

    assert marked(here.settlement) == [reverse("places:settlements")]
    assert marked(here.municipality) == [reverse("places:places")]
