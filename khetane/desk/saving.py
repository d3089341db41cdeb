"""Edits made on a screen: applied like any submission, or refused with what to mend and nothing kept."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from khetane.core.numerals import LARGEST_INTEGER
from khetane.core.problems import Problem
from khetane.core.refusals import Refusal
from khetane.forms import office
from khetane.history.source import Applied, State
from khetane.web.asking import AskingForm

SAVED = gettext_lazy("Saved.")
CONTESTED = gettext_lazy(
    "Somebody else changed the same field since you opened this page. Both values are kept: compare them, and decide which is right."
)


class NeedsCorrection(Exception):
    """The edit cannot be applied as it is; `reasons` say why."""

    def __init__(self, reasons: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(reason.message for reason in reasons))
        self.reasons = reasons


class EditForm(AskingForm):
    """A form whose fields are properties of a record, with the version that was shown.

    `instance` is made with the page: sent twice, the edit is made once. `withheld` are the names of what the
    viewer may not see of the record, so that the form does not ask it (`khetane.desk.withheld`).
    """

    withheld: tuple[str, ...] = ()

    base_version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=LARGEST_INTEGER
    )
    instance = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, files, initial={"instance": uuid.uuid4(), **(initial or {})})
        self.order_fields([name for name in self.fields if name not in HIDDEN] + list(HIDDEN))

    def values(self) -> dict[str, str]:
        """The properties as text, as a submission says them."""
        return {name: as_text(value) for name, value in self.cleaned_data.items() if name not in HIDDEN}

    @property
    def version(self) -> int:
        return int(self.cleaned_data["base_version"] or 0)

    @property
    def instance_id(self) -> str:
        return str(self.cleaned_data["instance"])


HIDDEN = ("base_version", "instance")


def as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def save_from_form(form: forms.Form, act: Callable[[], Applied]) -> Applied | None:
    """What became of the edit; None when it was refused: then the form says why, and nothing is kept."""
    try:
        with transaction.atomic():
            applied = act()
            if applied.state == State.NEEDS_CORRECTION:
                raise NeedsCorrection(applied.reasons)
    except NeedsCorrection as wrong:
        for reason in wrong.reasons:
            form.add_error(None, reason.translated(gettext))
    except Refusal as refusal:
        form.add_error(None, refusal.problem.translated(gettext))
    else:
        return applied
    return None


def save_edit(
    form: EditForm,
    dataset: str,
    record_id: UUID,
    values: Mapping[str, str] | None = None,
    *,
    mandate: str = "",
) -> Applied | None:
    """Change one record as its form says, or to `values`, on the version that was shown; as `save` does.

    What was sent is read again by `mandate` alone, where one is named.
    """
    wanted = form.values() if values is None else values
    return save_from_form(
        form,
        lambda: office.edit(
            dataset, record_id, form.version, wanted, instance_id=form.instance_id, mandate=mandate
        ),
    )


def done(request: HttpRequest, applied: Applied, back: str) -> HttpResponse:
    """Go back to the record, or to the conflict that the edit met."""
    if applied.conflicts:
        messages.warning(request, CONTESTED)
        return redirect(reverse("history:conflict", args=[applied.conflicts[0].conflict_id]))
    messages.success(request, SAVED)
    return redirect(back)
