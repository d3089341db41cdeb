"""The kept database of a test run is made of everything that migrations are made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.kept_database import ROOT, sources


def imported(path: Path) -> Iterator[Path]:
    """Our modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("khetane."):
            module = ROOT.joinpath(*node.module.split("."))
            yield from (one for one in (module.with_suffix(".py"), module / "__init__.py") if one.exists())


def test_each_module_that_a_migration_imports_counts() -> None:
    counted = set(sources())
    migrations = [path for path in counted if path.parent.name == "migrations" and path.suffix == ".py"]
    wanted = {module for migration in migrations for module in imported(migration)}
    assert migrations
    assert wanted - counted == set()
