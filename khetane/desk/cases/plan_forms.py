"""The forms of plans and their steps: fields are the properties of a record."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khetane.cases.plans import PlanOutcome
from khetane.cases.states import PLAN, PLAN_STEP
from khetane.core.mandates import Mandate
from khetane.core.numerals import whole_number
from khetane.desk.cases.case_forms import text_field
from khetane.desk.cases.taking_steps import Steps
from khetane.desk.edit_forms import Choices, day_field
from khetane.desk.saving import EditForm
from khetane.history.source import OfficeEdit


class PlanForm(EditForm):
    """What the family wants to reach."""

    goals = text_field(
        _("What does the family want to reach?"),
        rows=5,
        help_text=_("In their own words. One goal per line."),
    )
    review_on = day_field(_("When do you look at it again together?"))


class AgreeForm(EditForm):
    """The family agreed."""

    agreed_on = day_field(_("Agreed on"))
    review_on = day_field(_("When do you look at it again together?"))


class ReviewForm(EditForm):
    """Looked at again with the family."""

    reviewed_on = day_field(_("Reviewed on"))
    review_on = day_field(_("Next review"))


def version_of(text: str) -> int:
    """The version that stands beside an id in a form. Raises ValueError."""
    version = whole_number(text)
    if not version:
        raise ValueError(text[:20])
    return version


class CloseForm(EditForm):
    """What came of the plan. `steps` are those still open when the page was made, each with its version."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=PlanOutcome.choices)
    result = text_field(_("What came of it, and why"))
    closed_on = day_field(_("On"))
    steps = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_steps(self) -> list[tuple[uuid.UUID, int]]:
        pairs = [one.partition(":") for one in self.cleaned_data["steps"].split()]
        try:
            return [(uuid.UUID(step), version_of(version)) for step, _colon, version in pairs]
        except ValueError as error:
            raise forms.ValidationError(_("Open the page of the plan again and close it there.")) from error

    def values(self) -> dict[str, str]:
        """The properties of the plan."""
        said = super().values()
        del said["steps"]
        return said

    def dropped(self) -> list[OfficeEdit]:
        """The steps left open end with their plan."""
        said = {"state": "dropped", "closed_on": self.cleaned_data["closed_on"].isoformat()}
        return [
            OfficeEdit("plan_step", step, "update", said, base_version=version)
            for step, version in self.cleaned_data["steps"]
        ]


class ReopenForm(EditForm):
    """The work goes on."""

    review_on = day_field(_("Next review"))


class StepForm(EditForm):
    """One step: what, who, until when."""

    what = forms.CharField(label=_("What is to be done"), max_length=300)
    mandate = forms.ChoiceField(label=_("Who takes it"), choices=Mandate.choices)
    account = forms.ChoiceField(label=_("By name"), required=False)
    until = day_field(_("Until"))
    need = forms.ChoiceField(label=_("Answers the need"), required=False)

    def __init__(self, *args: Any, accounts: Choices, needs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {"account": [("", _("nobody in particular")), *accounts], "need": [("", _("none")), *needs]}
        for name, choices in offered.items():
            if len(choices) == 1:
                del self.fields[name]
            else:
                self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


class NewStepForm(StepForm):
    """A step that may become a task at once."""

    makes_task = forms.BooleanField(
        label=_("Give it to them as a task"),
        required=False,
        initial=True,
        help_text=_("It then stands in their list of what is due."),
    )

    def values(self) -> dict[str, str]:
        """The properties of the step; the task it makes is named by an id that follows from the form's."""
        said = super().values()
        makes = said.pop("makes_task") == "True"
        return said | ({"task": str(self.task_id)} if makes else {})

    @property
    def task_id(self) -> uuid.UUID:
        return uuid.uuid5(self.cleaned_data["instance"], "task")


class StepDoneForm(EditForm):
    """What came of the step."""

    result = text_field(_("What came of it"), required=False)
    closed_on = day_field(_("On"))


class StepDroppedForm(EditForm):
    """Why it is not done."""

    result = text_field(_("Why not"))
    closed_on = day_field(_("On"))


MANDATE = Mandate.COORDINATION.value  # whose plans are, and under which all that is said of them is kept
OF_PLAN = Steps(
    "case_plan",
    PLAN,
    "cases:plan_step",
    {"agree": AgreeForm, "review": ReviewForm, "close": CloseForm, "reopen": ReopenForm},
)
OF_STEP = Steps(
    "plan_step",
    PLAN_STEP,
    "cases:step_step",
    {"finish": StepDoneForm, "drop": StepDroppedForm},
    said_under=MANDATE,
)
