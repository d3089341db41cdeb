"""Views ask and show; what changes a record stands in a module of its own, where every way in shares it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository.tree import files, parsed, shown

RULES = {"requires", "signed_in", "open_to_all", "sets_own_viewer"}
WRITING = {"delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def called(node: ast.expr) -> str:
    """The last name of what a call or a decorator names."""
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def holds_views(path: Path) -> bool:
    return any(
        called(decorator) in RULES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
    )


def writes(module: ast.Module) -> Iterator[str]:
    """Calls that change rows: of a record, of a manager, of a QuerySet, by SQL of one's own."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, owner = node.func.attr, called(node.func.value)
        if (
            name in WRITING
            or (name == "save" and not node.args)  # a picture is saved to something
            or (name == "update" and node.keywords)
            or (name == "create" and owner == "objects")
            or (name == "execute" and owner in ("cursor", "connection"))
        ):
            yield f"line {node.lineno}: {ast.unparse(node.func)}"


@pytest.mark.parametrize("path", [path for path in files("khetane/*.py") if holds_views(path)], ids=shown)
def test_a_module_of_views_writes_nothing_itself(path: Path) -> None:
    assert list(writes(parsed(path))) == [], "Write in an action, and call it."


def test_writing_is_recognised() -> None:
    for code in (
        "a.save()",
        "A.objects.create(x=1)",
        "A.objects.filter(x=1).update(x=2)",
        "cursor.execute(q)",
    ):
        assert list(writes(ast.parse(code))), code
    for code in ("actions.create(x=1)", "values.update(other)", "picture.save(file, kind='svg')"):
        assert not list(writes(ast.parse(code))), code
