"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "khetane.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from khetane.history.datasets import register  # models are ready only now
        from khetane.programmes.datasets.registered import DATASETS

        register(*DATASETS)
