"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "khetane.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from khetane.access import sign_ins
        from khetane.access.rights import after_migrate  # models are ready only now

        sign_ins.watch()
        post_migrate.connect(after_migrate, sender=self)
