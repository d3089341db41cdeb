"""Source files keep the shape that CONTRIBUTING.md promises."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.repository.tree import files, parsed, shown

PYTHON = files("*.py")
WRITTEN = [path for path in PYTHON if "migrations" not in path.parts]  # Django writes most of a migration
OURS = [path for path in WRITTEN if "tests" not in path.parts]
PACKAGES = [path for path in OURS if path.name == "__init__.py"]
FILE, TEST_FILE, FUNCTION = 400, 600, 40
# Longer than a function should be. Shorten one and take it out; none joins without a reason.
LONG = {
    "tests/security/subjects/test_erasure.py:plant",
}
# Which errors are silenced, and why.
SILENCED = re.compile(r"# type: ignore\[[a-z-]+(, ?[a-z-]+)*\]  # \S")
# Where a program speaks to whoever started it. Everywhere else one logs, without personal data.
PRINTS = {
    "khetane/cli/registry.py",
    "khetane/config/readiness.py",
    "khetane/config/server.py",
    "khetane/web/build.py",
    "khetane/web/translations.py",
}


def test_no_file_has_grown_beyond_one_subject() -> None:
    long = []
    for path in WRITTEN:
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > (TEST_FILE if "tests" in path.parts else FILE):
            long.append(f"{shown(path)}: {lines} lines")
    assert long == [], "Divide them by subject."


def test_long_functions_are_those_that_are_known() -> None:
    long = {
        f"{shown(path)}:{node.name}"
        for path in WRITTEN
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION
    }
    assert long == LONG


def test_input_is_never_guarded_by_assert() -> None:
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in files("khetane/*.py", "scripts/*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Assert)
    ]
    assert found == [], "`python -O` removes assert: raise an error with a sentence."


def test_a_silenced_type_error_says_which_and_why() -> None:
    bare = [
        f"{shown(path)}:{number}"
        for path in PYTHON
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if path != Path(__file__) and "# type: ignore" in SILENCED.sub("", line)
    ]
    assert bare == [], "Write `# type: ignore[code]  # reason`, or mend the types."


@pytest.mark.parametrize("path", PACKAGES, ids=shown)
def test_every_package_says_its_purpose(path: Path) -> None:
    assert ast.get_docstring(parsed(path)), "Its __init__ has no sentence that says what it is for."


def test_nothing_prints_but_what_speaks_to_its_caller() -> None:
    prints = {
        shown(path)
        for path in files("khetane/*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert prints <= PRINTS, "Log instead, without personal data, or add the file with its reason."


def test_every_module_reads_annotations_late() -> None:
    early = []
    for path in OURS:
        body = parsed(path).body[1:] if ast.get_docstring(parsed(path)) else parsed(path).body
        late = body and isinstance(body[0], ast.ImportFrom) and body[0].module == "__future__"
        if body and not late:
            early.append(shown(path))
    assert early == [], "Begin with `from __future__ import annotations`."
