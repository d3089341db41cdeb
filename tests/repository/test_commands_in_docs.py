"""What README and the docs tell people to type exists: every `khetane` command, and every option of it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from khetane.cli.registry import build
from tests.repository.tree import ROOT

# `khetane form publish …` in a block of code or between backticks, and what is given to `make run RUN="…"`.
COMMAND = re.compile(r"(?:\.venv/bin/|(?<=`)|(?<=^)|(?<=\$ ))khetane ((?:[a-z-]+ ?)+[^`\n#|]*)", re.MULTILINE)
RUN = re.compile(r"RUN=(?:\\?\"([^\"\\]*)\\?\"|(\S+))")
OPTION = re.compile(r"--[a-z][a-z-]*")


def pages() -> list[Path]:
    tracked = subprocess.run(
        ["git", "ls-files", "README.md", "docs/tutorial/*.md", "docs/how-to/*.md"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / name for name in tracked.stdout.split()]


def told(text: str) -> Iterator[list[str]]:
    """The words of each command."""
    for line in COMMAND.findall(text):
        yield line.split()
    for quoted, bare in RUN.findall(text):
        yield ["run", *(quoted or bare).rstrip("`,.").split()]


def meant(words: list[str]) -> tuple[Any, list[str]]:
    """The command that the first words name, and the rest."""
    command: Any = typer.main.get_command(build())
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_each_command_and_option_is_there(page: Path) -> None:
    wrong = []
    for words in told(page.read_text(encoding="utf-8")):
        command, rest = meant(words)
        if hasattr(command, "commands"):
            wrong.append(f"khetane {' '.join(words)}: no such command")
            continue
        known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | {"--help"}
        unknown = [option for option in OPTION.findall(" ".join(rest)) if option not in known]
        wrong += [f"khetane {' '.join(words)}: no {option}" for option in unknown]
    assert wrong == []
