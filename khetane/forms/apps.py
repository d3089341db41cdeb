"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "khetane.forms"
    label = "khetane_forms"  # django.forms has taken "forms"
    default_auto_field = "django.db.models.BigAutoField"
