"""docs/reference/commands.md."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import typer

from khetane.cli.registry import build
from scripts.reference import markdown

HEAD = """# Commands

Made by `python -m scripts.reference` from `khetane/cli`; do not edit it here. In a clone the command is `.venv/bin/khetane`.
Every command works on the data folder `KHETANE_HOME` (`./var`), beside a running instance or without one, and says more with
`--help`. With `--json` it prints one JSON document; keys may be added in later versions and are never renamed. A failure is a
sentence on standard error and exit code 1.
"""


def page() -> str:
    root = typer.main.get_command(build())
    return markdown.page(HEAD, *described("khetane", root))


def described(name: str, command: Any) -> Iterator[str]:
    """The lines about a command, or about those of its group."""
    below = getattr(command, "commands", None)
    if below is not None:
        for each in sorted(below):
            yield from described(f"{name} {each}", below[each])
        return
    given = [one for one in command.params if one.name != "help"]
    yield f"## `{name}`"
    yield ""
    yield usage(name, given)
    yield ""
    yield inspect.cleandoc(command.help or "")
    yield ""
    if given:
        yield from markdown.table(["given", "meaning", "default"], (row(one) for one in given))


def usage(name: str, given: list[Any]) -> str:
    arguments = [shown(one) for one in given if is_argument(one)]
    needed = [f"{one.opts[0]} {one.name.upper()}" for one in given if not is_argument(one) and one.required]
    options = ["[options]"] if any(not is_argument(one) and not one.required for one in given) else []
    return f"`{' '.join([name, *arguments, *needed, *options])}`"


def shown(argument: Any) -> str:
    return str(argument.name.upper() if argument.required else f"[{argument.name.upper()}]")


def row(one: Any) -> list[str]:
    names = [one.name.upper()] if is_argument(one) else [*one.opts, *one.secondary_opts]
    return [markdown.codes(names), one.help or "", "required" if one.required else default_of(one.default)]


def default_of(value: Any) -> str:
    if callable(value) or value in (None, False, "", []):
        return ""
    return "yes" if value is True else f"`{value}`"


def is_argument(one: Any) -> bool:
    return bool(one.param_type_name == "argument")
