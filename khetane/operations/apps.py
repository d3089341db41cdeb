"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig

from khetane.core import connections


class OperationsConfig(AppConfig):
    name = "khetane.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connections.watch()
