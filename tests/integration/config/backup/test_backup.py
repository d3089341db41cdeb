"""A backup comes back elsewhere row for row, and one that is not whole comes back nowhere."""

from __future__ import annotations

import base64
import io
import tarfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pyrage
import pytest
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from khetane.access.models import RoleGrant
from khetane.access.tokens import DeviceIdentity
from khetane.config.backup import archive, contents
from khetane.config.backup.tables import LEFT_OUT, in_order, tables
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.attaching import File
from khetane.forms.contents import open_content
from khetane.forms.keys import content_keys
from khetane.forms.models import Submission
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from tests.conftest import Clone
from tests.installations import Installation, age_key
from tests.world import Town, account, town
from tests.world_devices import device, published, registration

Make = Callable[[], Installation]
LIVED = "backup_lived"


@dataclass(frozen=True)
class Taken:
    """A backup of the standing installation, the public key it is for, the file with the secret one, its counts."""

    file: Path
    public: str
    key: Path
    counts: dict[str, int]


@pytest.fixture
def make(clone_database: Clone, passwords: dict[str, str], tmp_path: Path) -> Make:
    """A new installation at each call."""

    def installation() -> Installation:
        name = f"backup_{uuid.uuid4().hex[:8]}"
        return Installation(clone_database(name), passwords, tmp_path / name)

    return installation


@pytest.fixture(scope="module")
def standing(
    clone_database: Clone,
    passwords: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Installation:
    """An installation in which a unit has worked; tests read it, and change a copy of it (`lived`)."""
    made = Installation(clone_database(LIVED), passwords, tmp_path_factory.mktemp("lived"))
    with made.inside(django_db_blocker):
        home = town("NIS")
        coordinator = account("unit_coordinator", home.unit)
        published(coordinator)
        for _ in range(3):
            receive(device(coordinator, home), Upload(registration("NIS-S1"), (File("a.jpg", b"\xff\xd8x"),)))
    return made


@pytest.fixture(scope="module")
def taken(standing: Installation, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    folder = tmp_path_factory.mktemp("taken")
    public, key = age_key(folder)
    told = standing.answer("backup", str(folder / "khetane.backup"), "--recipient", public)
    return Taken(folder / "khetane.backup", public, key, told["counts"])


@pytest.fixture
def lived(
    standing: Installation, clone_database: Clone, passwords: dict[str, str], tmp_path: Path
) -> Installation:
    """A copy of the installation in which a unit has worked."""
    return Installation(
        clone_database(f"lived_{uuid.uuid4().hex[:8]}", of=LIVED), passwords, tmp_path / "lived"
    )


def counts(owner_url: str) -> dict[str, int]:
    with psycopg.connect(owner_url) as connection:
        names = [table.name for table in tables(connection)]
        return {
            name: connection.execute(
                sql.SQL("select count(*) from {}").format(sql.Identifier(name))
            ).fetchall()[0][0]
            for name in names
            if name not in LEFT_OUT
        }


def test_a_backup_comes_back_in_another_home_with_equal_counts(
    standing: Installation, taken: Taken, make: Make, django_db_blocker: DjangoDbBlocker
) -> None:
    before = counts(standing.owner_url)
    assert taken.counts == before
    assert before["people_person"] == 6
    again = standing.run("backup", str(taken.file), "--recipient", taken.public)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    elsewhere = make()
    restored = elsewhere.answer("restore", str(taken.file), "--identity", str(taken.key))
    assert restored["counts"] == before
    assert protections_of(elsewhere) == protections_of(standing)
    the_application_keeps_its_place(elsewhere)
    after = counts(elsewhere.owner_url)
    assert (
        after.pop("access_audit_epoch") == before.pop("access_audit_epoch") + 1
    )  # the audit goes on in a new epoch
    assert after == before
    with elsewhere.inside(django_db_blocker):
        works_on(elsewhere)


def works_on(installation: Installation) -> None:
    """Whoever signs in reads what was sealed, and rows made now do not clash with those that came back."""
    home = unit_of_world()
    with acting_as(home.account_id):
        stored = Submission.objects.order_by("received_at").first()
        assert stored is not None
        assert b"Osoba0" in open_content(
            stored.pk, content_keys([stored.pk])[stored.pk], bytes(stored.content)
        )
    answer = receive(home, Upload(registration("NIS-S1")))
    assert (answer.status, answer.state) == (201, "applied")
    verified = installation.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout


def unit_of_world() -> DeviceIdentity:
    """A device of the coordinator that came back."""
    with acting_as_system():
        grant = RoleGrant.objects.select_related("unit__municipality", "account").get(
            role_id="unit_coordinator"
        )
    assert grant.unit is not None
    return device(grant.account, Town(grant.unit.municipality, grant.unit.municipality, grant.unit))


def the_application_keeps_its_place(installation: Installation) -> None:
    """Its role sees nothing without a viewer, and takes nothing out of the audit."""
    with psycopg.connect(installation.url("khetane_app")) as app:
        assert app.execute("select count(*) from people_person").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("delete from access_auditevent")


def protections_of(installation: Installation) -> list[tuple[object, ...]]:
    with psycopg.connect(installation.owner_url) as owner:
        return protections(owner)


def protections(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    return owner.execute(
        """
        select relname::text, relrowsecurity, relforcerowsecurity,
               (select count(*) from pg_policies where tablename = relname),
               (select string_agg(tgname || tgenabled::text, ',' order by tgname) from pg_trigger
                where tgrelid = c.oid and not tgisinternal)
        from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1
        """
    ).fetchall()


def test_a_database_in_use_is_replaced_only_when_told(lived: Installation, taken: Taken) -> None:
    with psycopg.connect(lived.owner_url) as owner:
        owner.execute("delete from people_personkey")
    refused = lived.run("restore", str(taken.file), "--identity", str(taken.key))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert counts(lived.owner_url)["people_personkey"] == 0
    lived.answer("restore", str(taken.file), "--identity", str(taken.key), "--replace")
    assert counts(lived.owner_url)["people_personkey"] == taken.counts["people_personkey"] > 0


def test_a_backup_is_verified_without_being_put_back(standing: Installation, taken: Taken) -> None:
    verified = standing.answer("backup", "--verify", str(taken.file), "--identity", str(taken.key))
    assert verified["counts"] == taken.counts


def damaged(content: bytes, where: str) -> bytes:
    if where == "cut":
        return content[: len(content) * 2 // 3]
    if where == "cut at the end":
        return content[:-1]
    place = {"early": 400, "middle": len(content) // 2, "last": len(content) - 1}[where]
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_a_damaged_backup_is_found_wherever_it_is_damaged(taken: Taken, tmp_path: Path) -> None:
    file, whole = tmp_path / "damaged", taken.file.read_bytes()
    for where in ("cut", "cut at the end", "early", "middle", "last"):
        file.write_bytes(damaged(whole, where))
        with pytest.raises(archive.BackupProblem, match="damaged"):
            contents.verify(file, archive.identities(taken.key))


def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    lived: Installation, taken: Taken, tmp_path: Path
) -> None:
    file = tmp_path / "damaged"
    file.write_bytes(damaged(taken.file.read_bytes(), "last"))
    with psycopg.connect(lived.owner_url) as owner:  # it would come back
        owner.execute("delete from people_personkey")
    before = counts(lived.owner_url)
    refused = lived.run("restore", str(file), "--replace", "--identity", str(taken.key))
    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert counts(lived.owner_url) == before


def test_another_key_opens_nothing(standing: Installation, taken: Taken, tmp_path: Path) -> None:
    _, other = age_key(tmp_path)
    refused = standing.run("backup", "--verify", str(taken.file), "--identity", str(other))
    assert refused.returncode == 1
    assert "another key" in refused.stderr


def test_a_home_with_other_keys_is_told_so_before_anything_is_done(taken: Taken, make: Make) -> None:
    elsewhere = make()
    elsewhere.master_keys = "k1:" + base64.b64encode(bytes(32)).decode()
    refused = elsewhere.run("restore", str(taken.file), "--identity", str(taken.key))
    assert refused.returncode == 1
    assert "master key k1" in refused.stderr
    without = elsewhere.run("restore", str(taken.file), "--identity", str(taken.key), "--without-keys")
    assert without.returncode == 0
    assert "closed after" in without.stderr
    assert "is open again" in without.stderr


def test_a_backup_holds_no_key_and_no_clear_text(standing: Installation, taken: Taken) -> None:
    assert taken.file.stat().st_mode & 0o077 == 0
    assert b"Osoba0" not in taken.file.read_bytes()
    plain = io.BytesIO()
    with taken.file.open("rb") as source:
        pyrage.decrypt_io(source, plain, archive.identities(taken.key))
    plain.seek(0)
    with tarfile.open(fileobj=plain) as opened:
        names = opened.getnames()
    assert names[0] == "header.json"
    assert names[-1] == "manifest.json"
    assert standing.master_keys.partition(":")[2].encode() not in plain.getvalue()
    assert not any(name.startswith("django_session") for name in names)


def test_tables_come_after_those_they_refer_to() -> None:
    assert in_order(["a", "b", "c"], [("a", "b"), ("b", "c")]) == ["c", "b", "a"]
    with pytest.raises(archive.BackupProblem, match="circle"):
        in_order(["a", "b"], [("a", "b"), ("b", "a")])
