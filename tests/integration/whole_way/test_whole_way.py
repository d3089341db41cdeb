"""The whole way, by the ways that are open to everybody: commands, screens, the API, OpenRosa, and SQL.

From an empty folder to a household that was registered on a phone, found in another script, contested, decided,
exported, backed up and restored; and not there at all for another unit's member.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import pyxform
from lxml import etree
from psycopg import sql

from khetane.config import opened, secrets
from khetane.config.home import Home
from tests.installations import age_key
from tests.integration.whole_way.desk import Desk, option, text_of
from tests.integration.whole_way.phone import Phone, blank
from tests.running import PATIENCE, Running, a_running

TODAY = date.today().isoformat()
# An XForm that others wrote, as it comes with their package (pyxform, BSD-2-Clause).
THEIRS = Path(pyxform.__file__).parent / "validators" / "xlsform_spec_test.xml"
# A folder with workbooks of others, which this repository does not carry: published as well where it is named.
MORE_OF_THEIRS = os.environ.get("KHETANE_TEST_XLSFORMS", "")
FAMILY, GIVEN, CHILD = "Измишљеновић", "Џемиле", "Xhevahire"
TYPED = "dzemile izmisljenovic"
# Columns of an export that are no answers.
OURS = {
    "SubmissionDate",
    "SaidAt",
    "KEY",
    "PARENT_KEY",
    "Unit",
    "SubmitterID",
    "DeviceID",
    "AttachmentsPresent",
    "ReviewState",
    "FormVersion",
}
ADDRESS, PHOTO = "Плава зова 5", b"\xff\xd8\xff\xe0 a photo"


@dataclass
class World:
    """Two units that know nothing of each other, and those who work there."""

    running: Running

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.running.port}"

    def account(self, email: str, role: str, scope: str) -> dict[str, Any]:
        made = self.running.answer("account", "create", "--email", email, "--role", role, "--scope", scope)
        return dict(made)

    def device(self, account: dict[str, Any], unit: str) -> Phone:
        made = self.running.answer("device", "create", "--account", account["email"], "--unit", unit)
        assert made["server_url"] == f"{self.url}/key/{made['token']}"
        return Phone(made["server_url"])

    def api(self, account: dict[str, Any]) -> httpx.Client:
        token = self.running.answer("token", "create", "--account", account["email"])["token"]
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=f"{self.url}/api", headers=headers, timeout=PATIENCE, trust_env=False)

    @cached_property
    def administrator(self) -> Desk:
        return Desk(self.url, self.account("administrator@example.org", "administrator", "SEE"))

    def settle(self, municipality: str) -> None:
        """A unit of a shipped municipality, and a settlement there."""
        listed = self.administrator.get("/organisations/units/new/").text
        place = option(listed, municipality)
        unit = {"name": f"Unit {municipality}", "code": f"{municipality}-U", "municipality": place}
        self.administrator.submit("/organisations/units/new/", unit)
        settlement = {
            "name": f"Settlement {municipality}",
            "code": f"{municipality}-S1",
            "kind": "settlement",
        }
        self.administrator.submit(f"/places/{place}/new/", settlement)


@pytest.fixture
def world() -> Iterator[World]:
    with a_running(first_start=True) as running:
        running.start()
        made = World(running)
        made.settle("RS-BOJNIK")
        made.settle("RS-BUJANOVAC")
        yield made


def test_from_an_empty_folder_to_a_restored_registry(world: World, tmp_path: Path) -> None:
    coordinator = world.account("coordinator@example.org", "unit_coordinator", "RS-BOJNIK-U")
    mediator = world.account("mediator@example.org", "health_mediator", "RS-BOJNIK-U")
    stranger = world.account("stranger@example.org", "unit_coordinator", "RS-BUJANOVAC-U")
    theirs = publish(world, tmp_path)
    phone, other_phone = world.device(coordinator, "RS-BOJNIK-U"), world.device(mediator, "RS-BOJNIK-U")
    strange_phone = world.device(stranger, "RS-BUJANOVAC-U")

    sent = register(phone)
    send_their_form(phone, theirs)
    household = found(world, coordinator)
    contest(phone, other_phone)
    desk = Desk(world.url, coordinator)
    decide(desk, household, "064 222")
    remembered(world, desk, household)
    exported(world, desk, world.api(coordinator), sent)
    restored(world, coordinator, tmp_path)
    unseen(world, stranger, strange_phone, household, coordinator)


def publish(world: World, folder: Path) -> str:
    """Our forms, and one of others, whose id is given. As they wrote it, it hides its answers: that is refused."""
    ours = world.running.answer("form", "publish", "--standard")
    assert ours == {"published": []}, "The first start published them."
    refused = world.running.command("form", "publish", str(THEIRS), "--json")
    assert (refused.returncode, "The form encrypts its answers" in refused.stdout) == (1, True)
    form = etree.parse(str(THEIRS))
    for hidden in list(form.iter("{http://www.w3.org/2002/xforms}submission")):
        hidden.getparent().remove(hidden)
    readable = folder / "theirs.xml"
    form.write(str(readable), encoding="utf-8")
    published = world.running.answer("form", "publish", str(readable))
    assert published["changed"] is True
    for book in sorted(Path(MORE_OF_THEIRS).glob("*.xlsx")) if MORE_OF_THEIRS else ():
        done = world.running.command("form", "publish", str(book), "--json")
        assert done.returncode == 0 or json.loads(done.stdout)["errors"], done.stdout + done.stderr
    return str(published["form_id"])


def register(phone: Phone) -> bytes:
    """A household of two, in Cyrillic and in Albanian spelling, with a photo that comes in a second post."""
    form = phone.download("household_registration").open(TODAY)
    [settlement] = form.choices("/data/household/place")
    first, second = "/data/member[1]", "/data/member[2]"
    for path, value in {
        "/data/notice/notice_given": "yes",
        "/data/consent/consent_page/consent_given_by": "self",
        "/data/consent/consent_page/consent_evidence": "oral_witnessed",
        "/data/household/place": settlement,
        "/data/household/address": ADDRESS,
        **member(first, GIVEN, "head", "1984-03-01"),
    }.items():
        form.set(path, value)
    form.add("/data/member")
    for path, value in member(second, CHILD, "child", "2012-07-09").items():
        form.set(path, value)
    assert form.problems() == []
    xml = form.submission()
    assert phone.send(xml) == (201, "The record was stored and applied.")
    assert phone.send(xml) == (202, "The record was here already; nothing changed.")
    assert phone.send(xml, photo__jpg=PHOTO)[0] == 201
    return xml


def member(path: str, given: str, role: str, born: str) -> dict[str, str]:
    return {
        f"{path}/name_page/given_name": given,
        f"{path}/name_page/family_name": FAMILY,
        f"{path}/name_page/sex": "female",
        f"{path}/name_page/role": role,
        f"{path}/birth_page/birth_precision": "day",
        f"{path}/birth_page/birth_day": born,
    }


def send_their_form(phone: Phone, form_id: str) -> None:
    """A form without entities is stored and shown; a plain script sends it."""
    xml = blank(phone.download(form_id))
    posted = httpx.post(
        f"{phone.url}/submission", files={"xml_submission_file": ("a.xml", xml, "text/xml")}, trust_env=False
    )
    assert (posted.status_code, "stored and applied" in posted.text) == (201, True)


def found(world: World, account: dict[str, Any]) -> str:
    """The household's id, the same by command, by API and on the screen, from a name typed in another script."""
    [head, *_] = world.running.answer("search", TYPED, "--account", account["email"])
    assert (head["name"], head["birth"]) == (f"{GIVEN} {FAMILY}", "1984-03-01")
    [told, *_] = world.api(account).get("/persons/search", params={"q": TYPED}).json()
    assert (told["person_id"], told["household_id"]) == (head["person_id"], head["household_id"])
    shown = Desk(world.url, account).get("/people/search/", q=TYPED).text
    assert FAMILY in shown
    assert f"/people/households/{head['household_id']}/" in shown
    return str(head["household_id"])


def contest(phone: Phone, other: Phone) -> None:
    """Two phones that heard the same, and have not heard of each other, change one field."""
    answers = []
    forms = [one.download("household_update").open(TODAY) for one in (phone, other)]
    for device, form, number in zip((phone, other), forms, ("063 111", "064 222"), strict=True):
        [household] = form.choices("/data/about/household")
        form.set("/data/about/household", household)
        form.set("/data/about/what", "phone")
        form.set("/data/change/phone", number)
        assert form.problems() == []
        answers.append(device.send(form.submission()))
    assert answers[0] == (201, "The record was stored and applied.")
    assert answers[1][0] == 201
    assert "Somebody else changed the same answer" in answers[1][1]


def decide(desk: Desk, household: str, wanted: str) -> None:
    """The earlier value stands until a person takes the other one."""
    page = f"/people/households/{household}/"
    assert "063 111" in desk.page(page)
    listed: Any = etree.HTML(desk.get("/conflicts/").text)
    [address] = {
        link for link in listed.xpath("//main//a/@href") if link.count("/") == 3 and "conflicts" in link
    }
    shown: Any = etree.HTML(desk.get(address).text)
    [side] = shown.xpath("//section[.//strong[text()=$wanted]]//input[@name='side']/@value", wanted=wanted)
    desk.submit(address, {"side": side})
    assert wanted in desk.page(page)
    assert "063 111" not in text_of(desk.get("/conflicts/").text)


def remembered(world: World, desk: Desk, household: str) -> None:
    """The timeline says who and when, the audit who read and who wrote, and nothing of it was changed."""
    page = desk.page(f"/people/households/{household}/")
    told = page.partition("What happened")[2]
    for said in ("coordinator@example.org", "mediator@example.org", "phone", "Household registration"):
        assert said in told
    events = desk.page("/audit/")
    assert FAMILY not in events
    assert world.running.answer("audit", "verify")["ok"] is True


def exported(world: World, desk: Desk, api: httpx.Client, sent: bytes) -> None:
    """CSV and OData hold what was sent, value for value and nothing beside it."""
    listed = api.get("/forms", params={"limit": 200}).json()["items"]
    [form] = [one["id"] for one in listed if one["form_id"] == "household_registration"]
    told: Any = etree.fromstring(sent)
    by_table = {"": [answers(told)], "member": [answers(one) for one in told.iterfind("{*}member")]}
    assert len(by_table["member"]) == 2
    packed = zipfile.ZipFile(io.BytesIO(desk.get(f"/forms/{form}/export.zip").content))
    for table, wanted in by_table.items():
        name = "-".join(filter(None, ["household_registration", table]))
        text = packed.read(f"{name}.csv").decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        assert [
            {name: value for name, value in row.items() if value and name not in OURS} for row in rows
        ] == wanted
        address = ".".join(filter(None, [f"{world.url}/odata/{form}/Submissions", table]))
        values = api.get(address).json()["value"]
        assert [
            {
                name: str(value)
                for name, value in row.items()
                if value is not None and not name.startswith("__")
            }
            for row in values
        ] == [{path.replace("/", "_"): value for path, value in one.items()} for one in wanted]


def restored(world: World, account: dict[str, Any], folder: Path) -> None:
    """A backup comes back in another folder with equal counts, and the household is found there."""
    public, key = age_key(folder)
    file = folder / "whole.age"
    taken = world.running.answer("backup", str(file), "--recipient", public)
    assert FAMILY.encode() not in file.read_bytes()
    with a_running() as elsewhere:
        shutil.copy(world.running.home / "secrets.env", elsewhere.home / "secrets.env")
        back = elsewhere.answer("restore", str(file), "--identity", str(key))
        assert back["counts"] == taken["counts"]
        assert back["counts"]["people_person"] == 2
        elsewhere.start()
        [head, *_] = elsewhere.answer("search", TYPED, "--account", account["email"])
        assert head["name"] == f"{GIVEN} {FAMILY}"
        assert "064 222" in Desk(f"http://127.0.0.1:{elsewhere.port}", account).page(
            f"/people/households/{head['household_id']}/"
        )


def unseen(
    world: World, stranger: dict[str, Any], phone: Phone, household: str, coordinator: dict[str, Any]
) -> None:
    """Nothing of it by command, screen, API, phone, or SQL under the application's role."""
    assert world.running.answer("search", TYPED, "--account", stranger["email"]) == []
    desk, api = Desk(world.url, stranger), world.api(stranger)
    planted = (FAMILY, GIVEN, CHILD, "063 111", "064 222", household)
    for path in (
        "/people/households/",
        f"/people/search/?q={TYPED}",
        "/submissions/",
        "/conflicts/",
        "/audit/",
    ):
        page = desk.get(path)
        assert page.status_code == 200
        assert [text for text in planted if text in page.text] == []
    assert desk.get(f"/people/households/{household}/").status_code == 404
    assert api.get(f"/households/{household}").status_code == 404
    for kind in ("households", "persons", "submissions", "conflicts", "needs", "services"):
        assert api.get(f"/{kind}").json()["items"] == []
    for files in (phone.download(name).files for name in ("household_update", "visit")):
        assert household not in "".join(files.values())
    own = {
        "people_household",
        "people_person",
        "history_entitychange",
        "history_conflict",
    }
    assert seen_by_sql(world, coordinator["id"], planted) >= own
    assert seen_by_sql(world, stranger["id"], planted) == set()
    assert seen_by_sql(world, "", planted) == set()


def seen_by_sql(world: World, viewer: str, planted: tuple[str, ...]) -> set[str]:
    """The tables in which the application's role finds one of these for a viewer, in any column; "" is nobody."""
    home = Home.of(world.running.environment())
    instance = home.instance()
    assert instance is not None
    urls = opened.variables(home, secrets.load_or_make(home, {}), instance.owner_url)
    patterns = [f"%{text}%" for text in planted]
    found = set()
    with psycopg.connect(urls[opened.COMPLETE]) as connection, connection.transaction():
        if viewer:
            connection.execute("select access_enter(%s, %s)", [uuid.UUID(viewer), "1:"])
        readable = connection.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace "
            "and has_table_privilege(oid, 'select')"
        ).fetchall()
        for (name,) in readable:
            rows = sql.SQL("select 1 from {} t where t::text like any (%s) limit 1").format(
                sql.Identifier(name)
            )
            if connection.execute(rows, [patterns]).fetchall():
                found.add(name)
    return found


def answers(element: Any) -> dict[str, str]:
    """What was answered, by its path, without what stands in repeats below."""
    found = {}
    for leaf in element.iter():
        above = [leaf, *leaf.iterancestors()]
        path = [etree.QName(one).localname for one in above[: above.index(element)]][::-1]
        if len(leaf) == 0 and leaf.text and not set(path) & {"member", "document"}:
            found["/".join(path)] = leaf.text
    return found
