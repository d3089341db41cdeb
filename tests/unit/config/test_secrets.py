from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from khetane.config import secrets
from khetane.config.environment import key, keys
from khetane.config.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.of({"KHETANE_HOME": str(tmp_path / "var")})


def test_they_are_made_once_and_closed_to_others(home: Home) -> None:
    made = secrets.load_or_make(home, {})
    assert secrets.load_or_make(home, {}) == made
    assert home.secrets.stat().st_mode & 0o777 == 0o600
    assert len(set(made.values())) == len(made)  # no two are alike
    assert list(keys(made["KHETANE_MASTER_KEYS"])) == ["k1"]
    assert key(made["KHETANE_LOOKUP_KEY"])
    assert pyrage.x25519.Identity.from_str(made["KHETANE_SUBMISSION_IDENTITY"])


def test_what_the_environment_gives_goes_first_and_is_not_written_down(home: Home) -> None:
    given = {"KHETANE_MASTER_KEYS": "kms:from-elsewhere"}
    assert secrets.load_or_make(home, given)["KHETANE_MASTER_KEYS"] == "kms:from-elsewhere"
    assert "KHETANE_MASTER_KEYS" not in home.secrets.read_text()


def test_a_secret_that_a_new_version_brings_is_added_and_the_others_stay(home: Home) -> None:
    made = secrets.load_or_make(home, {})
    (home.postgres / "data").mkdir(parents=True)
    lines = home.secrets.read_text().splitlines(keepends=True)
    home.secrets.write_text("".join(line for line in lines if not line.startswith("KHETANE_SECRET_KEY")))
    again = secrets.load_or_make(home, {})
    assert again["KHETANE_SECRET_KEY"] != made["KHETANE_SECRET_KEY"]
    assert {**again, "KHETANE_SECRET_KEY": ""} == {**made, "KHETANE_SECRET_KEY": ""}


@pytest.mark.parametrize("name", sorted(secrets.PRECIOUS))
def test_a_lost_key_is_not_made_anew_beside_a_database(home: Home, name: str) -> None:
    secrets.load_or_make(home, {})
    (home.postgres / "data").mkdir(parents=True)
    lines = home.secrets.read_text().splitlines(keepends=True)
    home.secrets.write_text("".join(line for line in lines if not line.startswith(name)))
    with pytest.raises(secrets.SecretsProblem, match=name):
        secrets.load_or_make(home, {})
    assert name not in home.secrets.read_text()


def test_a_file_that_others_can_read_is_refused(home: Home) -> None:
    secrets.load_or_make(home, {})
    home.secrets.chmod(0o644)
    with pytest.raises(secrets.SecretsProblem, match="chmod 600"):
        secrets.load_or_make(home, {})


def test_a_broken_line_is_named_without_being_shown(home: Home) -> None:
    home.secrets.touch(mode=0o600)
    home.secrets.write_text("# comment\nKHETANE_SECRET_KEY=a=b\nsecret-on-a-line-of-its-own\n")
    with pytest.raises(secrets.SecretsProblem, match="Entry 2") as caught:
        secrets.read(home)
    assert "secret-on-a-line" not in str(caught.value)
