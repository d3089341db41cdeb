"""`khetane backup` and `khetane restore`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from khetane.cli.answers import print_facts
from khetane.cli.progress import progress
from khetane.cli.setup import django_setup
from khetane.config import opened, secrets
from khetane.config.backup import archive, contents, facts, taking
from khetane.config.backup.archive import BackupProblem
from khetane.config.home import Home
from khetane.subjects.ledger import Ledger

Identity = Annotated[Path | None, typer.Option(help="File with the secret age key, as age-keygen makes it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]

# What was erased since is in the ledger; of what was closed since nothing here knows.
CLOSED_SINCE = (
    "What was closed after {taken_at} is open again: devices, roles, accounts, API tokens, passwords, consents. "
    "Go through it before others sign in (docs/how-to/backup.md)."
)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, or with --verify to read.")],
    recipient: Annotated[
        list[str] | None, typer.Option(help="Public age key (age1…) that will open it; may be given twice.")
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read FILE to the end and say what it holds.")
    ] = False,
    identity: Identity = None,
    as_json: AsJson = False,
) -> None:
    """Write the whole database to FILE, encrypted for an age key. It holds no key of this installation."""
    if verify:
        whole = contents.verify(file, archive.identities(_given(identity)))
        _tell(file, whole.contents, as_json=as_json, taken_at=whole.header.taken_at)
        return
    if file.exists():
        raise BackupProblem(f"{file} is there already. Give another name, or move that backup away.")
    if not recipient:
        raise BackupProblem("Give the public age key the backup is for: --recipient age1….")
    keys = [archive.recipient(one) for one in recipient]
    django_setup()
    home = Home.of(os.environ)
    about = facts.facts(home, _keys_here(home), erasures=Ledger.of(home.folder).count())
    with _progress() as told:
        url = os.environ["KHETANE_BACKUP_DATABASE_URL"]
        taken = taking.take(url, file, keys, about, told)
    facts.note_taken(home, file, sum(one.rows for one in taken.values()))
    _tell(file, taken, as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="The backup to put back.")],
    identity: Identity = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where the database is not empty: what it holds is lost.")
    ] = False,
    without_keys: Annotated[
        bool,
        typer.Option("--without-keys", help="Also where the keys that open its personal content are lost."),
    ] = False,
    without_ledger: Annotated[
        bool, typer.Option("--without-ledger", help="Also where the ledger of erasures is lost.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back into an empty database; everybody who was erased since is erased again."""
    keys = archive.identities(_given(identity))
    home = Home.of(os.environ)
    with contents.opened(file, keys) as found:
        header = found.header
    if not without_keys:
        facts.check_keys(header, _keys_here(home), home)
    ledger = Ledger.of(home.folder)
    if not without_ledger:
        facts.check_ledger(header, ledger.count(), ledger.path)
    typer.echo("Reading the backup to its end first …", err=True)
    contents.verify(file, keys)
    with _database_alone(home):
        restored, erased = _put_back(file, keys, home, replace=replace)
    for mark in (home.demo, home.demo_complete):
        mark.touch() if header.demo else mark.unlink(missing_ok=True)
    home.decided.touch()
    typer.echo(CLOSED_SINCE.format(taken_at=header.taken_at), err=True)
    _tell(file, restored, as_json=as_json, taken_at=header.taken_at, erased_again=erased)


def _put_back(
    file: Path, keys: list[Any], home: Home, *, replace: bool
) -> tuple[dict[str, taking.Content], int]:
    django_setup()
    import psycopg

    from khetane.access import sealer
    from khetane.access.heads import Heads
    from khetane.config.backup import putting_back
    from khetane.subjects.removal import NotRemoved, remove
    from khetane.subjects.replay import replay

    owner_url = os.environ["KHETANE_OWNER_DATABASE_URL"]
    if not replace and not putting_back.is_empty(owner_url):
        raise BackupProblem(
            f"The database of {home.folder} is not empty. Restore into another data folder (KHETANE_HOME), or give "
            "--replace: everything it holds now is then lost."
        )
    with _progress() as told:
        restored = putting_back.put_back(owner_url, file, keys, told)
    with psycopg.connect(owner_url) as owner:
        sealer.begin_epoch(owner, Heads.of(home.folder))
    again = replay()
    try:
        if again.left_bytes:
            remove()
    except NotRemoved as problem:  # what was restored stands
        typer.echo(str(problem), err=True)
    return restored, again.erasures


@contextmanager
def _database_alone(home: Home) -> Iterator[None]:
    """The database with nobody else in it, its variables in the environment."""
    if opened.COMPLETE in os.environ:  # whoever started us has prepared everything
        yield
        return
    with home.lock("khetane restore"):
        made = secrets.load_or_make(home, os.environ)
        given = os.environ.get("DATABASE_URL")
        if given:
            os.environ.update(_prepared(home, made, given))
            yield
            return
        with opened.embedded(home, made) as url:
            os.environ.update(_prepared(home, made, url))
            yield


def _prepared(home: Home, made: dict[str, str], owner_url: str) -> dict[str, str]:
    opened.prepare(owner_url, made)
    return opened.variables(home, made, owner_url)


def _keys_here(home: Home) -> dict[str, str]:
    return facts.fingerprints({**secrets.read(home), **os.environ})


def _given(identity: Path | None) -> Path:
    if identity is None:
        raise BackupProblem(
            "Give the file with the secret age key that opens the backup: --identity KEYFILE."
        )
    return identity


@contextmanager
def _progress() -> Iterator[taking.Progress]:
    with progress("Rows") as reached:
        yield lambda table, done, total: reached(done, total, table)


def _tell(
    file: Path,
    held: dict[str, taking.Content],
    *,
    as_json: bool,
    taken_at: str = "",
    erased_again: int | None = None,
) -> None:
    said: dict[str, Any] = {
        "file": str(file),
        "tables": len(held),
        "rows": sum(one.rows for one in held.values()),
    }
    if taken_at:
        said["taken_at"] = taken_at
    if erased_again is not None:
        said["erased_again"] = erased_again
    if as_json:
        said["counts"] = {name: one.rows for name, one in sorted(held.items())}
    print_facts(said, as_json=as_json)


def register(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)
