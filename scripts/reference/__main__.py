"""Write every generated page of docs/reference/: `python -m scripts.reference` (or `make reference`)."""

from __future__ import annotations

import os
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


def main() -> None:
    os.environ["KHETANE_ENV"] = "test"  # the pages must not depend on the installation they are made on
    os.environ["DJANGO_SETTINGS_MODULE"] = "khetane.config.settings"
    django.setup()
    from scripts.reference.pages import PAGES  # imports models, which needs Django set up

    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
