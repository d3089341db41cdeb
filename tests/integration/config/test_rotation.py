"""A new master key takes over everything, and the old one can be removed."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from khetane.access.models import Account
from khetane.config import rotation
from khetane.config.home import Home
from khetane.core.sealing import SealBroken
from khetane.core.viewer import acting_as
from khetane.forms.contents import open_content
from khetane.forms.keys import content_keys
from khetane.forms.models import Submission
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from khetane.grievances import following
from khetane.importing.kept import content_of, new_import
from khetane.importing.models import TableImport
from khetane.people.models import Document
from khetane.people.numbers import open_number
from tests.edits import edit, send
from tests.installations import MASTER_KEYS, Installation
from tests.integration.grievances.scene import TEXT, told
from tests.world import Town, account, town
from tests.world_devices import device, plain, published, registration

NEW = "k2:" + base64.b64encode(bytes([7]) * 32).decode()
HOUSEHOLD = uuid.UUID(int=9)
TABLE = b"name\nAna\n"
KEYED = """
    select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attname = 'key_id' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not a.attisdropped
"""


@pytest.fixture
def lived(
    clone_database: Callable[[str], str],
    passwords: dict[str, str],
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[tuple[Installation, Account]]:
    """A unit has worked under the key k1: submissions, an upload kept for review, a grievance, a table, a number."""
    name = f"keys_{uuid.uuid4().hex[:8]}"
    here = Installation(clone_database(name), passwords, tmp_path)
    with here.inside(django_db_blocker):
        home = town("NIS")
        coordinator = account("unit_coordinator", home.unit)
        work(coordinator, home)
        yield here, coordinator


def work(coordinator: Account, home: Town) -> None:
    published(coordinator)
    phone = device(coordinator, home)
    assert receive(phone, Upload(registration("NIS-S1", household=HOUSEHOLD))).status == 201
    assert receive(phone, Upload(plain("x", form="unknown"))).status == 404
    person = str(uuid.uuid5(HOUSEHOLD, "0"))
    document = {"person": person, "kind": "id_card", "state": "has", "number": "AB 123"}
    assert send(coordinator, home, edit("document", uuid.uuid4(), document)).state == "applied"
    told(seed="rotation")
    with acting_as(coordinator.pk):
        new_import(home.unit.pk, coordinator.pk, "families.csv", bytes(32), TABLE).save(force_insert=True)


def readable(coordinator: Account) -> str:
    """Opens what the unit has under the keys of this moment; the number of the document."""
    found = following.behind(told(seed="rotation").code)  # the same again, so the same code
    assert found is not None
    assert found.said["text"] == TEXT
    with acting_as(coordinator.pk):
        stored = list(Submission.objects.all())
        keys = content_keys([one.pk for one in stored])
        assert len(stored) == len(keys) == 2
        for one in stored:
            open_content(one.pk, keys[one.pk], bytes(one.content))
        assert content_of(TableImport.objects.get()) == TABLE
        document = Document.objects.get()
        return open_number(bytes(document.number_sealed or b""), document.pk)


def test_everything_stands_under_the_new_key_and_the_old_one_is_not_needed(
    lived: tuple[Installation, Account], django_db_blocker: DjangoDbBlocker
) -> None:
    here, coordinator = lived
    here.master_keys = f"{NEW},{MASTER_KEYS}"
    uses = here.answer("keys", "status")["keys"]
    assert [(use["name"], use["rows"], use["first"]) for use in uses] == [("k2", 0, True), ("k1", 6, False)]
    assert here.answer("keys", "rotate") == {"key": "k2", "rows": 6}
    assert here.answer("keys", "rotate")["rows"] == 0
    here.master_keys = NEW
    assert [(use["name"], use["rows"]) for use in here.answer("keys", "status")["keys"]] == [("k2", 6)]
    with here.inside(django_db_blocker):
        assert readable(coordinator) == "AB123"


def test_every_table_with_keys_of_its_own_is_rotated(lived: tuple[Installation, Account]) -> None:
    here, _ = lived
    with psycopg.connect(here.owner_url) as owner:
        assert {name for (name,) in owner.execute(KEYED)} == rotation.WRAPPED.keys()


def test_a_row_whose_key_is_missing_stops_the_rotation_and_stays_as_it_is(
    lived: tuple[Installation, Account],
) -> None:
    here, coordinator = lived
    here.master_keys = NEW
    uses = {use["name"]: use for use in here.answer("keys", "status")["keys"]}
    assert (uses["k1"]["rows"], uses["k1"]["held"]) == (6, False)
    with pytest.raises(SealBroken):
        rotation.rotate(here.url("khetane_eraser"), here.settings().master_keys, lambda _: None)
    with psycopg.connect(here.owner_url) as owner:
        assert owner.execute("select distinct key_id from khetane_forms_submission").fetchall() == [("k1",)]
    assert readable(coordinator) == "AB123"


def test_keys_are_added_first_and_removed_only_when_unused(tmp_path: Path) -> None:
    home = Home.of({"KHETANE_HOME": str(tmp_path)})
    home.secrets.write_text(f"KHETANE_MASTER_KEYS={MASTER_KEYS}\nKHETANE_LOOKUP_KEY=x\n")
    home.secrets.chmod(0o600)
    assert rotation.add_key(home) == "k2"
    text = home.secrets.read_text()
    assert f",{MASTER_KEYS}\n" in text
    assert "KHETANE_MASTER_KEYS=k2:" in text
    assert home.secrets.stat().st_mode & 0o077 == 0
    in_use = [rotation.Use("k2", 1, True, True), rotation.Use("k1", 3, True, False)]
    for name in ("k1", "k2", "k9"):
        with pytest.raises(rotation.KeyProblem):
            rotation.remove_key(home, name, in_use)
    rotation.remove_key(home, "k1", [in_use[0], rotation.Use("k1", 0, True, False)])
    assert MASTER_KEYS not in home.secrets.read_text()
    assert "KHETANE_LOOKUP_KEY=x" in home.secrets.read_text()
