"""Tables are made and changed by their owner only."""

from __future__ import annotations

from typing import Any


class OwnerMigrates:
    """Sends migrations to the `owner` database; everything else to `default`."""

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        return db == "owner"
