from __future__ import annotations

import pytest
from typer.testing import CliRunner

from khetane.cli import registry
from khetane.config.problem import Problem


def test_every_command_explains_itself() -> None:
    app = registry.build()
    names = [command.name for command in app.registered_commands]
    assert {"run", "doctor", "django"} <= set(names)
    for command in app.registered_commands:
        assert command.callback is not None
        assert command.callback.__doc__, f"the command {command.name} has no docstring, which is its help"


def test_a_problem_is_a_sentence_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "eighty")
    monkeypatch.setattr("sys.argv", ["khetane", "run"])
    with pytest.raises(SystemExit) as caught:
        registry.main()
    assert caught.value.code == 1
    said = capsys.readouterr()
    assert said.err == "PORT is 'eighty'; it must be a number from 1 to 65535.\n"


def test_help_lists_the_options_of_run() -> None:
    answer = CliRunner().invoke(registry.build(), ["run", "--help"])
    assert answer.exit_code == 0
    for option in ("--tls", "--no-demo", "--workers"):
        assert option in answer.output


def test_other_errors_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not issubclass(KeyError, Problem)
    monkeypatch.setattr("sys.argv", ["khetane", "no-such-command"])
    with pytest.raises(SystemExit) as caught:
        registry.main()
    assert caught.value.code == 2
