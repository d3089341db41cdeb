"""Every generated page by its file name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scripts.reference import (
    commands,
    datasets,
    environment,
    procedures,
    role_table,
    roles,
    routes,
    sensitivity,
    states,
)

PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands.page,
    "datasets.md": datasets.page,
    "environment.md": environment.page,
    "procedures.md": procedures.page,
    "role-table.md": role_table.page,
    "roles.md": roles.page,
    "routes.md": routes.page,
    "sensitivity.md": sensitivity.page,
    "states.md": states.page,
}
