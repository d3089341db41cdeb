"""A database and a data folder of a test's own, with rows that are really committed, for other roles and processes."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from khetane.config.environment import Environment, keys
from khetane.config.postgres import ROLES, role_url

MASTER_KEYS = "k1:" + base64.b64encode(bytes(range(32))).decode()


class Installation:
    """`run` gives a khetane command; `inside` lets this process work in it."""

    def __init__(self, owner_url: str, passwords: dict[str, str], home: Path) -> None:
        self.owner_url, self.passwords, self.home = owner_url, passwords, home
        self.master_keys = MASTER_KEYS
        home.mkdir(parents=True, exist_ok=True)

    def url(self, role: str) -> str:
        return role_url(self.owner_url, role, self.passwords[role])

    @property
    def environment(self) -> dict[str, str]:
        urls = {
            f"KHETANE_{role.name.removeprefix('khetane_').upper()}_DATABASE_URL": self.url(role.name)
            for role in ROLES
        }
        urls["KHETANE_DATABASE_URL"] = urls.pop("KHETANE_APP_DATABASE_URL")
        return {
            **os.environ,
            **urls,
            "KHETANE_OWNER_DATABASE_URL": self.owner_url,
            "KHETANE_HOME": str(self.home),
            "KHETANE_MASTER_KEYS": self.master_keys,
        }

    def run(self, *arguments: str, input: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "khetane.cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            input=input,
        )

    def answer(self, *arguments: str) -> dict[str, Any]:
        """What a command prints with --json; the test fails with what it said when it ends badly."""
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def settings(self) -> Environment:
        return replace(
            settings.ENVIRONMENT,
            home=self.home,
            master_keys=keys(self.master_keys),
            owner_database_url=self.owner_url,
            **{  # type: ignore[arg-type]  # each of these names is a text
                f"{short}_database_url": self.url(f"khetane_{short}")
                for short in ("sealer", "eraser", "backup", "snapshot", "matching")
            },
        )

    @contextmanager
    def inside(self, blocker: DjangoDbBlocker) -> Iterator[None]:
        """Django of this process works in this installation, and what it commits stays."""
        from django.db import connections

        before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
        standing = settings.ENVIRONMENT
        point_django_at(self.owner_url, self.passwords)
        settings.ENVIRONMENT = self.settings()
        try:
            with blocker.unblock():
                yield
        finally:
            connections.close_all()
            settings.ENVIRONMENT = standing
            for alias, values in before.items():
                connections[alias].settings_dict.clear()
                connections[alias].settings_dict.update(values)


def point_django_at(owner_url: str, passwords: dict[str, str]) -> None:
    """Make Django's databases the ones of this run."""
    from django.db import connections

    from khetane.config.settings import database

    connections.close_all()
    for alias, url in {
        "owner": owner_url,
        "default": role_url(owner_url, "khetane_app", passwords["khetane_app"]),
    }.items():
        connections[alias].settings_dict.update(database(url))


def age_key(folder: Path) -> tuple[str, Path]:
    """A new age key: the public one, and the file with the secret one."""
    identity = pyrage.x25519.Identity.generate()
    path = folder / f"{str(identity.to_public())[:12]}.key"
    path.write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public()), path
