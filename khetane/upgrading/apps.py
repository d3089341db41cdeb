"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class UpgradingConfig(AppConfig):
    name = "khetane.upgrading"
    label = "upgrading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from khetane.history.datasets import register  # models are ready only now
        from khetane.upgrading.datasets.registered import DATASETS

        register(*DATASETS)
