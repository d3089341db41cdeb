"""Schemes of an installation: read as those that come with Khetane, and never changed under who is enrolled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from khetane.config import checks
from khetane.config.home import Home
from khetane.core.definitions import WrongDefinition
from khetane.programmes import own
from khetane.programmes.own import WrongSchemes
from khetane.programmes.reading import shipped, with_own

TODAY = dt.date(2026, 11, 23)
MUSIC = """
name: {en: Music school, sr: Музичка школа}
about: {mk: Час по музика секоја недела}
area: education
mandate: education
for: person
sessions: true
asks:
  - {code: has_instrument, kind: yes_no, question: Has an instrument}
versions:
  - valid_from: 2026-01-01
    criteria:
      - {rule: "age >= 7 and age <= 15", because: {en: 7 to 15 years old}}
    stages:
      - {code: applied, phase: waiting, name: applied}
      - {code: playing, phase: served, name: plays}
      - {code: completed, phase: completed, name: completed}
      - {code: left, phase: left, name: left}
    steps:
      - {code: take_in, from: [applied], to: playing, name: Take in}
      - {code: leave, from: [playing], to: left, why: true, name: Left early}
      - {code: complete, from: [playing], to: completed, needs: [concert], name: Completed}
    milestones:
      - {code: concert, outcome: true, name: Played in a concert}
"""
RULES = MUSIC.partition("versions:")[2]
TUTORING = "versions:" + RULES.replace("2026-01-01", "2027-09-01")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / own.FOLDER).mkdir()
    return tmp_path


def say(home: Path, code: str, text: str) -> None:
    (home / own.FOLDER / f"{code}.yaml").write_text(text, encoding="utf-8")
    own.of.cache_clear()


def started(home: Path, on: dt.date = TODAY) -> None:
    own.of.cache_clear()
    own.note(home, on)


def refused(home: Path, on: dt.date = TODAY) -> str:
    """The sentence with which a start is refused; `khetane doctor` says the same."""
    own.of.cache_clear()
    with pytest.raises(WrongSchemes) as wrong:
        own.note(home, on)
    with pytest.raises(WrongSchemes) as same:
        own.check(home, on)
    assert str(same.value) == str(wrong.value)
    return str(wrong.value)


def test_a_scheme_is_added_and_a_missing_language_is_stood_in_for_with_a_mark(home: Path) -> None:
    say(home, "music_school", MUSIC)
    found = own.of(home)
    assert found.keys() == {*shipped(), "music_school"}
    music = found["music_school"]
    assert music.names == {"en": "Music school", "sr": "Музичка школа", "mk": "Music school [en]"}
    assert music.about["en"] == "Час по музика секоја недела [mk]"
    assert music.latest.stages["playing"].names["sr"] == "plays"  # one text for all languages
    assert {one.code for one in found.values() if one.own_since} == {"music_school"}


def test_a_version_is_added_to_a_shipped_scheme_and_who_applied_before_goes_on(home: Path) -> None:
    say(home, "tutoring", TUTORING)
    was, now = shipped()["tutoring"], own.of(home)["tutoring"]
    assert now.rules_on(dt.date(2027, 8, 31)) == was.latest
    assert list(now.rules_on(dt.date(2027, 9, 1)).stages) == ["applied", "playing", "completed", "left"]
    assert (now.names, now.mandate, now.asks) == (was.names, was.mandate, was.asks)


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("music_school", MUSIC.replace("age >= 7", "height >= 7"), "music_school.yaml, versions 1, criteria 1: .*“height”"),
        ("music_school", MUSIC.replace("to: left", "to: gone"), "versions 1, steps 2: “to” is “gone”"),
        ("music_school", MUSIC.replace("phase: served", "phase: waiting"), "no stage has the phase served"),
        ("music_school", MUSIC.replace("[applied]", "[1]"), "a list of codes is expected"),
        ("music_school", MUSIC.replace("code: left", "code: applied", 1), "“applied” stands twice"),
        ("music_school", MUSIC.replace("{en: 7 to 15 years old}", "{de: ab 7}"), "because: “de” is not known"),
        ("music_school", MUSIC.replace("{en: 7 to 15 years old}", "{}"), "because: a text is missing"),
        ("music_school", MUSIC.replace("code: concert", "code: big concert"), "“big concert”; a code has up to 40"),
        ("music_school", MUSIC.replace("code: has_instrument", "code: age"), "“age” is a fact that the register knows"),
        ("music_school", "versions: [", "not readable as YAML in UTF-8: (?s:.)*line 1"),
        ("Music-School", MUSIC, "Rename it"),
        ("tutoring", TUTORING.replace("2027-09-01", "2010-01-01"), "comes with Khetane and holds from 2013-01-01"),
        ("tutoring", "name: {en: Other}\n" + TUTORING, "“name” is not known here"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_place_and_what_to_mend(
    home: Path, code: str, text: str, said: str
) -> None:
    say(home, code, text)
    with pytest.raises(WrongDefinition, match=said):
        with_own(shipped(), home / own.FOLDER)
    assert code in refused(home)
    found = checks.schemes(Home.of({"KHETANE_HOME": str(home)}))
    assert (found.state, code in found.sentence) == ("bad", True)


def test_words_may_be_mended_and_versions_added_but_none_in_use_is_changed(home: Path) -> None:
    say(home, "music_school", MUSIC)
    started(home)
    say(home, "music_school", MUSIC.replace("Музичка школа", "Школа за музику"))
    started(home)
    later = MUSIC + RULES.replace("2026-01-01", "2026-12-01").replace("age >= 7", "age >= 6")
    say(home, "music_school", later)
    started(home)
    say(home, "music_school", later.replace("age >= 6", "age >= 5"))
    started(home, dt.date(2026, 11, 30))  # not in force yet
    assert "the version of 2026-12-01 is in use and was changed" in change(home, later, dt.date(2026, 12, 1))
    assert "2026-01-01 is in use and was changed" in change(home, MUSIC.replace("why: true, ", ""), TODAY)
    assert "the version of 2026-03-01 is new" in change(
        home, MUSIC + RULES.replace("2026-01-01", "2026-03-01"), TODAY
    )
    assert "stay as they were" in change(home, MUSIC.replace("sessions: true", "sessions: false"), TODAY)
    assert "“has_instrument” is asked already" in change(
        home, MUSIC.replace("has_instrument", "has_violin"), TODAY
    )


def change(home: Path, text: str, on: dt.date) -> str:
    say(home, "music_school", text)
    return refused(home, on)


def test_a_file_in_use_is_not_taken_away(home: Path) -> None:
    say(home, "tutoring", TUTORING)
    started(home)
    (home / own.FOLDER / "tutoring.yaml").unlink()
    assert "its file is gone" in refused(home)


def test_what_was_in_use_must_be_readable(home: Path) -> None:
    (home / own.STANDING).write_text("{", encoding="utf-8")
    assert "Put it back from a backup" in refused(home)


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    started(tmp_path)
    assert own.of(tmp_path) == shipped()
    assert not list(tmp_path.iterdir())
    assert checks.schemes(Home.of({"KHETANE_HOME": str(tmp_path)})).state == "good"
