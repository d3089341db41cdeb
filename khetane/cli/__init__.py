"""The `khetane` command. Each module of this package adds its commands: see `khetane.cli.registry`."""

from __future__ import annotations

from khetane.cli.registry import main
from khetane.cli.setup import django_setup

__all__ = ["django_setup", "main"]
