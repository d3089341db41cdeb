"""Requests of persons: taken down by the unit; erasures made by the data-protection officer in two steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from khetane.core import audit
from khetane.core.masking import mask, shown
from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.people.enums import GivenBy
from khetane.people.models import Household, Person
from khetane.places.naming import unit_named
from khetane.subjects import requests
from khetane.subjects.erasing import Erased
from khetane.subjects.models import RequestKind, SubjectRequest
from khetane.web.asking import AskingForm
from khetane.web.formats import day
from khetane.web.formats import number as written
from khetane.web.languages import LANGUAGES, current
from khetane.web.names import person_label

SHOWN = 200


class RequestForm(AskingForm):
    """What is asked, by whom of the household, and when."""

    kind = forms.ChoiceField(label=gettext_lazy("asks for"), choices=RequestKind.choices)
    person = forms.ChoiceField(label=gettext_lazy("who asks"), required=False)
    requested_on = forms.DateField(
        label=gettext_lazy("asked on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    about = forms.CharField(
        label=gettext_lazy("what she says"),
        help_text=gettext_lazy(
            "Of a correction: what is wrong, and what is right. Of an objection: why, if she wants to say."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asked_by = forms.ChoiceField(
        label=gettext_lazy("asked by"), choices=GivenBy.choices, initial=GivenBy.SELF, required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("language of the answer"),
        choices=[(language.code, language.name) for language in LANGUAGES],
        required=False,
    )
    without_safety = forms.BooleanField(
        label=gettext_lazy("Leave out of the copy what she told of her safety"),
        help_text=gettext_lazy("Ask her, with nobody listening: a paper can be found at home."),
        required=False,
    )

    def __init__(self, household: Household, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        members = [(str(one.pk), str(one)) for one in mask(household.persons.order_by("sort_key"))]
        self.fields["person"] = forms.ChoiceField(
            label=gettext_lazy("who asks"), required=False, choices=[("", _("the whole household")), *members]
        )


@requires(requests.TAKE)
def taken(request: HttpRequest) -> HttpResponse:
    """The requests of the viewer's units, the last first."""
    return _listed(request, may_erase=False)


@requires(requests.EXECUTE)
def erasures(request: HttpRequest) -> HttpResponse:
    """The requests that wait for the data-protection officer, and those dealt with."""
    return _listed(request, may_erase=True)


def _listed(request: HttpRequest, *, may_erase: bool) -> HttpResponse:
    found = SubjectRequest.objects.select_related("unit").prefetch_related(unit_named(), "copies")
    listed = list(found[:SHOWN])
    audit.read("request", [one.pk for one in listed])
    asked = [one.person for one in listed if one.person]
    people = mask(Person.objects.filter(pk__in=asked)) if not may_erase else []
    names = {one.pk: person_label(one) for one in people}
    rows = [(one, names.get(one.person, "") if one.person else "") for one in listed]
    return render(request, "subjects/requests.html", {"requests": rows, "may_erase": may_erase})


@requires(requests.TAKE)
def take_down(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The form for a request of somebody of this household."""
    household = get_object_or_404(Household, pk=household_id)
    form = RequestForm(household, request.POST or None, initial=first_filled())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            requests.take_down(
                kind=said["kind"],
                household=household,
                person_id=UUID(said["person"]) if said["person"] else None,
                requested_on=said["requested_on"],
                language=said["language"] or current().code,
                asked_by=said["asked_by"] or GivenBy.SELF,
                without_safety=said["without_safety"],
                about=said["about"],
            )
        except Invalid as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The request was taken down. The data-protection officer sees it."))
            return redirect("subjects:requests")
    audit.read("household", [household.pk], unit_id=household.unit_id)
    return render(request, "subjects/take_down.html", {"form": form, "household": shown(household)})


def first_filled() -> dict[str, object]:
    return {"requested_on": timezone.localdate(), "language": current().code}


@require_POST
@requires(requests.TAKE)
def close(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A copy, correction or objection was dealt with."""
    try:
        requests.close(request_id)
    except Invalid as refusal:
        messages.error(request, refusal.message)
    return redirect("subjects:requests")


@requires(requests.EXECUTE)
def erase(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """First what will happen, then, on confirmation, the erasure."""
    asked = get_object_or_404(SubjectRequest, pk=request_id, kind=RequestKind.ERASURE, state="open")
    if request.method == "POST":
        try:
            done = requests.execute(asked.pk)
        except Invalid as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, what_was_done(done))
        return redirect("subjects:erasures")
    shown = {
        "title": _("Erase a person") if asked.person else _("Erase a household"),
        "question": _question(asked),
        "consequences": [
            *consequences(),
            _("The id of the record, as the audit has it: %(id)s") % {"id": asked.person or asked.household},
        ],
        "action": _("Erase for good"),
        "cancel_url": reverse("subjects:erasures"),
    }
    return render(request, "khetane/confirm.html", shown)


def what_was_done(done: Erased) -> str:
    """How much went, each in a sentence of its own: three numbers in one have no plural."""
    said = [
        (
            ngettext("%(number)s record was erased.", "%(number)s records were erased.", done.records),
            done.records,
        )
    ]
    if done.submissions:
        sentence = ngettext(
            "%(number)s submission was replaced by a copy without them.",
            "%(number)s submissions were replaced by copies without them.",
            done.submissions,
        )
        said.append((sentence, done.submissions))
    if done.files:
        said.append(
            (
                ngettext("%(number)s file was emptied.", "%(number)s files were emptied.", done.files),
                done.files,
            )
        )
    sentences = [sentence % {"number": written(number)} for sentence, number in said]
    return " ".join([*sentences, *_of_forms(done)])


def _of_forms(done: Erased) -> Iterator[str]:
    """Which forms named them; never by which name."""
    if done.forms:
        yield _(
            "Their name was taken out of forms of the unit: %(forms)s. Tell its coordinator to publish the next version without it."
        ) % {"forms": listed(done.forms)}
    if done.one_name:
        yield _(
            "One name alone was on record, which many share: forms were not searched for it. Ask the coordinator to look through the unit's forms."
        )
    if done.naming:
        yield _(
            "The same name stands in forms for every unit, perhaps of somebody else: %(forms)s. Nothing was changed there; ask who publishes them."
        ) % {"forms": listed(done.naming)}


def listed(titles: Iterable[str]) -> str:
    return ", ".join(f"“{title}”" for title in dict.fromkeys(titles))


def _question(asked: SubjectRequest) -> str:
    """Whom, by what stands on the household's card: a name is not the officer's to read."""
    said = {"code": asked.household_code, "day": day(asked.requested_on)}
    if asked.person and asked.household_code:
        return _("Erase one person of household %(code)s, as asked on %(day)s? This cannot be undone.") % said
    if asked.person:  # taken down before codes were kept here
        return _("Erase one person, as asked on %(day)s? This cannot be undone.") % said
    if asked.household_code:
        return _("Erase the whole household %(code)s, as asked on %(day)s? This cannot be undone.") % said
    return _("Erase a whole household, as asked on %(day)s? This cannot be undone.") % said


def consequences() -> list[str]:
    """What goes and what the law lets stay (docs/explanation/privacy.md)."""
    return [
        _(
            "Their records are removed: names, documents, consents, needs, referrals, services, procedures, tasks."
        ),
        _(
            "Submissions that speak of them are replaced by copies without them; all files of those submissions are emptied."
        ),
        _("Their names are covered in the notes of their household. What others said of themselves stays."),
        _(
            "Their full name is taken out of the forms of the unit; its coordinator sees in which, and phones fetch them anew."
        ),
        _(
            "The audit keeps who read and wrote, with ids only. A line with ids keeps restored backups from bringing them back."
        ),
        _(
            "Check first whether a law obliges you to keep a procedure or a service: then refuse that part with the reason."
        ),
    ]
