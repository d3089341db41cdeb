"""Who belongs to which household: moving, leaving, another head, a household that splits."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core.masking import shown
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import NO_ROLE
from khetane.desk.edit_forms import HeadForm, LeaveForm, MoveForm, RolesForm, SplitForm
from khetane.desk.editing import edit_page, household_named, person_named
from khetane.desk.opened import opened
from khetane.desk.roster import Member, members
from khetane.desk.saving import done, save_edit, save_from_form
from khetane.forms import office
from khetane.history.masking import sees_property
from khetane.history.source import Applied, OfficeEdit
from khetane.people.kinship import HEAD, role_to
from khetane.people.models import Household
from khetane.web.names import person_label


@requires("registry.write")
def move_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Into another household, known by the code on its card."""
    person, household = person_named(person_id)
    back = reverse("people:person", args=[person.pk])
    initial = {"member_from": timezone.localdate(), "base_version": person.version}
    form = MoveForm(request.POST or None, initial=initial)
    if form.is_valid():
        wanted = Household.objects.filter(code=form.cleaned_data["household"]).first()
        if wanted is None:
            form.add_error(
                "household", _("No household with this code is in your units. Look at the card again.")
            )
        else:
            values = form.values() | {"household": str(wanted.pk), "member_to": ""}
            applied = save_edit(form, "person", person.pk, values)
            if applied:
                return done(request, applied, back)
    opened("person", household, [person.pk])
    title = _("Move %(name)s to another household") % {"name": person_label(shown(person))}
    return edit_page(request, form, title=title, household=household, back=back)


@requires("registry.write")
def leave_household(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """End of the membership: death, departure, or a household that is not known."""
    person, household = person_named(person_id)
    back = reverse("people:person", args=[person.pk])
    initial = {"member_to": timezone.localdate(), "base_version": person.version}
    form = LeaveForm(request.POST or None, initial=initial)
    if form.is_valid():
        applied = save_edit(form, "person", person.pk)
        if applied:
            return done(request, applied, back)
    opened("person", household, [person.pk])
    title = _("%(name)s left the household") % {"name": person_label(shown(person))}
    lead = _("The person stays on record and can be found; she no longer counts as a member.")
    return edit_page(request, form, title=title, household=household, back=back, lead=lead)


def choices(of: list[Member]) -> list[tuple[str, str]]:
    return [(str(one.person.pk), person_label(shown(one.person))) for one in of]


def change(member: Member, values: dict[str, str]) -> OfficeEdit:
    """An edit of a member on the version that stands now: the screen shows all of them."""
    return OfficeEdit("person", member.person.pk, "update", values, base_version=member.person.version)


@requires("registry.write")
def change_head(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Another member becomes the head: first who, then what everybody is to her; only for whoever may see that."""
    household = household_named(household_id)
    if not sees_property("person", "role", household.unit_id):
        raise NotAllowed(NO_ROLE.about())
    now = members(household, timezone.localdate())
    chosen = HeadForm(request.GET or None, members=choices(candidates(now)))
    opened("household", household, [one.person.pk for one in now])
    if not chosen.is_valid():
        context = {"form": chosen, "household": shown(household), "title": _("Another head")}
        return render(request, "desk/head.html", context, status=422 if chosen.errors else 200)
    new = next(one for one in now if str(one.person.pk) == chosen.cleaned_data["head"])
    others = [one for one in now if one is not new]
    form = RolesForm(
        request.POST or None, members=guesses(others, new), initial={"base_version": household.version}
    )
    back = reverse("people:household", args=[household.pk])
    if form.is_valid():
        applied = save_from_form(form, lambda: new_head(household, new, others, form))
        if applied:
            return done(request, applied, back)
    title = _("New head: %(name)s") % {"name": person_label(shown(new.person))}
    lead = _(
        "What each member is to the head changes with the head. The likely answer is chosen: correct it."
    )
    return edit_page(request, form, title=title, household=household, back=back, lead=lead)


def candidates(now: list[Member]) -> list[Member]:
    """Who may become the head: every member but the head, and where there are several heads each of them too."""
    heads = [one for one in now if one.membership.role == HEAD]
    return now if len(heads) > 1 else [one for one in now if one not in heads]


def guesses(of: list[Member], head: Member) -> list[tuple[UUID, str, str]]:
    """Each member with her name and what she is likely to be to the new head."""
    was = head.membership.role
    return [(one.person.pk, person_label(shown(one.person)), role_to(was, one.membership.role)) for one in of]


def new_head(household: Household, new: Member, others: list[Member], form: RolesForm) -> Applied:
    """Every role that changes in one submission: never two heads, never none."""
    said = form.roles()
    edits = [
        change(one, {"role": said[one.person.pk]})
        for one in others
        if said[one.person.pk] != one.membership.role
    ]
    return office.submit(
        [*edits, change(new, {"role": HEAD})], unit_id=household.unit_id, instance_id=form.instance_id
    )


@requires("registry.write")
def split_household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Some members go into a new household in the same settlement; it gets a code of its own."""
    household = household_named(household_id)
    now = members(household, timezone.localdate())
    initial = {"since": timezone.localdate(), "base_version": household.version}
    form = SplitForm(request.POST or None, members=choices(now), initial=initial)
    back = reverse("people:household", args=[household.pk])
    if form.is_valid():
        new_id = uuid5(household.pk, form.instance_id)
        applied = save_from_form(form, lambda: split(household, now, form, new_id))
        if applied:
            return done(request, applied, reverse("people:household", args=[new_id]))
    opened("household", household, [one.person.pk for one in now])
    lead = _(
        "The new household gets a code and a card of its own. Consents of the whole household do not go along. What everybody is to the new head is guessed: look at it afterwards."
    )
    return edit_page(request, form, title=_("Split the household"), household=household, back=back, lead=lead)


def split(household: Household, now: list[Member], form: SplitForm, new_id: UUID) -> Applied:
    """The new household and everyone who goes into it, as one submission."""
    said, leaving = form.cleaned_data, set(form.leaving_ids())
    made = {"place": str(household.place_id), "address": said["address"], "split_from": str(household.pk)}
    edits = [OfficeEdit("household", new_id, "create", made)]
    head = next(one for one in now if str(one.person.pk) == said["head"])
    for one in now:
        if one.person.pk in leaving:
            role = "head" if one is head else role_to(head.membership.role, one.membership.role)
            joins = {
                "household": str(new_id),
                "role": role,
                "member_from": said["since"].isoformat(),
                "member_to": "",
            }
            edits.append(change(one, joins))
    return office.submit(edits, unit_id=household.unit_id, instance_id=form.instance_id)
