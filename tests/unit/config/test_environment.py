from __future__ import annotations

import base64

import pytest

from khetane.config.environment import VARIABLES, EnvironmentProblem, read

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER_KEY = base64.b64encode(bytes(range(32, 64))).decode()
URL = "postgresql://khetane_app:secret@127.0.0.1:5432/khetane"
GIVEN = {
    "KHETANE_SECRET_KEY": "a-long-random-text",
    "KHETANE_MASTER_KEYS": f"k2:{OTHER_KEY},k1:{KEY}",
    "KHETANE_LOOKUP_KEY": KEY,
    "KHETANE_SUBMISSION_IDENTITY": "AGE-SECRET-KEY-1EXAMPLE",
    **{v.name: URL for v in VARIABLES if v.name.endswith("DATABASE_URL")},
}


def test_a_complete_environment_is_read_with_defaults_for_the_rest() -> None:
    environment = read(GIVEN | {"PATH": "/bin"})
    assert environment.kind == "production"
    assert environment.home.is_absolute()
    assert list(environment.master_keys) == ["k2", "k1"]
    assert environment.lookup_key == bytes(range(32))
    assert environment.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert not environment.demo


def test_only_a_test_does_without_secrets() -> None:
    assert read({"KHETANE_ENV": "test"}).is_test
    with pytest.raises(EnvironmentProblem, match="KHETANE_SECRET_KEY is not set"):
        read({"KHETANE_ENV": "production"})


@pytest.mark.parametrize("name", [v.name for v in VARIABLES if v.default is None])
def test_each_missing_secret_is_named(name: str) -> None:
    with pytest.raises(EnvironmentProblem, match=f"{name} is not set"):
        read({other: value for other, value in GIVEN.items() if other != name})


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("KHETANE_ENV", "staging", "production or test"),
        ("KHETANE_DEMO", "yes", "0 or 1"),
        ("KHETANE_MASTER_KEYS", KEY, "name:base64"),
        ("KHETANE_MASTER_KEYS", f"k1:{KEY},k1:{OTHER_KEY}", "k1 stands twice"),
        ("KHETANE_MASTER_KEYS", "", "holds no key"),
        ("KHETANE_LOOKUP_KEY", "c2hvcnQ=", "holds 5 bytes and must hold 32"),
        ("KHETANE_LOOKUP_KEY", "?", "not base64"),
        ("KHETANE_DATABASE_URL", "mysql://localhost/khetane", "postgresql://"),
        ("KHETANE_ALLOWED_HOSTS", "*", "not the name of a host"),
        ("KHETANE_ALLOWED_HOSTS", " , ", "names no host"),
        ("KHETANE_PUBLIC_URL", "khetane.example.org", "https://"),
        ("KHETANE_SUBMISSION_IDENTITY", "age1public", "AGE-SECRET-KEY-1"),
        ("KHETANE_SECRET_KEY", "  ", "it is empty"),
    ],
)
def test_a_malformed_value_stops_the_start_without_being_shown(name: str, value: str, reason: str) -> None:
    with pytest.raises(EnvironmentProblem, match=name) as caught:
        read(GIVEN | {name: value})
    assert reason in str(caught.value)


def test_an_unknown_name_stops_the_start() -> None:
    with pytest.raises(EnvironmentProblem, match=r"KHETANE_DEBUGG.*does not know"):
        read(GIVEN | {"KHETANE_DEBUGG": "1"})
