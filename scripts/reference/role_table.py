"""docs/reference/role-table.md."""

from __future__ import annotations

from khetane.access.role_table import MEANING, Reach, cells

HEAD = """# Who may do what with which record

Made by `python -m scripts.reference` from `khetane/access/roles.yaml` and the policies of the database as
`khetane/access/policies.json` holds them (a test compares the two); do not edit it here. `khetane roles --table --json` says the
same to scripts. r: read, a: add, c: change, d: delete. A consent, a referral or an override opens what they say besides.
What a screen hides of a record that is there follows from the [sensitivity](sensitivity.md) of its fields.
"""
SHORT = {"read": "r", "add": "a", "change": "c", "delete": "d"}


def page() -> str:
    """The page, in Markdown: for each role the records it reaches."""
    lines = [HEAD, "| reach | rows |", "|---|---|"]
    lines += [
        f"| {reach.value} | {meaning} |" for reach, meaning in MEANING.items() if reach is not Reach.NONE
    ]
    by_role: dict[str, dict[tuple[str, str], dict[Reach, str]]] = {}
    for cell in cells():
        of = by_role.setdefault(cell.role, {}).setdefault((cell.record, cell.table), {})
        if cell.reach is not Reach.NONE:
            of[cell.reach] = of.get(cell.reach, "") + SHORT[cell.action]
    for role, records in by_role.items():
        lines += ["", f"## `{role}`", "", "| record | table | may |", "|---|---|---|"]
        for (record, table), reaches in records.items():
            if set(reaches) - {Reach.OWN}:
                may = ", ".join(f"{reach.value}: {actions}" for reach, actions in reaches.items())
                lines.append(f"| {record} | `{table}` | {may} |")
    return "\n".join(lines) + "\n"
