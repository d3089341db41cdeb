"""Makes this folder a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "khetane.desk"
    label = "desk"

    def ready(self) -> None:
        """A device is told why its record waits in the words of the screens."""
        from khetane.desk.waiting import reason_in_words  # models are ready only now
        from khetane.forms.reasons import Words

        Words.said = staticmethod(reason_in_words)
