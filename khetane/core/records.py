"""The abstract bases of our records."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """Anything with an id made where the record was made, so that sending it again changes nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class VersionedRecord(Record):
    """A record that devices edit offline: each applied edit is one version (DESIGN rule 2)."""

    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        abstract = True


class UnitRecord(VersionedRecord):
    """A record that belongs to one mobile unit: row-level security compares its plain `unit_id`."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))

    class Meta:
        abstract = True
