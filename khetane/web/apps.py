"""The look: templates, static files, translations."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "khetane.web"
    label = "web"
