"""The forms of a settlement's process."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khetane.desk.edit_forms import Choices, day_field
from khetane.desk.saving import EditForm
from khetane.desk.schemes.forms import ticks
from khetane.places.enums import Risk
from khetane.upgrading.definition import Phase, ProcessRules, ProcessWay
from khetane.upgrading.enums import RESULTS_OF, Answer, EventKind, ProposalState, Site, View
from khetane.upgrading.models import HousingProposal
from khetane.upgrading.rules import unanswered
from khetane.upgrading.states import PROPOSAL

NO_NAMES = _("No names of persons.")


def lines_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, help_text=help_text, widget=area)


class BeginForm(EditForm):
    """Which process begins, and by when its first step is due."""

    kind = forms.ChoiceField(label=_("Which process"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("What is to be done"), required=False, max_length=200, help_text=NO_NAMES)
    begun_on = day_field(_("Begun on"))
    due = day_field(_("First step due"), required=False)

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # a choice field


class StepForm(EditForm):
    """When it went a step on, by when the next one is due, and why where the rules ask."""

    def __init__(self, *args: Any, way: ProcessWay, rules: ProcessRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage_on"] = day_field(_("On"))
        if rules.phase(way.target) is Phase.RUNNING:
            self.fields["due"] = day_field(_("Next step due"), required=False)
        if way.why:
            self.fields["reason"] = lines_field(_("Reason"), help_text=NO_NAMES)
        self.order_fields(["stage_on", "due", "reason"])

    def values(self) -> dict[str, str]:
        """A reason is of the step for which it was given."""
        return {"reason": "", **super().values()}


class DueForm(EditForm):
    """By when the next step is to be taken."""

    title = forms.CharField(label=_("What is to be done"), required=False, max_length=200, help_text=NO_NAMES)
    due = day_field(_("Next step due"), required=False)


class EventForm(EditForm):
    """A decision, a document that is there, or an inspection: what each of them says."""

    date = day_field(_("Date"))

    def __init__(self, *args: Any, kind: EventKind, documents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_document = kind is EventKind.DOCUMENT
        if is_document:
            self.fields["document"] = forms.ChoiceField(label=_("Document"), choices=documents)
        if kind is not EventKind.INSPECTION:
            self.fields["number"] = forms.CharField(
                label=_("Number"), max_length=60, required=not is_document
            )
        self.fields["body"] = forms.CharField(
            label=_("Body"), max_length=200, required=kind is EventKind.DECISION
        )
        if not is_document:
            results = [(one.value, one.label) for one in RESULTS_OF[kind]]
            self.fields["result"] = forms.ChoiceField(
                label=_("Result"), choices=results, widget=forms.RadioSelect
            )
            asked = _("What was found") if kind is EventKind.INSPECTION else _("What was decided")
            self.fields["findings"] = lines_field(
                asked, required=kind is EventKind.INSPECTION, help_text=NO_NAMES
            )
        if kind is EventKind.INSPECTION:
            self.fields["mend_by"] = day_field(_("To be mended by"), required=False)
        self.order_fields(["document", "date", "number", "body", "result", "findings", "mend_by"])


class SafeguardForm(EditForm):
    """Whether a safeguard is met, and what proves it."""

    answer = forms.ChoiceField(label=_("Is it met?"), choices=Answer.choices, widget=forms.RadioSelect)
    evidence = lines_field(
        _("Evidence"),
        help_text=_(
            "What proves it: minutes, a letter with its number, a signed offer. No names of persons."
        ),
    )
    answered_on = day_field(_("Answered on"))


class ProposalForm(EditForm):
    """Homes proposed at a site."""

    title = forms.CharField(label=_("What is proposed"), max_length=200, help_text=NO_NAMES)
    site = forms.ChoiceField(label=_("Site"), choices=Site.choices, widget=forms.RadioSelect)
    where = forms.CharField(label=_("Where"), required=False, max_length=200)
    dwellings = forms.IntegerField(label=_("Dwellings"), required=False, min_value=0, max_value=10_000)


class JudgedForm(ProposalForm):
    """The environmental criterion: what the site is exposed to, what protects from each risk, and what becomes of it."""

    looked_on = day_field(_("Site looked at on"), required=False)

    def __init__(self, *args: Any, proposal: HousingProposal, risks: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["risks"] = ticks(
            _("The site is exposed to"), [(one.value, str(one.label)) for one in Risk]
        )
        for risk in (one for one in Risk.values if one in risks):
            label = HousingProposal._meta.get_field(f"answer_{risk}").verbose_name  # type: ignore[union-attr]  # a plain field
            self.fields[f"answer_{risk}"] = lines_field(
                _("What protects the people: %(risk)s") % {"risk": label}, required=False
            )
        self.fields["state"] = forms.ChoiceField(
            label=_("State"), choices=possible_states(proposal.state), widget=forms.RadioSelect
        )
        self.order_fields([*ProposalForm.base_fields, "looked_on", "risks"])

    def open_risks(self) -> tuple[str, ...]:
        """Those that were ticked and are not answered."""
        answers = {risk: str(self.cleaned_data.get(f"answer_{risk}", "")) for risk in Risk.values}
        return unanswered(self.cleaned_data["risks"], answers)


def possible_states(state: str) -> Sequence[tuple[str, Any]]:
    """As it is, and what may follow."""
    codes = (state, *(one.target for one in PROPOSAL.following(state)))
    return [(code, ProposalState(code).label) for code in codes]


class ConcernForm(EditForm):
    """What a household said of the process."""

    told_on = day_field(_("Told on"), required=False)
    view = forms.ChoiceField(label=_("What it said"), choices=View.choices, widget=forms.RadioSelect)
    said_on = day_field(_("Said on"), required=False)
