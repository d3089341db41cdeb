"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "khetane.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from khetane.cases.datasets.registered import DATASETS
        from khetane.history.datasets import register  # models are ready only now

        register(*DATASETS)
