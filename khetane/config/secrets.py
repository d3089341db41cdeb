"""The secrets of an installation: made once, kept in secrets.env, handed on in the environment only."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping

import pyrage

from khetane.config.environment import KEY_BYTES
from khetane.config.home import Home, write_private
from khetane.config.postgres.roles import OWNER, ROLES
from khetane.config.problem import Problem

HEADER = (
    "# Khetane's secrets. Whoever has this file and the database can read everything; without it personal\n"
    "# content cannot be read any more. Keep a copy in a safe place, apart from the backups.\n"
)


class SecretsProblem(Problem):
    """The secrets cannot be used; the message says why and what to do."""


def password_name(role: str) -> str:
    return f"DATABASE_PASSWORD_{role.upper()}"


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


# Without one of these, data is lost; they are never made anew beside an existing database.
PRECIOUS: Mapping[str, Callable[[], str]] = {
    "KHETANE_MASTER_KEYS": lambda: f"k1:{_key()}",
    "KHETANE_LOOKUP_KEY": _key,
    "KHETANE_SUBMISSION_IDENTITY": lambda: str(pyrage.x25519.Identity.generate()),
    password_name(OWNER): lambda: secrets.token_urlsafe(24),
}
REPLACEABLE: Mapping[str, Callable[[], str]] = {
    "KHETANE_SECRET_KEY": lambda: secrets.token_urlsafe(48),
    **{password_name(role.name): lambda: secrets.token_urlsafe(24) for role in ROLES},
}


def load_or_make(home: Home, given: Mapping[str, str]) -> dict[str, str]:
    """Every secret by name. What `given` (the environment) holds goes first and is not written down."""
    kept = read(home)
    missing = [name for name in (*PRECIOUS, *REPLACEABLE) if name not in kept and name not in given]
    lost = [name for name in missing if name in PRECIOUS]
    if lost and home.has_database():
        raise SecretsProblem(
            f"{home.secrets} lacks {', '.join(lost)}, and there is a database beside it that was made with them. "
            "Put the file back from your safe copy; new keys could not read what is stored."
        )
    if missing:
        made = {name: {**PRECIOUS, **REPLACEABLE}[name]() for name in missing}
        kept = {**kept, **made}
        write_private(home.secrets, HEADER + "".join(f"{name}={value}\n" for name, value in kept.items()))
    return {name: given.get(name, kept.get(name, "")) for name in (*PRECIOUS, *REPLACEABLE)}


def read(home: Home) -> dict[str, str]:
    """What secrets.env holds; nothing where there is no file. Refuses a file that others can read."""
    if not home.secrets.exists():
        return {}
    if home.secrets.stat().st_mode & 0o077:
        raise SecretsProblem(
            f"{home.secrets} can be read by other accounts of this machine. Close it with "
            f"`chmod 600 {home.secrets}`; if somebody else may have read it, change the keys as "
            "docs/how-to/install.md describes."
        )
    lines = [line.strip() for line in home.secrets.read_text().splitlines()]
    entries = [line for line in lines if line and not line.startswith("#")]
    broken = next((number for number, line in enumerate(entries, 1) if "=" not in line), None)
    if broken is not None:
        raise SecretsProblem(
            f"Entry {broken} of {home.secrets} is not written NAME=value. Mend it, or put the file back from your safe copy."
        )
    return dict(line.split("=", 1) for line in entries)
