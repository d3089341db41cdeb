"""Makes a town and one account of it in the database of the environment: `python -m tests.browser.settle`."""

from __future__ import annotations

import django

EMAIL, PASSWORD = "coordinator@example.org", "correct horse battery"


def main() -> None:
    django.setup()
    from tests.world import account, town  # needs Django set up

    account("unit_coordinator", town("GALLERY").unit, email=EMAIL)


if __name__ == "__main__":
    main()
