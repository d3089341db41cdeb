"""Two records side by side, what merging them takes along, and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.core.masking import mask
from khetane.core.refusals import Refusal
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.opened import opened
from khetane.desk.questions import questions_now
from khetane.desk.same import merging
from khetane.desk.saving import NeedsCorrection
from khetane.people import problems
from khetane.people.models import Household, MatchCandidate, Merge, Person
from khetane.people.same import actions
from khetane.people.same.actions import PERMISSION
from khetane.people.same.pairs import pair_of

KEPT, OTHER = "kept", "other"
NOT_SAME = "not_same"
LABELS = {
    "given_name": gettext_lazy("Given and family name"),
    "parent_name": gettext_lazy("Name of a parent"),
    "birth_date": gettext_lazy("Birth"),
    "sex": gettext_lazy("Sex"),
    "phone": gettext_lazy("Phone"),
    "language": gettext_lazy("Language"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records, with where she lives and what documents she has."""

    person: Person
    household: Household
    memberships: Sequence[Any]
    documents: Sequence[Any]


class DecisionForm(forms.Form):
    """For each group of fields that differs: which record is right. Nothing is chosen beforehand."""

    merge = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, groups: Sequence[merging.Group]) -> None:
        super().__init__(data, initial={"merge": uuid4()})
        self.groups = {group[0]: group for group in groups}
        for name in self.groups:
            self.fields[name] = forms.ChoiceField(
                choices=[(KEPT, KEPT), (OTHER, OTHER)], label=LABELS[name], required=False
            )

    def clean(self) -> dict[str, Any]:
        """To merge, somebody said of each difference which record is right; two persons need no such answer."""
        said = super().clean() or self.cleaned_data
        open_ones = [str(LABELS[name]) for name in self.groups if not said.get(name)]
        if self.data.get("decision") != NOT_SAME and open_ones:
            raise forms.ValidationError(problems.NOT_CHOSEN.about(what=", ".join(open_ones)).translated(_))
        return said

    def taken(self) -> list[merging.Group]:
        """The groups that are right in the other record."""
        return [group for name, group in self.groups.items() if self.cleaned_data[name] == OTHER]


@requires(PERMISSION)
def compare(request: HttpRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """The two records, the first of which would be kept; POST merges them, or says that they are two persons."""
    kept, other = side_of(person_id), side_of(other_id)
    if kept.person.unit_id != other.person.unit_id or kept.person.pk == other.person.pk:
        raise Http404
    current().check(PERMISSION, kept.person.unit_id)
    form = DecisionForm(request.POST or None, groups=merging.groups_apart(kept.person, other.person))
    if request.method == "POST" and decided(request, form, kept.person, other.person):
        return redirect("people:person", kept.person.pk)
    for side in (kept, other):
        opened("person", side.household, [side.person.pk])
    context = {
        "kept": kept,
        "other": other,
        "form": form,
        "questions": questions_now(),
        "known": MatchCandidate.objects.filter(pair=pair_of(person_id, other_id)).first(),
        "swapped": reverse("people:compare_persons", args=[other_id, person_id]),
    }
    return render(request, "desk/same/compare.html", context, status=422 if form.errors else 200)


def decided(request: HttpRequest, form: DecisionForm, kept: Person, other: Person) -> bool:
    """Do what the button says; False when it was refused: then the form says why."""
    if not form.is_valid():
        return False
    kept, other = (
        Person.objects.get(pk=one.pk) for one in (kept, other)
    )  # unmasked: what is written is what stands
    try:
        if request.POST.get("decision") == NOT_SAME:
            actions.not_the_same(kept, other)
            messages.success(request, _("Remembered: these are two persons."))
        else:
            merging.merge(merge_id=form.cleaned_data["merge"], kept=kept, merged=other, taken=form.taken())
            messages.success(request, _("Merged. Below you can undo it."))
    except NeedsCorrection as wrong:
        for reason in wrong.reasons:
            form.add_error(None, reason.translated(_))
    except Refusal as refusal:
        form.add_error(None, refusal.problem.translated(_))
    return not form.errors


@requires(PERMISSION)
def undo(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """What undoing a merge does, and the button that does it."""
    done = get_object_or_404(Merge.objects.select_related("kept__household"), pk=merge_id, undone_at=None)
    current().check(PERMISSION, done.unit_id)
    form = forms.Form(request.POST if request.method == "POST" else None)  # an empty form is sent too
    if form.is_valid():
        try:
            merging.part(done)
        except NeedsCorrection as wrong:
            for reason in wrong.reasons:
                form.add_error(None, reason.translated(_))
        except Refusal as refusal:
            form.add_error(None, refusal.problem.translated(_))
        else:
            messages.success(request, _("Undone: there are two records again, as before."))
            return redirect("people:person", done.merged_id)
    if done.kept.household is not None:
        opened("person", done.kept.household, [done.kept_id])
    return render(
        request, "desk/same/undo.html", {"merge": done, "form": form}, status=422 if form.errors else 200
    )


def side_of(person_id: UUID) -> Side:
    """One of the two records; 404 where she is not there for the viewer."""
    found = Person.objects.select_related("household__place", "unit").prefetch_related(
        "household__place__names"
    )
    person = get_object_or_404(found, pk=person_id)
    if person.household is None:
        raise Http404
    mask([person, person.household])
    memberships = list(person.memberships.select_related("household").order_by("-begins"))
    return Side(person, person.household, memberships, mask(person.documents.order_by("kind")))
