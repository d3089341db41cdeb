"""Recording at the desk who came to it: a household with its head, and one more member of one that is there."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.core import audit
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.destinations import choices, homes
from khetane.desk.edit_forms import ROLES, Choices, PersonForm, day_field
from khetane.desk.editing import edit_page, household_named
from khetane.desk.opened import opened
from khetane.desk.questions import questions_now
from khetane.desk.saving import done, save_from_form
from khetane.forms import office
from khetane.history.source import OfficeEdit
from khetane.people.enums import Evidence, Purpose
from khetane.people.kinship import HEAD
from khetane.people.same.looking import alike
from khetane.people.search import Found

UNSAID = {"sex": "unknown"}  # until somebody says it


class NewPersonForm(PersonForm):
    """Somebody who is not on record yet; `alike` are those on record who may be she."""

    alike: tuple[Found, ...] = ()
    somebody_else = forms.BooleanField(
        label=gettext_lazy("None of these is the same person"), required=False, widget=forms.HiddenInput
    )

    def is_new(self, unit_id: UUID) -> bool:
        """Whether nobody of the unit may be the same, or somebody has looked at those and said that none is."""
        said = self.cleaned_data
        if said["somebody_else"] or not said["birth_date"]:
            return True
        self.alike = tuple(alike(said["given_name"], said["family_name"], said["birth_date"], unit_id))
        if self.alike:
            self.fields["somebody_else"].widget = forms.CheckboxInput()
            self.add_error(None, _("Look first whether this person is on record already."))
            audit.record(
                "searched", "person", [one.person_id for one in self.alike if one.person_id], unit_id=unit_id
            )
        return not self.alike

    def person(self) -> dict[str, str]:
        """What is said of the person."""
        return {name: self.values()[name] for name in PersonForm.base_fields if name in self.values()}


class RegisterForm(NewPersonForm):
    """A household: the notice comes first, then where it lives and who is its head."""

    agreed = forms.BooleanField(
        label=gettext_lazy("The notice was read out, and the household agrees to be recorded"),
        help_text=gettext_lazy("Whoever refuses is not recorded; a visit counts refusals, without names."),
    )
    notice_version = forms.CharField(
        label=gettext_lazy("Version of the notice that was read out"),
        max_length=40,
        help_text=gettext_lazy("It stands at the foot of the notice."),
    )
    evidence = forms.ChoiceField(label=gettext_lazy("How it can be proved"), choices=Evidence.choices)
    since = day_field(gettext_lazy("On"))
    place = forms.ChoiceField(label=gettext_lazy("Settlement"))
    address = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=300)
    home_phone = forms.CharField(label=gettext_lazy("Phone"), required=False, max_length=60)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["role"], self.fields["phone"]  # she is the head; the household has a phone
        unsaid = [("", gettext_lazy("choose"))] if len(places) > 1 else []
        self.fields["place"].choices = [*unsaid, *places]  # type: ignore[attr-defined]  # a choice field
        first = ["agreed", "notice_version", "evidence", "since", "place", "address", "home_phone"]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])

    def edits(self, place_id: UUID) -> list[OfficeEdit]:
        """The household, its consent to be recorded, and its head."""
        said, household = self.values(), UUID(self.instance_id)
        home = {"place": str(place_id), "address": said["address"], "phone": said["home_phone"]}
        of_it = {"household": str(household)}
        consent = {
            **of_it, "purpose": Purpose.REGISTRATION.value, "notice_version": said["notice_version"],
            "given_by": "self", "given_on": said["since"], "evidence": said["evidence"],
        }  # fmt: skip
        head = {**self.person(), **of_it, "role": HEAD, "member_from": said["since"]}
        return [
            OfficeEdit("household", household, "create", home),
            OfficeEdit("consent", uuid5(household, "consent"), "create", consent),
            OfficeEdit("person", uuid5(household, "head"), "create", head),
        ]


class MemberForm(NewPersonForm):
    """One more member, and since when."""

    member_from = day_field(gettext_lazy("Member since"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = ROLES  # type: ignore[attr-defined]  # a choice field

    def person(self) -> dict[str, str]:
        return super().person() | {"member_from": self.values()["member_from"]}


@requires("registry.write")
def register(request: HttpRequest) -> HttpResponse:
    """A household that is not on record yet, under its consent; members follow one by one.

    Whom a lawyer records she sees as her client: with the power of attorney, on a page of its own.
    """
    offered = {one.code: one for one in homes()}
    if offered and all(current().sees_clients_only(one.unit.pk) for one in offered.values()):
        return redirect("cases:new_client")
    form = RegisterForm(
        request.POST or None,
        places=choices(list(offered.values())),
        initial={**UNSAID, "since": timezone.localdate()},
    )
    form.offer_languages(questions_now().choices("person", "language"))
    if form.is_valid():
        going = offered[form.cleaned_data["place"]]
        if form.is_new(going.unit.pk):
            made = form.edits(going.place.pk)
            applied = save_from_form(
                form, lambda: office.submit(made, unit_id=going.unit.pk, instance_id=form.instance_id)
            )
            if applied:
                return done(request, applied, reverse("people:household", args=[made[0].id]))
    context = {"form": form, "places": bool(offered)}
    return render(request, "desk/register.html", context, status=422 if form.errors else 200)


@requires("registry.write")
def add_member(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Somebody who belongs to the household and is not on record yet."""
    household = household_named(household_id)
    form = MemberForm(request.POST or None, initial={**UNSAID, "member_from": timezone.localdate()})
    form.offer_languages(questions_now().choices("person", "language"))
    back = reverse("people:household", args=[household.pk])
    if form.is_valid() and form.is_new(household.unit_id):
        said = form.person() | {"household": str(household.pk)}
        applied = save_from_form(
            form,
            lambda: office.create(
                "person",
                UUID(form.instance_id),
                said,
                unit_id=household.unit_id,
                instance_id=form.instance_id,
            ),
        )
        if applied:
            return done(request, applied, back)
    opened("household", household)
    return edit_page(request, form, title=_("Add a member"), household=household, back=back)
