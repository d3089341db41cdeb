"""What runs first in `make test`."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.order import LONGEST, pytest_collection_modifyitems

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("file", LONGEST)
def test_every_long_file_exists(file: str) -> None:
    assert (ROOT / file).is_file()


def test_long_files_go_before_files_of_many_tests_and_a_file_stays_together() -> None:
    few, many, last = LONGEST[-1], "tests/unit/test_many.py", "tests/unit/test_few.py"
    named = [(last, 1), (many, 1), (few, 1), (many, 2), (LONGEST[0], 1), (many, 3)]
    items: list[Any] = [SimpleNamespace(path=ROOT / file, number=number) for file, number in named]
    config: Any = SimpleNamespace(rootpath=ROOT)
    pytest_collection_modifyitems(config, items)
    order = [(item.path.relative_to(ROOT).as_posix(), item.number) for item in items]
    assert order == [(LONGEST[0], 1), (few, 1), (many, 1), (many, 2), (many, 3), (last, 1)]
