"""docs/reference/environment.md."""

from __future__ import annotations

from khetane.config.environment import VARIABLES, Variable
from scripts.reference import markdown

HEAD = """# Variables of the environment

Made by `python -m scripts.reference` from `khetane/config/environment.py`; do not edit it here.

`khetane run` and every other command read these four, and make the rest from the data folder:

| variable | meaning | default |
|---|---|---|
| `KHETANE_HOME` | the data folder | `./var` |
| `PORT`, `HOST` | where the server listens | `8000`, `127.0.0.1` |
| `DATABASE_URL` | a PostgreSQL of your own instead of the embedded one; its role must be able to make roles | |

Below stands everything the application itself reads. A name that begins with `KHETANE_` and is not in this list, or a value
that cannot be read, stops the start with a sentence. What has no default is made at the first start and kept in
`secrets.env` in the data folder, or follows from the database; a variable that is set wins.
"""


def page() -> str:
    rows = ([f"`{one.name}`", one.meaning, default_of(one)] for one in VARIABLES)
    return markdown.page(HEAD, *markdown.table(["variable", "meaning", "default"], rows))


def default_of(variable: Variable) -> str:
    if variable.default is None:
        return "made, or given"
    return f"`{variable.default}`" if variable.default else "empty"
