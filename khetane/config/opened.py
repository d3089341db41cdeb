"""An open database for a command: the running instance's, or one started for as long as it takes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from khetane.config import secrets
from khetane.config.home import Home, HomeProblem, Instance
from khetane.config.postgres import ROLES, Cluster, ensure_database, ensure_roles, role_url
from khetane.config.postgres.roles import DATABASE, OWNER
from khetane.config.problem import Problem

COMPLETE = "KHETANE_DATABASE_URL"  # where it is set, whoever started us has prepared everything


def given_url(source: Mapping[str, str]) -> str:
    """The owner's address of a server of one's own, once it answers; empty when DATABASE_URL is not set.

    Raises Problem with what is wrong. The address holds a password, so no message repeats it.
    """
    url = source.get("DATABASE_URL", "")
    if not url:
        return ""
    if not url.startswith(("postgresql://", "postgres://")):
        raise Problem(
            "DATABASE_URL must be an address such as postgresql://owner:password@host:5432/database."
        )
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        raise Problem(
            f"The database of DATABASE_URL cannot be opened: {str(error).strip()} Start it, or correct the address."
        ) from error
    except psycopg.ProgrammingError as error:
        raise Problem(
            "DATABASE_URL cannot be read. Signs such as @ : / % # in its password are written %40 %3A %2F %25 %23."
        ) from error
    return url


def cluster_of(home: Home, made: Mapping[str, str]) -> Cluster:
    return Cluster.at(
        home.make_postgres_folder(),
        owner_password=made[secrets.password_name(OWNER)],
        log=home.log / "postgres.log",
    )


def prepare(owner_url: str, made: Mapping[str, str]) -> None:
    """Make or mend the roles, each with its password of secrets.env."""
    ensure_roles(owner_url, {role.name: made[secrets.password_name(role.name)] for role in ROLES})


def variables(home: Home, made: Mapping[str, str], owner_url: str, *, address: str = "") -> dict[str, str]:
    """The KHETANE_ variables for a process of ours; what our own environment says goes before."""
    values = {name: value for name, value in made.items() if name.startswith("KHETANE_")}
    values["KHETANE_OWNER_DATABASE_URL"] = owner_url
    for role in ROLES:
        short = role.name.removeprefix("khetane_").upper()
        name = COMPLETE if short == "APP" else f"KHETANE_{short}_DATABASE_URL"
        values[name] = role_url(owner_url, role.name, made[secrets.password_name(role.name)])
    if address:
        values["KHETANE_PUBLIC_URL"] = address
    given = {name: value for name, value in os.environ.items() if name.startswith("KHETANE_")}
    return {**values, **given, "KHETANE_HOME": str(home.folder)}


@contextmanager
def database(home: Home, *, purpose: str, patience: float = 60.0) -> Iterator[dict[str, str]]:
    """The variables of an open database: the running instance's, or one that ends with the block.

    `patience`: how many seconds to wait for another command that has it open for itself.
    """
    instance = _running_instance(home, patience)
    if instance is not None:
        made = secrets.load_or_make(home, os.environ)
        yield variables(home, made, instance.owner_url, address=instance.address)
        return
    with home.lock(purpose):
        made = secrets.load_or_make(home, os.environ)
        owner_url = given_url(os.environ)
        if owner_url:
            yield variables(home, made, owner_url)
            return
        if not home.has_database():
            raise HomeProblem(
                f"There is no database in {home.folder} yet. Start Khetane once with `make run`, or name its data "
                "folder with KHETANE_HOME."
            )
        with embedded(home, made) as url:
            yield variables(home, made, url)


def _running_instance(home: Home, patience: float) -> Instance | None:
    """The running instance, once its database is open; None when the folder is free."""
    deadline = time.monotonic() + patience
    while home.is_locked():
        instance = home.instance()
        if instance is not None or time.monotonic() > deadline:
            return instance
        time.sleep(0.1)
    return None


@contextmanager
def embedded(home: Home, made: Mapping[str, str]) -> Iterator[str]:
    """The owner's URL of the embedded database, started for the block. The caller holds the lock."""
    cluster = cluster_of(home, made)
    cluster.start()
    try:
        ensure_database(cluster.owner_url("postgres"))
        yield cluster.owner_url(DATABASE)
    finally:
        cluster.stop()
