"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "khetane.subjects"
    label = "subjects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A file of rules that cannot be read stops the start with a sentence, not the night's work."""
        from khetane.subjects.keeping.configured import in_force

        in_force()
