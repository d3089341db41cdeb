"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class GrievancesConfig(AppConfig):
    name = "khetane.grievances"
    label = "grievances"
    default_auto_field = "django.db.models.BigAutoField"
