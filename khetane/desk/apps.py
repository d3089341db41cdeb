"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "khetane.desk"
    label = "desk"
