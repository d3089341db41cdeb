"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "khetane.review"
    label = "review"
