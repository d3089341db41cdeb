"""Words of access that a form, a rule and a table share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviceState(models.TextChoices):
    """Whether a device may send and pull."""

    WAITING = "waiting", _("waits for its owner")
    ACTIVE = "active", _("active")
    RETIRED = "retired", _("retired: may still send")
    STOLEN = "stolen", _("stolen: refused")
