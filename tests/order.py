"""Long files run first: handed out last, one alone would keep the other process waiting for it (loaded by `-p`)."""

from __future__ import annotations

from collections import Counter

import pytest

# Files that take a minute or more, longest first, though some hold a single test.
LONGEST = (
    "tests/integration/config/test_server.py",
    "tests/integration/whole_way/test_whole_way.py",
    "tests/integration/integrations/openrosa/test_killed.py",
    "tests/integration/config/backup/test_backup.py",
    "tests/security/subjects/test_erasure.py",
    "tests/integration/demo/test_loading.py",
    "tests/browser/web/test_every_page.py",
    "tests/browser/web/test_gallery.py",
    "tests/spec/demo/test_filled_forms.py",
    "tests/repository/test_wheel.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The order in which `--dist loadfile --no-loadscope-reorder` hands out files."""
    files = [item.path.relative_to(config.rootpath).as_posix() for item in items]
    tests = Counter(files)
    ranks = {file: rank for rank, file in enumerate(LONGEST)}
    order = sorted(
        range(len(items)),
        key=lambda place: (ranks.get(files[place], len(ranks)), -tests[files[place]], files[place]),
    )
    items[:] = [items[place] for place in order]
