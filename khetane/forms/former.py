"""Under which hash a form is found by the id it had before an erasure took a person's name out of it (docs/adr/0760).

By the installation's secret, and bound to the unit: whoever reads the database learns nothing from it, and another unit's
guess is another hash.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from khetane.core.sealing import lookup_hash


def of_form(unit_id: UUID, form_id: str) -> bytes:
    """The hash of a form's id in a unit."""
    return lookup_hash(settings.ENVIRONMENT.lookup_key, f"form:{unit_id}:{form_id}")


def of_version(unit_id: UUID, form_id: str, version: str) -> bytes:
    """The hash of a version's name together with its form's id."""
    return lookup_hash(settings.ENVIRONMENT.lookup_key, f"version:{unit_id}:{form_id}\0{version}")
