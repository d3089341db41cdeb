"""A database folder that no data folder leads to is named with what to do, and never touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from khetane.config import checks
from khetane.config.orphans import orphans


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "lib"
    made.mkdir()
    (made / "postgresql-18.6").mkdir()
    return made


def database(root: Path, name: str, home: Path | None) -> Path:
    folder = root / name
    (folder / "data" / "global").mkdir(parents=True)
    (folder / "data" / "global" / "pg_control").touch()
    if home is not None:
        (folder / "belongs-to").write_bytes(os.fsencode(home))
    return folder


def data_folder(path: Path, database: Path) -> Path:
    path.mkdir()
    (path / "postgres").symlink_to(database)
    return path


def test_one_in_use_is_no_orphan(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "Мој дом"
    data_folder(home, database(root, "used", home))
    assert list(orphans(root)) == []


def test_those_of_data_folders_that_are_gone_or_lead_elsewhere(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, before = database(root, "a", tmp_path / "gone"), database(root, "b", home)
    data_folder(home, database(root, "c", home))
    nobodys = database(root, "d", None)
    found = list(orphans(root))
    assert [one.folder for one in found] == [gone, before, nobodys]
    assert [one.belonged_to for one in found] == [tmp_path / "gone", home, None]
    assert all(one.last_used and one.server is None for one in found)


def test_without_the_folder_of_root_there_is_none(tmp_path: Path) -> None:
    assert list(orphans(tmp_path / "lib")) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has such folders")
def test_the_doctor_names_the_command_and_removes_nothing(root: Path, tmp_path: Path) -> None:
    folder = database(root, "a", tmp_path / "gone")
    (said,) = checks.orphaned(root)
    assert said.state == "warning"
    assert f"rm -r {folder}" in said.sentence
    assert str(tmp_path / "gone") in said.sentence
    assert (folder / "data").is_dir()
