"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "khetane.forms"
    label = "khetane_forms"  # django.forms has taken "forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from khetane.forms.datasets import EntityDataset  # models are ready only now
        from khetane.history.datasets import register_fallback

        register_fallback(EntityDataset)
