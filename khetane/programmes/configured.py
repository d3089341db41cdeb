"""The schemes in force in this installation: those that come with Khetane, and its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from khetane.programmes.definition import Scheme
from khetane.programmes.own import of


def in_force() -> Mapping[str, Scheme]:
    """The schemes of this installation, by code. Raises WrongSchemes."""
    return of(settings.ENVIRONMENT.home)
