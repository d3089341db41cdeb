"""How commands come together.

A module of this package that has `register(app: typer.Typer) -> None` adds its commands there, by
`app.command("name")(function)` or, for a group, `app.add_typer(group, name="form")`. Nothing else needs
to know of it. A command that works with records calls `django_setup()` first and imports models and
actions after it, inside the function: they cannot be imported before, and `--help` stays quick.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys

import typer

import khetane.cli
from khetane.config.problem import Problem


def build() -> typer.Typer:
    """The command with what each module of this package adds to it."""
    app = typer.Typer(
        name="khetane",
        help="Runs Khetane and looks after it. Every command works on the data folder KHETANE_HOME (./var).",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for module in sorted(pkgutil.iter_modules(khetane.cli.__path__), key=lambda found: found.name):
        if module.name.startswith("_"):
            continue
        register = getattr(importlib.import_module(f"khetane.cli.{module.name}"), "register", None)
        if register is not None:
            register(app)
    return app


def main() -> None:
    try:
        build()()
    except Problem as problem:
        print(problem, file=sys.stderr)
        if "--json" in sys.argv:  # whoever reads the answer finds the reason where answers stand
            print(
                json.dumps(
                    {"errors": [{"sheet": None, "row": None, "message": str(problem)}]}, ensure_ascii=False
                )
            )
        sys.exit(1)
