"""What is written is used: names of modules, and classes of style sheets."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.repository.tree import files, parsed, shown

WORD = re.compile(r"[A-Za-z_]\w*")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MODULES = [
    path
    for path in files("khetane/*.py", "scripts/*.py", "benchmarks/*.py")
    if not {"migrations", "management"} & set(path.parts) and path.name not in ("settings.py", "apps.py")
]
PROGRAM = files("khetane/*", "scripts/*", "benchmarks/*", "Makefile", "pyproject.toml")
STYLES = [path for path in files("khetane/*.css") if "vendor" not in path.parts]
PAGES = files("khetane/*.html", "khetane/*.py", "khetane/*.js")
# Written by libraries into the page.
BY_LIBRARIES = re.compile(r"(?:leaflet|htmx|ds)-[\w-]+")
# Names that begin with one of these are put together in the page: `k-tag-{{ state }}`.
JOINED = re.compile(r"([\w-]+-)\{[{%]")


@cache
def words() -> Counter[str]:
    """How often the program names each word; what tests alone name, nobody uses."""
    found: Counter[str] = Counter()
    for path in PROGRAM:
        if path.suffix in (".py", ".html", ".txt", ".toml", ".sh") or path.name == "Makefile":
            found.update(WORD.findall(path.read_text(encoding="utf-8")))
    return found


def defined(module: ast.Module) -> Iterator[str]:
    """Names a module makes at its top; a decorator may register what nothing names."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not node.decorator_list:
                yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_every_name_of_a_module_is_used(path: Path) -> None:
    once = [name for name in defined(parsed(path)) if words()[name] < 2 and not name.startswith("__")]
    assert once == [], "Nothing in the program names it: use it or remove it."


@pytest.mark.parametrize("path", STYLES, ids=shown)
def test_every_class_of_a_style_sheet_is_on_a_page(path: Path) -> None:
    sheet = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert [name for name in sorted(set(CLASS.findall(sheet))) if not on_a_page(name)] == []


def on_a_page(name: str) -> bool:
    return bool(BY_LIBRARIES.fullmatch(name)) or name in written() or name.startswith(joined())


@cache
def written() -> frozenset[str]:
    return frozenset(word for path in PAGES for word in re.findall(r"[\w-]+", path.read_text("utf-8")))


@cache
def joined() -> tuple[str, ...]:
    return tuple({start for path in PAGES for start in JOINED.findall(path.read_text("utf-8"))} - {"k-"})
