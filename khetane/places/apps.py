"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "khetane.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
