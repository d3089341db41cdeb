from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from khetane.config.home import Home, HomeProblem, Instance, write_private


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.of({"KHETANE_HOME": str(tmp_path / "var")})


def test_it_is_closed_to_others(home: Home) -> None:
    assert home.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("inside", ["a file", "a file/var"])
def test_a_folder_that_cannot_be_is_refused_with_its_name(tmp_path: Path, inside: str) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(HomeProblem, match=r"a file.* cannot be used: .*KHETANE_HOME"):
        Home.of({"KHETANE_HOME": str(tmp_path / inside)})


def test_only_one_works_in_it_and_the_other_is_told_who(home: Home) -> None:
    assert not home.is_locked()
    with home.lock("khetane run"):
        assert home.is_locked()
        with (
            pytest.raises(HomeProblem, match=r"in use by khetane run, process \d+\. Stop it first"),
            home.lock("x"),
        ):
            pytest.fail("two had the lock")
    assert not home.is_locked()


def test_an_instance_is_known_only_while_it_runs(home: Home) -> None:
    instance = Instance(
        pid=1, state="ready", address="http://127.0.0.1:8000", owner_url="postgresql:///khetane"
    )
    with home.lock("khetane run"):
        assert home.instance() is None
        home.announce(instance)
        assert home.instance() == instance
    assert home.instance() is None  # killed: the file stays, the lock does not
    assert (home.run / "instance.json").stat().st_mode & 0o077 == 0


def test_a_private_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new")
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


def test_a_removed_home_leaves_no_database_to_the_next_one(tmp_path: Path) -> None:
    first = Home.of({"KHETANE_HOME": str(tmp_path / "var")})
    left = first.make_postgres_folder()
    (left / "data").mkdir()
    assert first.has_database()
    shutil.rmtree(first.folder)
    again = Home.of({"KHETANE_HOME": str(tmp_path / "var")})
    made = again.make_postgres_folder()
    try:
        assert not again.has_database()
    finally:
        for folder in {left, made}:
            shutil.rmtree(folder, ignore_errors=True)


def test_half_a_demonstration_is_one_that_was_begun_and_not_completed(home: Home) -> None:
    assert not home.half_a_demonstration
    home.demo.touch()
    assert home.half_a_demonstration
    home.demo_complete.touch()
    assert not home.half_a_demonstration
