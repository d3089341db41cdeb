"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "khetane.importing"
    label = "importing"
