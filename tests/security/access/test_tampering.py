"""Whoever changes the audit with the database's highest rights is found by verification."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from khetane.access import sealer
from khetane.access.heads import Heads
from khetane.access.verification import Report, verify
from khetane.config.postgres import role_url

WHO = UUID(int=7)
EVENT = "insert into access_auditevent (action, kind, subjects, fields) values ('read', 'person', array[%s::uuid], '{}')"


class Log:
    """An audit of its own: its events, its sealer, its heads, and a superuser who tampers."""

    def __init__(self, owner_url: str, passwords: dict[str, str], folder: Path) -> None:
        self.owner_url = owner_url
        self.app_url = role_url(owner_url, "khetane_app", passwords["khetane_app"])
        self.sealer = sealer.connect(role_url(owner_url, "khetane_sealer", passwords["khetane_sealer"]))
        self.heads = Heads.of(folder)

    def add(self, number: int = 1) -> None:
        for _ in range(number):
            with psycopg.connect(self.app_url) as connection:
                connection.execute("select set_config('khetane.viewer', %s, true)", [str(WHO)])
                connection.execute(EVENT, [uuid4()])

    def seal(self) -> int:
        return len(sealer.seal(self.sealer, self.heads, expect=sealer.catch_up(self.sealer, self.heads)))

    def tamper(self, sql: str) -> None:
        with psycopg.connect(self.owner_url) as connection:
            connection.execute("set session_replication_role = replica")  # no trigger stands in the way
            assert connection.execute(sql).rowcount > 0

    def verify(self) -> Report:
        return verify(self.sealer, self.heads)

    def kinds(self) -> set[tuple[str, int | None]]:
        return {(finding.kind, finding.block) for finding in self.verify().findings}


@pytest.fixture
def log(clone_database: Callable[[str], str], passwords: dict[str, str], tmp_path: Path) -> Iterator[Log]:
    """Three sealed blocks of two events each, and one event not sealed."""
    made = Log(clone_database(f"audit_{uuid4().hex[:8]}"), passwords, tmp_path)
    for _ in range(3):
        made.add(2)
        assert made.seal() == 1
    made.add()
    yield made
    made.sealer.close()


NTH = "(select id from access_auditevent order by id offset {} limit 1)"


def test_a_whole_log_is_whole(log: Log) -> None:
    report = log.verify()
    assert report.ok
    assert (report.blocks, report.sealed_events, report.unsealed_events) == (3, 6, 1)


def test_nothing_new_makes_no_block(log: Log) -> None:
    assert log.seal() == 1
    assert log.seal() == 0


@pytest.mark.parametrize(
    ("kind", "sql"),
    [
        ("changed", f"update access_auditevent set action = 'wrote' where id = {NTH.format(2)}"),
        ("changed", f"update access_auditevent set at = at + interval '1 second' where id = {NTH.format(2)}"),
        ("changed", f"update access_auditevent set account = gen_random_uuid() where id = {NTH.format(3)}"),
        ("changed", f"update access_auditevent set subjects = '{{}}' where id = {NTH.format(3)}"),
        ("removed", f"delete from access_auditevent where id = {NTH.format(2)}"),
        (
            "inserted",
            "insert into access_auditevent (epoch, xid, at, account, action, kind, subjects, fields) "
            f"select epoch, xid, at, account, action, kind, subjects, fields from access_auditevent where id = {NTH.format(2)}",
        ),
        ("changed", "update access_auditblock set sealed_at = sealed_at - interval '1 day' where number = 2"),
        ("broken_link", "update access_auditblock set previous = hash where number = 2"),
        ("range", "update access_auditblock set xid_from = xid_from + 1 where number = 2"),
    ],
)
def test_tampering_with_a_sealed_event_names_its_block(log: Log, kind: str, sql: str) -> None:
    log.tamper(sql)
    assert (kind, 2) in log.kinds()


def test_a_block_taken_out_of_the_middle_is_missed(log: Log) -> None:
    log.tamper("delete from access_auditblock where number = 2")
    assert {("gap", 3), ("cut", 2)} <= log.kinds()


def test_a_tail_cut_off_is_missed(log: Log) -> None:
    log.tamper("delete from access_auditevent where id > (select min(id) + 3 from access_auditevent)")
    log.tamper("delete from access_auditblock where number = 3")
    assert log.kinds() == {("cut", 3)}
    with pytest.raises(sealer.SealerProblem, match="Block 3"):
        log.seal()


def test_a_chain_computed_anew_does_not_match_the_heads(log: Log) -> None:
    log.tamper("delete from access_auditevent where id > (select min(id) + 3 from access_auditevent)")
    log.tamper("delete from access_auditblock where number = 3")
    log.add(2)
    forger = Heads(log.heads.path.with_name("forged"))
    assert sealer.seal(log.sealer, forger)
    assert log.kinds() == {("rewritten", 3)}


def test_the_heads_taken_away_are_missed(log: Log) -> None:
    log.heads.path.unlink()
    assert log.kinds() == {("heads_missing", None)}


def test_a_garbled_head_is_found(log: Log) -> None:
    log.heads.path.write_bytes(b"x\n" + log.heads.path.read_bytes())
    assert ("heads_unreadable", None) in log.kinds()


def test_a_crash_between_block_and_head_is_mended(log: Log) -> None:
    lines = log.heads.path.read_bytes().splitlines(keepends=True)
    log.heads.path.write_bytes(b"".join(lines[:2]) + lines[2][:10])
    log.seal()
    assert log.verify().ok
    assert log.heads.path.read_bytes().splitlines(keepends=True)[:3] == lines


def test_what_a_running_transaction_wrote_waits_and_is_sealed_later(log: Log) -> None:
    log.seal()
    with psycopg.connect(log.app_url) as slow:
        slow.execute("select set_config('khetane.viewer', %s, true)", [str(WHO)])
        slow.execute(EVENT, [uuid4()])
        log.add()
        assert log.seal() == 0  # the later one waits too: its block's range must be closed
    assert log.seal() == 1
    report = log.verify()
    assert report.ok
    assert (report.sealed_events, report.unsealed_events) == (9, 0)


def test_a_restore_begins_an_epoch_and_is_said(log: Log) -> None:
    log.seal()
    log.tamper("delete from access_auditevent where id > (select min(id) + 3 from access_auditevent)")
    log.tamper("delete from access_auditblock where number > 2")  # what an older backup holds
    with psycopg.connect(log.owner_url) as owner:
        assert sealer.begin_epoch(owner, log.heads) == 2
    log.add(2)
    assert log.seal() == 2  # the old epoch is closed, the new one begun
    with psycopg.connect(log.owner_url) as owner:
        rows = owner.execute("select epoch, count(*) from access_auditevent group by epoch order by epoch")
        assert rows.fetchall() == [(1, 4), (2, 2)]
    report = log.verify()
    assert report.ok, report.findings
    assert any("ended with block 2" in notice for notice in report.notices)


def test_only_one_seals_at_a_time(log: Log, passwords: dict[str, str]) -> None:
    assert sealer.take_turn(log.sealer)
    with sealer.connect(role_url(log.owner_url, "khetane_sealer", passwords["khetane_sealer"])) as other:
        assert not sealer.take_turn(other)


@pytest.mark.parametrize("column", ["id", "epoch", "xid", "at", "account"])
def test_the_application_cannot_say_who_or_when(log: Log, column: str) -> None:
    with psycopg.connect(log.app_url) as connection:
        connection.execute("select set_config('khetane.viewer', %s, true)", [str(WHO)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                f"insert into access_auditevent ({column}, action) select {column}, 'read' from access_auditevent limit 1"
            )
