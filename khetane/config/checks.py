"""What `khetane doctor` looks at. Each check answers with findings and changes nothing."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg

import khetane
from khetane.config import opened, secrets
from khetane.config.backup.facts import last_taken
from khetane.config.environment import read
from khetane.config.home import Home
from khetane.config.orphans import orphans
from khetane.config.postgres import ROLES
from khetane.config.postgres.binaries import ROOT_FOLDER
from khetane.config.problem import Problem
from khetane.config.services import django, run_quietly
from khetane.programmes import own as own_schemes
from khetane.subjects.catalogue.own import of as rules_of
from khetane.subjects.catalogue.reading import INSTALLATION, OWN
from khetane.subjects.ledger import Ledger

State = Literal["good", "warning", "bad"]
GIGABYTE = 1024**3
BACKUP_TOO_OLD = dt.timedelta(days=2)
CLOCK_TOLERANCE = 5.0  # seconds
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SOURCE = Path(khetane.__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` says what is, and unless it is good, what to do."""

    subject: str
    state: State
    sentence: str


def examine(home: Home) -> list[Finding]:
    """Every check in turn; one that cannot be made is itself a finding."""
    findings = [*python(), *locked_packages(), *static_files(), *secrets_file(home), *disk(home), *browser()]
    findings += [*backups(home), *ledger(home), *orphaned()]
    findings += (configured := [keeping(home), schemes(home)])
    try:
        with opened.database(home, purpose="khetane doctor", patience=5) as variables:
            environment = {**os.environ, **variables, "DJANGO_SETTINGS_MODULE": "khetane.config.settings"}
            settings = variables_read(environment)
            findings += [settings, *database(environment)]
            if {settings.state, *(one.state for one in configured)} == {
                "good"
            }:  # Django starts with no others
                findings.append(tables(environment))
    except (Problem, psycopg.Error) as problem:
        said = any(finding.sentence == str(problem) for finding in findings)
        sentence = "not looked at: what is said above stands in the way." if said else str(problem)
        findings.append(Finding("database", "bad", sentence))
    return findings


def python() -> Iterator[Finding]:
    """Whether this Python is one that Khetane runs on."""
    have = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info < (3, 14):
        yield Finding("Python", "good", have)
    else:
        yield Finding(
            "Python", "bad", f"{have}; Khetane needs 3.11, 3.12 or 3.13. Install one and run `make run`."
        )


def locked_packages() -> Iterator[Finding]:
    """Whether the environment was made from the lock file as it is now. Only in a clone."""
    script = SOURCE / "scripts" / "environment.py"
    if not script.exists():
        return
    code, _ = run_quietly([sys.executable, str(script), "check"], os.environ)
    if code == 0:
        yield Finding("packages", "good", "as the lock file names them")
    else:
        yield Finding("packages", "bad", "not those of the lock file as it is now. Run `make environment`.")


def static_files() -> Iterator[Finding]:
    vendor = Path(khetane.__file__).parent / "web" / "static" / "vendor"
    if vendor.is_dir() and any(vendor.iterdir()):
        yield Finding("static files", "good", "built")
    else:
        yield Finding("static files", "bad", f"{vendor} is empty, so pages have no style. Run `make build`.")


def secrets_file(home: Home) -> Iterator[Finding]:
    """Whether every secret that cannot be made anew is there, in the file or in the environment."""
    try:
        kept = secrets.read(home)
    except Problem as problem:
        yield Finding("secrets", "bad", str(problem))
        return
    lost = [name for name in secrets.PRECIOUS if name not in kept and name not in os.environ]
    if not lost:
        yield Finding("secrets", "good", f"{home.secrets}, closed to others. Keep a copy in a safe place.")
    elif home.has_database():
        yield Finding(
            "secrets", "bad", f"{home.secrets} lacks {', '.join(lost)}. Put it back from your safe copy."
        )
    else:
        yield Finding("secrets", "warning", "none yet; the first `make run` makes them.")


def disk(home: Home) -> Iterator[Finding]:
    """Whether there is room for the database to grow."""
    free = shutil.disk_usage(home.postgres if home.postgres.exists() else home.folder).free / GIGABYTE
    if free >= 2:
        yield Finding("disk", "good", f"{free:.0f} GB free")
    else:
        yield Finding(
            "disk", "bad", f"only {free:.1f} GB free for {home.folder}. Make room, or move the data folder."
        )


def backups(home: Home) -> Iterator[Finding]:
    """Whether a backup was taken lately from an installation that is in use."""
    if not home.has_database() or home.demo.exists():
        return
    taken = last_taken(home)
    age = dt.datetime.now(dt.UTC) - taken if taken else None
    if age is None:
        yield Finding("backup", "warning", "none was taken yet. Take one: docs/how-to/backup.md.")
    elif age > BACKUP_TOO_OLD:
        yield Finding("backup", "warning", f"the last one is {age.days} days old. Take one every night.")
    else:
        yield Finding("backup", "good", f"taken {age.total_seconds() / 3600:.0f} hours ago")


def ledger(home: Home) -> Iterator[Finding]:
    """Whether the ledger of erasures can be read to its end."""
    try:
        erasures = Ledger.of(home.folder).count()
    except Problem as problem:
        yield Finding("erasures", "bad", str(problem))
        return
    yield Finding("erasures", "good", f"{erasures} in the ledger; keep a copy of it apart from the backups")


def keeping(home: Home) -> Finding:
    """Whether the installation's own rules of keeping can be read; with a wrong file nothing starts."""
    try:
        kept = rules_of(home.folder)
    except Problem as problem:
        return Finding("rules of keeping", "bad", str(problem))
    own = [rule.code for rule in (*kept.rules.values(), kept.grievances) if rule.said_by == INSTALLATION]
    changed = f"changed by {OWN}: {', '.join(own)}" if own else "those that come with Khetane"
    return Finding("rules of keeping", "good", changed)


def schemes(home: Home) -> Finding:
    """Whether the installation's own schemes can be read and none in use was changed; otherwise nothing starts."""
    try:
        own_schemes.check(home.folder, dt.date.today())
        own = [code for code, one in own_schemes.of(home.folder).items() if one.own_since]
    except Problem as problem:
        return Finding("schemes", "bad", str(problem))
    added = f"with those of the folder {own_schemes.FOLDER}: {', '.join(own)}"
    return Finding("schemes", "good", added if own else "those that come with Khetane")


def orphaned(root: Path = ROOT_FOLDER) -> Iterator[Finding]:
    """Each database folder of root's that no data folder leads to. It may hold records: nothing is removed here."""
    for one in orphans(root) if os.geteuid() == 0 else ():
        whose = (
            f"belonged to {one.belonged_to}"
            if one.belonged_to
            else "says of no data folder that it is its own"
        )
        used = f"last used {one.last_used:%Y-%m-%d}" if one.last_used else "with no whole database in it"
        ending = f"A server still runs in it: end it with `kill -INT {one.server}`. " if one.server else ""
        yield Finding(
            "database folder",
            "warning",
            f"{one.folder} {whose}, which leads to it no more ({used}). {ending}It may hold records. If nobody needs "
            f"them, remove it: `rm -r {one.folder}`.",
        )


def browser() -> Iterator[Finding]:
    if (SOURCE / "tests").is_dir() and not any(map(shutil.which, BROWSERS)):
        yield Finding(
            "browser for the tests", "warning", "Chromium is missing: `sudo apt-get install chromium`."
        )


def database(environment: dict[str, str]) -> Iterator[Finding]:
    owner_url = environment["KHETANE_OWNER_DATABASE_URL"]
    checks: tuple[Callable[[psycopg.Connection], Iterator[Finding]], ...] = (server, clock, roles)
    with psycopg.connect(owner_url, connect_timeout=10) as connection:
        for check in checks:
            yield from check(connection)
    for role in ROLES:
        yield from login(role.name, environment)


def tables(environment: dict[str, str]) -> Finding:
    code, said = run_quietly(django("migrate", "--database", "owner", "--check"), environment)
    if code == 0:
        return Finding("tables", "good", "up to date")
    return Finding("tables", "bad", f"not up to date. Run `khetane migrate`. {said[-300:]}".strip())


def variables_read(environment: Mapping[str, str]) -> Finding:
    """Whether every variable of ours is known and has a value that can be read."""
    try:
        read(environment)
    except Problem as problem:
        return Finding("settings", "bad", str(problem))
    return Finding("settings", "good", "every variable is known and can be read")


def server(connection: psycopg.Connection) -> Iterator[Finding]:
    version = connection.info.server_version // 10000
    if version < 17:
        yield Finding(
            "database", "bad", f"PostgreSQL {version}; Khetane needs 17 or later. Upgrade the server."
        )
    else:
        yield Finding("database", "good", f"PostgreSQL {version} answers")
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if setting(connection, name) == "off":
            yield Finding(
                "database",
                "bad",
                f"{name} is off, so a power cut loses records. Set it to on in postgresql.conf.",
            )


def clock(connection: psycopg.Connection) -> Iterator[Finding]:
    row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    apart = abs(float(row[0]) - time.time()) if row else 0.0
    if apart > CLOCK_TOLERANCE:
        yield Finding(
            "clock", "bad", f"{apart:.0f} s apart from the database's. Set both by a time server (NTP)."
        )
    else:
        yield Finding("clock", "good", "agrees with the database's")


def roles(connection: psycopg.Connection) -> Iterator[Finding]:
    for role in ROLES:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles r WHERE rolname = %s",
            [role.name],
        ).fetchone()
        wanted = (False, role.bypasses_row_security, False)
        if row is None:
            yield Finding("roles", "bad", f"{role.name} is missing. `khetane run` makes it.")
        elif row != wanted:
            yield Finding(
                "roles",
                "bad",
                f"{role.name} may do more or less than it should (superuser, bypass of row security, owner of tables: "
                f"{row}, not {wanted}). `khetane run` mends its attributes; give its tables to the owner.",
            )


def login(role: str, environment: dict[str, str]) -> Iterator[Finding]:
    short = role.removeprefix("khetane_").upper()
    name = opened.COMPLETE if short == "APP" else f"KHETANE_{short}_DATABASE_URL"
    try:
        psycopg.connect(environment[name], connect_timeout=10).close()
    except psycopg.OperationalError as error:
        yield Finding(
            "roles", "bad", f"{role} cannot sign in: {str(error).strip()}. `khetane run` mends its password."
        )
    else:
        yield Finding("roles", "good", f"{role} signs in")


def setting(connection: psycopg.Connection, name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""
