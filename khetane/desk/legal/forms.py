"""The forms of legal procedures: fields are the properties of a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khetane.cases.legal import CostKind, HearingState, Outcome, PaidBy, PowerKind, Result
from khetane.desk.edit_forms import Choices, day_field
from khetane.desk.saving import EditForm

GOES_ON = ("", _("no, it goes on"))


def note_field(label: Any = None) -> forms.CharField:
    return forms.CharField(label=label or _("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class StartForm(EditForm):
    """A procedure that begins."""

    type = forms.ChoiceField(label=_("Procedure"))
    body = forms.CharField(label=_("Body"), required=False, max_length=200)
    initiated_on = day_field(
        _("Initiated on"), required=False, help_text=_("Empty while the papers are still being gathered.")
    )
    reference = forms.CharField(label=_("Number of the case"), required=False, max_length=60)
    note = note_field()
    follows = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, types: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = types  # type: ignore[attr-defined]  # a choice field


class StepForm(EditForm):
    """A step that happened, and whether the procedure is over with it."""

    date = day_field(_("On"))
    result = forms.ChoiceField(
        label=_("It says"),
        required=False,
        choices=[("", _("not known yet")), *Result.choices],
        widget=forms.RadioSelect,
    )
    note = note_field()
    outcome = forms.ChoiceField(
        label=_("Is the procedure over with this step?"),
        required=False,
        choices=[GOES_ON, *((code, label) for code, label in Outcome.choices if code != Outcome.PENDING)],
        widget=forms.RadioSelect,
    )
    has_document = forms.BooleanField(label=_("The person has the document now"), required=False)
    procedure_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, drop: Sequence[str], document: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in drop:
            del self.fields[name]
        if document and "has_document" in self.fields:
            self.fields["has_document"].label = _("If granted, put on record that she has it: %s") % document


class ProcedureForm(EditForm):
    """What is said of a procedure as a whole."""

    body = forms.CharField(label=_("Body"), required=False, max_length=200)
    reference = forms.CharField(label=_("Number of the case"), required=False, max_length=60)
    initiated_on = day_field(_("Initiated on"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices)
    solved_on = day_field(_("Solved on"), required=False)
    note = note_field()


class HearingForm(EditForm):
    """A day in court or before an office."""

    date = day_field(_("Day"))
    time = forms.CharField(
        label=_("Time"), required=False, max_length=5, widget=forms.TimeInput(attrs={"type": "time"})
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), choices=HearingState.choices)
    note = note_field(_("What came of it"))


class CostForm(EditForm):
    """What was paid."""

    date = day_field(_("On"))
    kind = forms.ChoiceField(label=_("For"), choices=CostKind.choices)
    amount = forms.DecimalField(label=_("Amount"), min_value=0, decimal_places=2, max_digits=12)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3)
    paid_by = forms.ChoiceField(label=_("Paid by"), choices=PaidBy.choices)
    note = note_field()


class PowerForm(EditForm):
    """Who may act for a person."""

    attorney = forms.CharField(label=_("Given to"), max_length=200)
    kind = forms.ChoiceField(label=_("For"), choices=PowerKind.choices)
    given_on = day_field(_("Given on"))
    valid_until = day_field(_("Valid until"), required=False)
    revoked_on = day_field(_("Revoked on"), required=False)
    certified = forms.ChoiceField(
        label=_("Certified by a notary or court"), choices=[("no", _("no")), ("yes", _("yes"))]
    )
    procedure = forms.UUIDField(widget=forms.HiddenInput, required=False)
    lawyer = forms.ChoiceField(label=_("Who acts for her"), required=False)

    def __init__(self, *args: Any, mine: UUID | None = None, **kwargs: Any) -> None:
        """`mine`: the account of who sees her clients by such powers; the others are not asked."""
        super().__init__(*args, **kwargs)
        if mine is None:
            del self.fields["lawyer"]
            return
        choices = [(str(mine), _("I")), ("", _("somebody who does not use Khetane"))]
        standing = self.initial.get("lawyer") or mine
        if standing != mine:
            choices.append((str(standing), _("a colleague")))
        self.fields["lawyer"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.order_fields(["attorney", "lawyer"])
