"""The pages on which a unit's equipment and trainings are kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from khetane.core.routes import requires
from khetane.organisations import keeping
from khetane.organisations.forms import EquipmentForm, TrainingForm
from khetane.organisations.models import Equipment, Training, Unit
from khetane.organisations.views import changed


@requires(*keeping.KEEPERS)
def edit_equipment(request: HttpRequest, unit_id: UUID, equipment_id: UUID | None = None) -> HttpResponse:
    """Add a thing to the list of a unit, or change an entry."""
    unit, address = kept_unit(unit_id)
    entry = get_object_or_404(Equipment, pk=equipment_id, unit=unit) if equipment_id else None
    form = EquipmentForm(request.POST or None, initial=standing(entry, EquipmentForm))

    def record() -> str:
        keeping.record_equipment(unit=unit, equipment=entry, **form.cleaned_data)
        return address

    title = entry.what if entry else _("Add equipment")
    return changed(request, form, record, title=title, cancel_url=address)


@requires(*keeping.KEEPERS)
def edit_training(request: HttpRequest, unit_id: UUID, training_id: UUID | None = None) -> HttpResponse:
    """Add a training in which members of a unit took part, or change one."""
    unit, address = kept_unit(unit_id)
    entry = get_object_or_404(Training, pk=training_id, unit=unit) if training_id else None
    form = TrainingForm(request.POST or None, initial=standing(entry, TrainingForm))

    def record() -> str:
        keeping.record_training(unit=unit, training=entry, **form.cleaned_data)
        return address

    title = entry.subject if entry else _("Add a training")
    return changed(request, form, record, title=title, cancel_url=address)


def kept_unit(unit_id: UUID) -> tuple[Unit, str]:
    """The unit and the address of its page. Raises NotAllowed for who does not keep its lists."""
    unit = get_object_or_404(Unit, pk=unit_id)
    keeping.check_keeps(unit.pk)
    return unit, reverse("organisations:unit", args=[unit.pk])


def standing(entry: Equipment | Training | None, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in form.base_fields} if entry else {}
