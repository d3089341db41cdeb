"""The rules in force in this installation: those that come with Khetane, as its own file changes them."""

from __future__ import annotations

from django.conf import settings

from khetane.subjects.catalogue.own import of
from khetane.subjects.catalogue.reading import Keeping


def in_force() -> Keeping:
    """The rules of this installation. Raises WrongKeeping."""
    return of(settings.ENVIRONMENT.home)
