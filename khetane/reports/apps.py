"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "khetane.reports"
    label = "reports"
