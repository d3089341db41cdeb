"""A backup comes back elsewhere row for row, and one that is not whole comes back nowhere."""

from __future__ import annotations

import base64
import io
import tarfile
import uuid
from collections.abc import Callable
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
from tests.installations import Installation, age_key
from tests.world import Town, account, town
from tests.world_devices import device, published, registration

Make = Callable[[], Installation]


@pytest.fixture
def make(clone_database: Callable[[str], str], passwords: dict[str, str], tmp_path: Path) -> Make:
    """A new installation at each call."""

    def installation() -> Installation:
        name = f"backup_{uuid.uuid4().hex[:8]}"
        return Installation(clone_database(name), passwords, tmp_path / name)

    return installation


@pytest.fixture
def lived(make: Make, django_db_blocker: DjangoDbBlocker) -> Installation:
    """An installation in which a unit has worked."""
    made = make()
    with made.inside(django_db_blocker):
        home = town("NIS")
        coordinator = account("unit_coordinator", home.unit)
        published(coordinator)
        for _ in range(3):
            receive(device(coordinator, home), Upload(registration("NIS-S1"), (File("a.jpg", b"\xff\xd8x"),)))
    return made


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
    lived: Installation, make: Make, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    public, key = age_key(tmp_path)
    file = tmp_path / "khetane.backup"
    taken = lived.answer("backup", str(file), "--recipient", public)
    before = counts(lived.owner_url)
    assert taken["counts"] == before
    assert before["people_person"] == 6
    again = lived.run("backup", str(file), "--recipient", public)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    elsewhere = make()
    restored = elsewhere.answer("restore", str(file), "--identity", str(key))
    assert restored["counts"] == before
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


def test_rules_and_triggers_stand_again_after_a_restore(
    lived: Installation, make: Make, tmp_path: Path
) -> None:
    public, key = age_key(tmp_path)
    lived.answer("backup", str(tmp_path / "b"), "--recipient", public)
    elsewhere = make()
    elsewhere.answer("restore", str(tmp_path / "b"), "--identity", str(key))
    with psycopg.connect(elsewhere.owner_url) as owner:
        assert protections(owner) == protections_of(lived)
    with psycopg.connect(elsewhere.url("khetane_app")) as app:
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


def test_a_database_in_use_is_replaced_only_when_told(lived: Installation, tmp_path: Path) -> None:
    public, key = age_key(tmp_path)
    file = str(tmp_path / "b")
    before = lived.answer("backup", file, "--recipient", public)["counts"]
    with psycopg.connect(lived.owner_url) as owner:
        owner.execute("delete from people_personkey")
    refused = lived.run("restore", file, "--identity", str(key))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert counts(lived.owner_url)["people_personkey"] == 0
    lived.answer("restore", file, "--identity", str(key), "--replace")
    assert counts(lived.owner_url)["people_personkey"] == before["people_personkey"]


def test_a_backup_is_verified_without_being_put_back(lived: Installation, tmp_path: Path) -> None:
    public, key = age_key(tmp_path)
    file = str(tmp_path / "b")
    taken = lived.answer("backup", file, "--recipient", public)
    verified = lived.answer("backup", "--verify", file, "--identity", str(key))
    assert verified["counts"] == taken["counts"]


def damaged(content: bytes, where: str) -> bytes:
    if where == "cut":
        return content[: len(content) * 2 // 3]
    if where == "cut at the end":
        return content[:-1]
    place = {"early": 400, "middle": len(content) // 2, "last": len(content) - 1}[where]
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.fixture
def taken(lived: Installation, tmp_path: Path) -> tuple[Path, Path]:
    """A backup and the key that opens it."""
    public, key = age_key(tmp_path)
    lived.answer("backup", str(tmp_path / "taken"), "--recipient", public)
    return tmp_path / "taken", key


def test_a_damaged_backup_is_found_wherever_it_is_damaged(taken: tuple[Path, Path]) -> None:
    file, key = taken
    whole = file.read_bytes()
    for where in ("cut", "cut at the end", "early", "middle", "last"):
        file.write_bytes(damaged(whole, where))
        with pytest.raises(archive.BackupProblem, match="damaged"):
            contents.verify(file, archive.identities(key))


def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    lived: Installation, taken: tuple[Path, Path]
) -> None:
    file, key = taken
    file.write_bytes(damaged(file.read_bytes(), "last"))
    before = counts(lived.owner_url)
    refused = lived.run("restore", str(file), "--replace", "--identity", str(key))
    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert counts(lived.owner_url) == before


def test_another_key_opens_nothing(lived: Installation, tmp_path: Path) -> None:
    public, _ = age_key(tmp_path)
    _, other = age_key(tmp_path)
    lived.answer("backup", str(tmp_path / "b"), "--recipient", public)
    refused = lived.run("backup", "--verify", str(tmp_path / "b"), "--identity", str(other))
    assert refused.returncode == 1
    assert "another key" in refused.stderr


def test_a_home_with_other_keys_is_told_so_before_anything_is_done(
    lived: Installation, make: Make, tmp_path: Path
) -> None:
    public, key = age_key(tmp_path)
    file = str(tmp_path / "b")
    lived.answer("backup", file, "--recipient", public)
    elsewhere = make()
    elsewhere.master_keys = "k1:" + base64.b64encode(bytes(32)).decode()
    refused = elsewhere.run("restore", file, "--identity", str(key))
    assert refused.returncode == 1
    assert "master key k1" in refused.stderr
    assert elsewhere.run("restore", file, "--identity", str(key), "--without-keys").returncode == 0


def test_a_backup_holds_no_key_and_no_clear_text(lived: Installation, tmp_path: Path) -> None:
    public, key = age_key(tmp_path)
    file = tmp_path / "b"
    lived.answer("backup", str(file), "--recipient", public)
    assert file.stat().st_mode & 0o077 == 0
    assert b"Osoba0" not in file.read_bytes()
    plain = io.BytesIO()
    with file.open("rb") as source:
        pyrage.decrypt_io(source, plain, archive.identities(key))
    plain.seek(0)
    with tarfile.open(fileobj=plain) as opened:
        names = opened.getnames()
    assert names[0] == "header.json"
    assert names[-1] == "manifest.json"
    assert lived.master_keys.partition(":")[2].encode() not in plain.getvalue()
    assert not any(name.startswith("django_session") for name in names)


def test_tables_come_after_those_they_refer_to() -> None:
    assert in_order(["a", "b", "c"], [("a", "b"), ("b", "c")]) == ["c", "b", "a"]
    with pytest.raises(archive.BackupProblem, match="circle"):
        in_order(["a", "b"], [("a", "b"), ("b", "a")])
