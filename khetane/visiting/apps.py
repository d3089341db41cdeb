"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class VisitingConfig(AppConfig):
    name = "khetane.visiting"
    label = "visiting"
