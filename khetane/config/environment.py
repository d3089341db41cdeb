"""Everything the application takes from its environment, read once and strictly.

`VARIABLES` is the whole list: the reference page and `khetane doctor` are made from it. A name that
begins with KHETANE_ and is not in it, or a value that cannot be read, stops the start with a sentence.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from khetane.config.problem import Problem

PREFIX = "KHETANE_"
KEY_BYTES = 32

Kind = Literal["production", "test"]


class EnvironmentProblem(Problem):
    """The environment cannot be used; the message says which variable, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What `khetane.config.settings` builds on. Keys are bytes, places are absolute paths."""

    kind: Kind
    home: Path
    secret_key: str
    master_keys: Mapping[str, bytes]  # by name; the first one encrypts, every one decrypts
    lookup_key: bytes
    submission_identity: str  # the age identity that finished records are sealed to
    database_url: str  # the role of the application: owns nothing
    owner_database_url: str
    sealer_database_url: str
    eraser_database_url: str
    backup_database_url: str
    snapshot_database_url: str
    matching_database_url: str
    allowed_hosts: tuple[str, ...]
    public_url: str  # without a closing slash; empty: as the browser asked
    behind_proxy: bool
    demo: bool
    session_idle_minutes: int
    session_hours: int
    require_mfa: bool
    mfa_grace_days: int
    mail_url: str
    mail_from: str
    oidc_issuer: str  # empty: no sign-in through another provider
    oidc_client_id: str
    oidc_client_secret: str
    oidc_name: str

    @property
    def is_test(self) -> bool:
        return self.kind == "test"


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable. `default` None: it must be given. `test_default`: used where KHETANE_ENV is test."""

    name: str
    field: str
    meaning: str
    parse: Callable[[str], Any]
    default: str | None = None
    test_default: str | None = None


def text(value: str) -> str:
    if not value.strip():
        raise ValueError("it is empty")
    return value


def flag(value: str) -> bool:
    if value not in ("0", "1"):
        raise ValueError("it must be 0 or 1")
    return value == "1"


def kind(value: str) -> Kind:
    if value not in ("production", "test"):
        raise ValueError("it must be production or test")
    return cast(Kind, value)


def folder(value: str) -> Path:
    return Path(text(value)).expanduser().absolute()


def hosts(value: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    if not names:
        raise ValueError("it names no host; give names separated by commas")
    for name in names:
        if "/" in name or " " in name or name == "*":
            raise ValueError(f"{name!r} is not the name of a host; write it without http:// and without *")
    return names


def url(value: str) -> str:
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("it must be an address such as https://khetane.example.org")
    return value.rstrip("/")


def issuer(value: str) -> str:
    """Like `url`, with a path: many providers serve several realms."""
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("it must be an address such as https://login.example.org/realms/social")
    return value.rstrip("/")


def mail(value: str) -> str:
    if value and (urlsplit(value).scheme not in ("smtp", "smtps") or not urlsplit(value).hostname):
        raise ValueError("it must be an address such as smtp://name:password@mail.example.org:587")
    return value


def number(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 100_000:
        raise ValueError("it must be a whole number above 0")
    return int(value)


def whole(value: str) -> int:
    if not value.isdecimal() or int(value) >= 100_000:
        raise ValueError("it must be a whole number, or 0")
    return int(value)


def database(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError("it must be an address such as postgresql://name:password@host:5432/database")
    return value


def key(value: str) -> bytes:
    try:
        raw = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError("it is not base64") from error
    if len(raw) != KEY_BYTES:
        raise ValueError(f"it holds {len(raw)} bytes and must hold {KEY_BYTES}")
    return raw


def keys(value: str) -> dict[str, bytes]:
    """`k2:base64,k1:base64` → bytes by name, in that order."""
    found: dict[str, bytes] = {}
    for entry in filter(None, (part.strip() for part in value.split(","))):
        name, separator, encoded = entry.partition(":")
        if not separator or not name.isalnum():
            raise ValueError("each key must be written name:base64, and a name has letters and digits only")
        if name in found:
            raise ValueError(f"the key {name} stands twice")
        found[name] = key(encoded)
    if not found:
        raise ValueError("it holds no key")
    return found


def age_identity(value: str) -> str:
    if not value.startswith("AGE-SECRET-KEY-1"):
        raise ValueError("it must be an age identity, which begins with AGE-SECRET-KEY-1")
    return value


# Public values: they protect nothing, and only an environment that says it is a test takes them.
_TEST_KEY = base64.b64encode(b"khetane-test-key-not-for-real-use"[:KEY_BYTES]).decode()
_TEST_IDENTITY = "AGE-SECRET-KEY-1JCJX2XAVETV9AY974W6MRVLXW847V8MQY3RJ3WY97FHUC5CN4N3S874XR3"
_TEST_DATABASE = "postgresql:///khetane_test"


def _role(name: str, field: str, meaning: str) -> Variable:
    return Variable(name, field, meaning, database, test_default=_TEST_DATABASE)


VARIABLES: tuple[Variable, ...] = (
    Variable("KHETANE_ENV", "kind", "production, or test for the project's own tests", kind, "production"),
    Variable("KHETANE_HOME", "home", "the data folder", folder, "var", test_default="var/test"),
    Variable("KHETANE_SECRET_KEY", "secret_key", "signs sessions and links", text, test_default="test"),
    Variable(
        "KHETANE_MASTER_KEYS",
        "master_keys",
        "encrypt personal content: name:base64, several separated by commas, the newest first",
        keys,
        test_default=f"t1:{_TEST_KEY}",
    ),
    Variable(
        "KHETANE_LOOKUP_KEY",
        "lookup_key",
        "makes the keyed hash by which a document number is found (base64)",
        key,
        test_default=_TEST_KEY,
    ),
    Variable(
        "KHETANE_SUBMISSION_IDENTITY",
        "submission_identity",
        "the age identity that devices seal finished records to",
        age_identity,
        test_default=_TEST_IDENTITY,
    ),
    _role("KHETANE_DATABASE_URL", "database_url", "the application's role, which owns nothing"),
    _role(
        "KHETANE_OWNER_DATABASE_URL",
        "owner_database_url",
        "owns the tables; for migrations, and to remove old bytes of the erased",
    ),
    _role("KHETANE_SEALER_DATABASE_URL", "sealer_database_url", "seals the audit log"),
    _role("KHETANE_ERASER_DATABASE_URL", "eraser_database_url", "replaces erased content"),
    _role("KHETANE_BACKUP_DATABASE_URL", "backup_database_url", "reads everything for a backup"),
    _role("KHETANE_SNAPSHOT_DATABASE_URL", "snapshot_database_url", "reads what a snapshot may hold"),
    _role("KHETANE_MATCHING_DATABASE_URL", "matching_database_url", "finds records of one person"),
    Variable(
        "KHETANE_ALLOWED_HOSTS",
        "allowed_hosts",
        "names the server answers to, separated by commas",
        hosts,
        "localhost,127.0.0.1,[::1]",
        "localhost,127.0.0.1,[::1],testserver",
    ),
    Variable("KHETANE_PUBLIC_URL", "public_url", "the address people and devices use", url, ""),
    Variable(
        "KHETANE_BEHIND_PROXY",
        "behind_proxy",
        "1 when a reverse proxy sets X-Forwarded-Proto and strips it from visitors' requests",
        flag,
        "0",
    ),
    Variable(
        "KHETANE_DEMO",
        "demo",
        "1 to mark every page as a demonstration; without it, loading the demonstration country does",
        flag,
        "0",
    ),
    Variable(
        "KHETANE_SESSION_IDLE_MINUTES",
        "session_idle_minutes",
        "minutes without a page after which one has to sign in again",
        number,
        "30",
    ),
    Variable(
        "KHETANE_SESSION_HOURS", "session_hours", "hours after which one has to sign in again", number, "10"
    ),
    Variable(
        "KHETANE_REQUIRE_MFA",
        "require_mfa",
        "1 when whoever may see persons has to sign in with a second step (never where the demonstration is); 0 leaves it to each",
        flag,
        "1",
        "0",
    ),
    Variable(
        "KHETANE_MFA_GRACE_DAYS",
        "mfa_grace_days",
        "days from the making of an account for which it may do without the second step",
        whole,
        "7",
    ),
    Variable(
        "KHETANE_MAIL_URL", "mail_url", "smtp://name:password@host:587; without it no mail is sent", mail, ""
    ),
    Variable("KHETANE_MAIL_FROM", "mail_from", "the sender of mail", str, "khetane@localhost"),
    Variable(
        "KHETANE_OIDC_ISSUER",
        "oidc_issuer",
        "the OpenID Connect provider through which accounts may sign in too; its three other variables go with it",
        issuer,
        "",
    ),
    Variable("KHETANE_OIDC_CLIENT_ID", "oidc_client_id", "our name at the OpenID Connect provider", str, ""),
    Variable(
        "KHETANE_OIDC_CLIENT_SECRET",
        "oidc_client_secret",
        "our secret at the OpenID Connect provider",
        str,
        "",
    ),
    Variable(
        "KHETANE_OIDC_NAME",
        "oidc_name",
        "what the provider is called on the sign-in page",
        str,
        "OpenID Connect",
    ),
)


def read(source: Mapping[str, str]) -> Environment:
    """Read every variable of `VARIABLES` from `source`, or raise EnvironmentProblem."""
    _refuse_unknown(source)
    is_test = source.get("KHETANE_ENV") == "test"
    values = {variable.field: _value(variable, source, is_test=is_test) for variable in VARIABLES}
    return Environment(**values)


def _refuse_unknown(source: Mapping[str, str]) -> None:
    known = {variable.name for variable in VARIABLES}
    for name in sorted(source):
        if name.startswith(PREFIX) and name not in known:
            raise EnvironmentProblem(
                f"The environment holds {name}, which Khetane does not know. Remove it, or correct its name: "
                f"the known ones are {', '.join(sorted(known))}."
            )


def _value(variable: Variable, source: Mapping[str, str], *, is_test: bool) -> Any:
    default = variable.test_default if is_test and variable.test_default is not None else variable.default
    raw = source.get(variable.name, default)
    if raw is None:
        raise EnvironmentProblem(
            f"{variable.name} is not set ({variable.meaning}). `khetane run` and the other khetane commands set "
            "it from secrets.env in the data folder; start the program through them, or set it yourself."
        )
    try:
        return variable.parse(raw)
    except ValueError as error:
        # The value itself stays out of the sentence: it may be a secret.
        raise EnvironmentProblem(
            f"{variable.name} cannot be used: {error}. It is: {variable.meaning}."
        ) from error
