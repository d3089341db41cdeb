"""docs/reference/roles.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

import khetane.access
from khetane.access.permissions import PERMISSIONS

ROLES = Path(khetane.access.__file__).with_name("roles.yaml")
HEAD = """# Roles and permissions

Made by `python -m scripts.reference` from `khetane/access/roles.yaml` and `permissions.py`; do not edit it here.
Roles are data: an installation may add its own. A grant ties an account to a role, to one unit or to a place with
everything below it, and to dates.
"""


def page() -> str:
    """The page, in Markdown."""
    roles: dict[str, dict[str, Any]] = yaml.safe_load(ROLES.read_text(encoding="utf-8"))
    return "\n".join([HEAD, *_roles(roles), "", *_permissions(roles)]) + "\n"


def _roles(roles: dict[str, dict[str, Any]]) -> list[str]:
    lines = ["## Roles", "", "| code | role | what it is for | reads the content of |", "|---|---|---|---|"]
    for code, role in roles.items():
        mandates = ", ".join(role["mandates"]) or "–"
        lines.append(f"| `{code}` | {role['name']} | {role['description']} | {mandates} |")
    return lines


def _permissions(roles: dict[str, dict[str, Any]]) -> list[str]:
    lines = ["## Permissions", "", "| permission | what it allows | held by |", "|---|---|---|"]
    for permission, meaning in PERMISSIONS.items():
        holders = ", ".join(f"`{code}`" for code, role in roles.items() if permission in role["permissions"])
        lines.append(f"| `{permission}` | {meaning} | {holders or '–'} |")
    return lines
