"""Which terms bind a procedure, by which version of the rules, and how they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from khetane.cases.procedures.calendars import calendar_of
from khetane.cases.procedures.definition import ProcedureType
from khetane.cases.procedures.reading import read_file
from khetane.cases.procedures.schedule import Schedule, State, schedule
from khetane.core.definitions import WrongDefinition

TYPE = """
    jurisdiction: RS
    calendar: RS
    types:
      ID:
        versions:
          - version: old
            valid_from: 2010-01-01
            legal_basis: {en: invented for this test, sr: x, mk: x}
            body: {en: x, sr: x, mk: x}
            status: recalled
            source: {en: invented for this test, sr: x, mk: x}
            steps:
              - {event: request, by: client, name: {en: x, sr: x, mk: x}}
              - {event: issued, by: office, name: {en: x, sr: x, mk: x}}
            deadlines: [{code: issue, after: request, until: issued, days: 30, basis: {en: x, sr: x, mk: x}, status: seen, source: {en: x, sr: x, mk: x}, name: {en: x, sr: x, mk: x}}]
          - version: new
            valid_from: 2026-03-01
            running: RUNNING
            legal_basis: {en: invented for this test, sr: x, mk: x}
            body: {en: x, sr: x, mk: x}
            status: recalled
            source: {en: invented for this test, sr: x, mk: x}
            steps:
              - {event: request, by: client, name: {en: x, sr: x, mk: x}}
              - {event: issued, by: office, name: {en: x, sr: x, mk: x}}
            deadlines: [{code: issue, after: request, until: issued, days: 10, basis: {en: x, sr: x, mk: x}, status: seen, source: {en: x, sr: x, mk: x}, name: {en: x, sr: x, mk: x}}]
"""


def type_in(folder: Path, text: str) -> ProcedureType:
    file = folder / "rs.yaml"
    file.write_text(dedent(text), encoding="utf-8")
    return read_file(file)[0]


def standing(procedure: ProcedureType, on: date, **events: date) -> Schedule:
    return schedule(procedure, events=events, on=on, calendar=calendar_of("RS"))


@pytest.mark.parametrize(
    ("happened", "on", "state"),
    [
        (None, date(2026, 6, 10), State.RUNNING),
        (None, date(2026, 6, 11), State.PASSED),
        (date(2026, 6, 10), date(2026, 9, 1), State.KEPT),
        (date(2026, 6, 11), date(2026, 9, 1), State.LATE),
        (date(2026, 6, 11), date(2026, 6, 10), State.RUNNING),  # not known yet on the day one looks from
    ],
)
def test_how_a_term_stands(tmp_path: Path, happened: date | None, on: date, state: State) -> None:
    procedure = type_in(tmp_path, TYPE.replace("RUNNING", "false"))
    events = {"request": date(2026, 5, 31)} | ({"issued": happened} if happened else {})
    (due,) = standing(procedure, on, **events).terms
    assert due.last is not None
    assert (due.last.day, due.state) == (date(2026, 6, 10), state)


def test_a_term_waits_for_what_starts_it(tmp_path: Path) -> None:
    (due,) = standing(type_in(tmp_path, TYPE.replace("RUNNING", "false")), date(2026, 6, 1)).terms
    assert (due.state, due.last, due.rules.version) == (State.WAITING, None, "new")


@pytest.mark.parametrize(("running", "version"), [("false", "old"), ("true", "old")])
def test_a_term_that_had_started_keeps_its_rules(tmp_path: Path, running: str, version: str) -> None:
    procedure = type_in(tmp_path, TYPE.replace("RUNNING", running))
    (due,) = standing(procedure, date(2026, 3, 2), request=date(2026, 2, 20)).terms
    assert due.rules.version == version


AFTER_APPEAL = TYPE.replace("after: request", "after: issued").replace("until: issued", "until: request")


@pytest.mark.parametrize(("running", "version"), [("false", "old"), ("true", "new")])
def test_new_rules_bind_a_running_procedure_only_where_they_say_so(
    tmp_path: Path, running: str, version: str
) -> None:
    procedure = type_in(tmp_path, AFTER_APPEAL.replace("RUNNING", running))
    found = standing(procedure, date(2026, 4, 1), request=date(2026, 2, 20), issued=date(2026, 3, 10))
    assert [due.rules.version for due in found.terms] == [version]


def test_an_unannounced_holiday_beside_the_last_day_is_told(tmp_path: Path) -> None:
    procedure = type_in(tmp_path, TYPE.replace("RUNNING", "false"))
    kosovo = calendar_of("XK")  # Eid al-Fitr of 2026 is reckoned for 20 March
    near = schedule(procedure, events={"request": date(2026, 3, 9)}, on=date(2026, 3, 10), calendar=kosovo)
    far = schedule(procedure, events={"request": date(2026, 6, 9)}, on=date(2026, 6, 10), calendar=kosovo)
    assert (near.terms[0].estimated, far.terms[0].estimated) == (True, False)


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("days: 30", "dais: 30", "give the term once"),
        ("days: 30", "days: 0", "at least one"),
        ("days: 30", "days: true", "a int is expected"),
        ("after: request", "after: reqest", "no event of its steps"),
        ("status: seen", "status: sure", "it is one of verified, seen, recalled"),
        ("2026-03-01", "2009-03-01", "Put the oldest first"),
        ("valid_from: 2010-01-01", "valid_form: 2010-01-01", "“valid_from” is missing"),
        ("  ID:", "  IDX:", "procedure_types.csv"),
        ("by: client", "by: nobody", "it is one of client, office, court"),
        ("calendar: RS", "calendar: RS\n    colour: red", "“colour” is not known here"),
        ("types:", "types: [", "not readable as YAML"),
    ],
)
def test_a_wrong_definition_is_refused_by_name(tmp_path: Path, wrong: str, right: str, sentence: str) -> None:
    with pytest.raises(WrongDefinition, match=sentence):
        type_in(tmp_path, TYPE.replace("RUNNING", "false").replace(wrong, right, 1))
