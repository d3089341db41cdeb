"""Something delivered to many at once: the list, a new one, its page, who of them is known."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.access.seen import seen
from khetane.cases.models import GroupDelivery, GroupParticipant
from khetane.core import audit
from khetane.core.codes import normalise
from khetane.core.mandates import Mandate
from khetane.core.masking import mask, shown
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.carried import carried
from khetane.desk.edit_forms import Choices
from khetane.desk.listing import Listing
from khetane.desk.listing import list_page as show_list
from khetane.desk.questions import questions_now
from khetane.desk.saving import EditForm, done, save_edit, save_from_form
from khetane.desk.services.delivering import currencies_of, service_in_use
from khetane.desk.services.forms import GroupForm
from khetane.desk.services.wording import DELIVERED, offered, service_choices, service_label, unit_label
from khetane.forms import office
from khetane.organisations.models import Unit
from khetane.outreach.models import Visit
from khetane.people.models import Household, Person
from khetane.places.naming import unit_named
from khetane.web.names import person_label


def group_rows() -> QuerySet[GroupDelivery]:
    """With `known`, how many who came are listed: counted for the rows of a page, not for all of them."""
    listed = GroupParticipant.objects.filter(group=OuterRef("pk")).order_by().values("group")
    known = Coalesce(Subquery(listed.annotate(n=Count("person")).values("n")), 0)
    return GroupDelivery.objects.annotate(known=known)


GROUPS = Listing(
    kind="group_delivery",
    permission="content.read",
    title=gettext_lazy("Groups"),
    rows=group_rows,
    order=("-date", "-id"),
    columns=(
        gettext_lazy("Service"),
        gettext_lazy("Date"),
        gettext_lazy("Came"),
        gettext_lazy("Listed"),
        gettext_lazy("Provider"),
    ),
    filters={
        "type": (gettext_lazy("Service"), service_choices()),
        "mandate": (gettext_lazy("Mandate"), Mandate.choices),
    },
    empty=gettext_lazy(
        "A workshop or a day of examinations is one record: how many came, and who of them is known."
    ),
    standing={},
    days={"date": gettext_lazy("Date")},
    beside=DELIVERED,
    alike=True,
    actions=((gettext_lazy("Deliver to a group"), "cases:choose_group"),),
)


@requires("content.read")
def groups(request: HttpRequest) -> HttpResponse:
    """Deliveries to groups of the viewer's mandates, the last first."""
    return show_list(GROUPS, request)


@requires("registry.write")
def choose(request: HttpRequest) -> HttpResponse:
    """What was delivered to a group: the services that can be."""
    context = {
        "offered": list(offered(timezone.localdate(), groups=True)),
        "carried": urlencode(carried(request)),
        "back": reverse("cases:groups"),
    }
    return render(request, "desk/services/choose.html", context)


@requires("registry.write")
def new_group(request: HttpRequest, code: str) -> HttpResponse:
    """One record for all who came; after a visit those whom it met can be listed at once."""
    today, visit = timezone.localdate(), visit_of(request)
    kind, rules = service_in_use(code, today)
    unit = unit_for(request, visit)
    if unit is None:
        return render(
            request, "desk/services/which_unit.html", {"units": own_units(), "title": service_label(code)}
        )
    persons = persons_met(visit)
    form = GroupForm(
        request.POST or None,
        rules=rules,
        unit=unit_label(kind, today),
        currencies=currencies_of(unit.pk),
        persons=choices_of(persons),
        initial={"date": visit.date if visit else today},
    )
    if form.is_valid():
        group = UUID(form.instance_id)
        values = {**form.values(), "type": code, "visit": str(visit.pk) if visit else ""}
        applied = save_from_form(
            form,
            lambda: office.create(
                "group_delivery", group, values, unit_id=unit.pk, instance_id=form.instance_id
            ),
        )
        if applied:
            return done(request, applied, reverse("cases:group", args=[group]))
    seen("person", persons)
    context = {"form": form, "title": service_label(code), "back": reverse("cases:groups")}
    return render(request, "desk/services/group_form.html", context, status=422 if form.errors else 200)


@requires("content.read")
def group_page(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """One delivery to a group."""
    found = GroupDelivery.objects.select_related("unit").prefetch_related(unit_named())
    group = mask([get_object_or_404(found, pk=group_id)])[0]
    listed = list(persons_in(group))
    audit.read("group_delivery", [group.pk, *(one.pk for one in listed)], unit_id=group.unit_id)
    context = {
        "group": group,
        "listed": mask(listed),
        "others": max(0, group.attended - len(listed)),
        "questions": questions_now(),
        "may_write": current().can("registry.write", group.unit_id),
    }
    return render(request, "desk/services/group.html", context)


class CodeForm(forms.Form):
    """The household whose members are shown to choose from."""

    code = forms.CharField(label=gettext_lazy("Code of a household"), required=False, max_length=20)


class ParticipantsForm(EditForm):
    """Who took part: those listed, and those offered."""

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participants"] = forms.MultipleChoiceField(
            label=gettext_lazy("Who took part"),
            required=False,
            choices=persons,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["participants"])


@requires("registry.write")
def participants(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """List who took part: members of households of the visit, or of one found by the code on its card."""
    group = get_object_or_404(GroupDelivery.objects.select_related("unit", "visit"), pk=group_id)
    listed, code = list(persons_in(group)), normalise(request.GET.get("code", ""))
    home = Household.objects.filter(code=code, unit=group.unit_id).first() if code else None
    offered_too = [*persons_met(group.visit), *(Person.objects.filter(household=home) if home else ())]
    persons = list({one.pk: one for one in (*listed, *offered_too)}.values())
    form = ParticipantsForm(
        request.POST or None,
        persons=choices_of(persons),
        initial={"base_version": group.version, "participants": [str(one.pk) for one in listed]},
    )
    back = reverse("cases:group", args=[group.pk])
    if form.is_valid():
        applied = save_edit(form, "group_delivery", group.pk)
        if applied:
            return done(request, applied, back)
    seen("person", persons)
    context = {
        "form": form,
        "group": group,
        "code_form": CodeForm(request.GET),
        "unknown": bool(code) and home is None,
        "title": _("Who took part"),
        "back": back,
        "persons": persons,
    }
    return render(request, "desk/services/participants.html", context, status=422 if form.errors else 200)


def persons_in(group: GroupDelivery) -> QuerySet[Person]:
    """Who is listed, as far as they are the viewer's to see."""
    listed = GroupParticipant.objects.filter(group=group.pk).values("person")
    return Person.objects.filter(pk__in=listed).order_by("sort_key", "id")


def persons_met(visit: Visit | None) -> list[Person]:
    """The members of the households that a visit met."""
    if visit is None:
        return []
    met = Person.objects.filter(household__visits=visit)
    return list(met.order_by("household__code", "sort_key", "id"))


def choices_of(persons: list[Person]) -> Choices:
    return [(str(one.pk), person_label(shown(one))) for one in persons]


def visit_of(request: HttpRequest) -> Visit | None:
    asked = carried(request).get("visit")
    return get_object_or_404(Visit.objects.select_related("unit"), pk=asked) if asked else None


def own_units() -> QuerySet[Unit]:
    """The units that the viewer records for."""
    writing = current().units.get("registry.write", frozenset())
    return Unit.objects.filter(pk__in=writing).select_related("municipality").order_by("code")


def unit_for(request: HttpRequest, visit: Visit | None) -> Unit | None:
    """Whose the record becomes: the visit's, the one asked for, the only one; None when it must be asked."""
    if visit is not None:
        return visit.unit
    units = list(own_units())
    if not units:
        raise Http404
    asked = request.GET.get("unit", "")
    named = [unit for unit in units if unit.code == asked]
    if named:
        return named[0]
    return units[0] if len(units) == 1 else None
