"""Whether names may stand in the clear-text lists of a unit's ODK devices (DESIGN, "Collect")."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.forms.models import NamesOnDevices

PERMISSION = "names.sign"
REASON_NEEDED = Sentence(
    "names-01", gettext_noop("Say in a sentence why names must stand on this unit's devices in clear text.")
)
NOT_SIGNED = Sentence("names-02", gettext_noop("Names do not stand on this unit's devices; nothing to end."))


def allowed(unit_id: UUID) -> bool:
    """Whether a signature is in force for the unit; without one, lists carry codes and opaque ids."""
    return NamesOnDevices.objects.filter(unit=unit_id, ended_at=None).exists()


def signatures(units: Iterable[UUID]) -> dict[UUID, NamesOnDevices]:
    """The signatures in force for these units, by unit."""
    found = NamesOnDevices.objects.filter(unit__in=list(units), ended_at=None)
    return {one.unit_id: one for one in found}


@transaction.atomic
def sign(unit_id: UUID, reason: str) -> NamesOnDevices:
    """Allow names on the unit's devices; signing again changes nothing."""
    viewer = current()
    viewer.check(PERMISSION, unit_id)
    if not reason.strip():
        raise Invalid(REASON_NEEDED.about())
    standing = NamesOnDevices.objects.filter(unit=unit_id, ended_at=None).first()
    if standing is not None:
        return standing
    signed = NamesOnDevices(unit_id=unit_id, reason=reason.strip(), signed_by=viewer.account_id)
    signed.save(force_insert=True)
    audit.record("signed", "names_on_devices", [signed.pk], unit_id=unit_id)
    return signed


@transaction.atomic
def end(unit_id: UUID) -> None:
    """From now on lists carry codes only; a device replaces its lists when it next refreshes its forms."""
    viewer = current()
    viewer.check(PERMISSION, unit_id)
    standing = NamesOnDevices.objects.filter(unit=unit_id, ended_at=None)
    if not standing.update(ended_by=viewer.account_id, ended_at=timezone.now()):
        raise Invalid(NOT_SIGNED.about())
    audit.record("ended", "names_on_devices", [unit_id], unit_id=unit_id)
