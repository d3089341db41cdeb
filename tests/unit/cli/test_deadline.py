"""`khetane deadline`, as a script calls it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from khetane.cli.registry import build
from khetane.config.problem import Problem


def ask(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(build(), ["deadline", *words, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_a_late_registration_asked_for_in_january() -> None:
    answer = ask("BIRTH-L", "--event", "request=2026-01-15", "--on", "2026-02-18")
    by_code = {one["deadline"]: one for one in answer["deadlines"]}
    assert by_code["decision_at_once"]["due"] == "2026-02-18"  # the 14th is a Saturday before three free days
    assert by_code["decision_at_once"]["state"] == "running"
    assert by_code["decision_after_inquiry"]["due"] == "2026-03-16"
    assert by_code["appeal"]["due"] is None
    assert {one["status"] for one in answer["deadlines"]} == {"recalled"}
    assert (answer["rule_version"], answer["steps"][0]["done_on"]) == ("RS-2009", "2026-01-15")


def test_what_happens_later_is_not_known_yet() -> None:
    answer = ask("ID", "--event", "request=2026-05-04", "--event", "issued=2026-05-12", "--on", "2026-05-10")
    assert answer["deadlines"][0]["state"] == "running"
    assert [step["done_on"] for step in answer["steps"]] == ["2026-05-04", None]


def test_people_read_when_what_ends_and_how_sure_it_is() -> None:
    result = CliRunner().invoke(
        build(), ["deadline", "APP", "--event", "received=2026-05-04", "--on", "2026-05-05"]
    )
    assert "2026-05-19  running  Appeal [recalled]" in result.stdout
    assert "checked by a lawyer" in result.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("BIRT",), "no type of procedure “BIRT”. The types are: APP, "),
        (
            ("ID", "--event", "birth=2026-01-01"),
            "“birth” is no event of ID. Its events are: issued, request.",
        ),
        (("ID", "--event", "request"), "Write it as issued=2026-03-31"),
        (("ID", "--event", "request=31.3.2026"), "“31.3.2026” is no day"),
        (("ID", "--event", "request=20260331"), "“20260331” is no day"),
        (("ID", "--event", "request=2026-02-30"), "“2026-02-30” is no day"),
        (("ID", "--event", "request=2026-01-01", "--event", "request=2026-01-02"), "given twice"),
        (("ID", "--event", "request=9999-12-30", "--on", "9999-12-31"), "after the year 9999"),
        (("ID", "--on", "tomorrow"), "“tomorrow” is no day"),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_right(words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Problem, match=sentence.replace("(", "\\(")):
        CliRunner().invoke(build(), ["deadline", *words, "--json"], catch_exceptions=False)
