"""Starting a procedure from the page of a person or a household, and changing what is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.cases.legal import Procedure
from khetane.cases.lists import PROCEDURES
from khetane.cases.procedures.standing import definition_of
from khetane.core.mandates import Mandate
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import NO_ROLE, current
from khetane.desk.editing import edit_page, household_named, person_named
from khetane.desk.legal.forms import ProcedureForm, StartForm
from khetane.desk.legal.page import may_take_over, procedure_named, writes
from khetane.desk.legal.words import type_name
from khetane.desk.opened import opened
from khetane.desk.saving import EditForm, done, save_edit, save_from_form
from khetane.forms import office
from khetane.organisations.economies import economy_of
from khetane.people.models import Household, Person
from khetane.web.names import person_label, worded


def own_mandate(unit_id: UUID) -> str:
    """Whose a procedure is that the viewer starts: legal aid's if she reads that, else her own. Raises NotAllowed."""
    read = current().mandates.get(unit_id, frozenset())
    if not read:
        raise NotAllowed(NO_ROLE.about())
    return Mandate.LEGAL if Mandate.LEGAL in read else min(read)


def check_writes(procedure: Procedure) -> None:
    """Raise NotAllowed unless the viewer may write about the procedure."""
    if not writes(procedure):
        raise NotAllowed(NO_ROLE.about())


@requires("registry.write")
def start_procedure(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A procedure for this person; asked for by a type where the page was opened for one."""
    person, household = person_named(person_id)
    title = _("Start a procedure for %(name)s") % {"name": person_label(person)}
    back = reverse("people:person", args=[person.pk])
    return start_one_of(request, household, PROCEDURES.of(economy_of(household.unit_id)), title, back, person)


@requires("registry.write")
def start_for_household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A procedure for all of a household, such as a complaint of segregation: of those that give nobody a document."""
    household = household_named(household_id)
    known = PROCEDURES.of(economy_of(household.unit_id))
    title = _("Start a procedure for the household %(code)s") % {"code": household.code}
    back = reverse("people:household", args=[household.pk])
    return start_one_of(
        request, household, [code for code in known if not definition_of(code).gives], title, back
    )


def start_one_of(
    request: HttpRequest,
    household: Household,
    codes: Iterable[str],
    title: str,
    back: str,
    person: Person | None = None,
) -> HttpResponse:
    """The form of a procedure of one of these types, and its page once it is begun."""
    mandate = own_mandate(household.unit_id)
    wanted = {name: request.GET[name] for name in ("type", "follows") if name in request.GET}
    form = StartForm(
        request.POST or None,
        types=[(code, type_name(code)) for code in codes],
        initial={"initiated_on": timezone.localdate(), **wanted},
    )
    if form.is_valid():
        of = {"household": str(household.pk)} | ({"person": str(person.pk)} if person else {})
        made = UUID(form.instance_id)
        applied = save_from_form(
            form,
            lambda: office.create(
                "procedure",
                made,
                form.values() | of,
                unit_id=household.unit_id,
                instance_id=form.instance_id,
                mandate=mandate,
            ),
        )
        if applied:
            return done(request, applied, reverse("cases:procedure", args=[made]))
    opened("person" if person else "household", household, [person.pk] if person else [])
    lead = before_one_starts(wanted.get("type", ""))
    return edit_page(request, form, title=title, household=household, back=back, lead=lead)


def before_one_starts(code: str) -> str:
    """To whom one goes and what one brings along, where the type is known."""
    if code not in PROCEDURES.codes:
        return ""
    rules = definition_of(code).versions[-1]
    papers = "; ".join(worded(words) for words in rules.documents)
    told = _("Body: %(body)s.") % {"body": worded(rules.body)}
    return f"{told} {_('Papers: %(papers)s.') % {'papers': papers}}" if papers else told


@requires("registry.write")
def change_procedure(request: HttpRequest, procedure_id: UUID) -> HttpResponse:
    """The body, the number, the outcome."""
    procedure = procedure_named(procedure_id)
    check_writes(procedure)
    names = "body", "reference", "initiated_on", "outcome", "solved_on", "note"
    initial = {name: getattr(procedure, name) for name in names}
    form = ProcedureForm(request.POST or None, initial={**initial, "base_version": procedure.version})
    back = reverse("cases:procedure", args=[procedure.pk])
    if form.is_valid():
        applied = save_edit(form, "procedure", procedure.pk)
        if applied:
            return done(request, applied, back)
    opened("procedure", procedure.household, [procedure.pk])
    title = _("Change the procedure: %(name)s") % {"name": type_name(procedure.type)}
    return edit_page(request, form, title=title, household=procedure.household, back=back)


@requires("registry.write")
def take_over(request: HttpRequest, procedure_id: UUID) -> HttpResponse:
    """Conduct from here on a procedure of somebody who is a client already."""
    procedure = procedure_named(procedure_id)
    if not may_take_over(procedure):
        raise NotAllowed(NO_ROLE.about())
    form = EditForm(request.POST or None, initial={"base_version": procedure.version})
    back = reverse("cases:procedure", args=[procedure.pk])
    if form.is_valid():
        applied = save_edit(form, "procedure", procedure.pk, {"lawyer": str(current().account_id)})
        if applied:
            return done(request, applied, back)
    opened("procedure", procedure.household, [procedure.pk])
    title = _("Take over the procedure: %(name)s") % {"name": type_name(procedure.type)}
    lead = _("From now on you conduct it, and see the household as long as it goes on.")
    return edit_page(
        request,
        form,
        title=title,
        household=procedure.household,
        back=back,
        lead=lead,
        submit=_("Take over"),
    )
