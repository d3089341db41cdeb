"""The edit screens of households, persons and consents."""

from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core.masking import mask, shown
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.carried import after_consent
from khetane.desk.edit_forms import ConsentForm, HouseholdForm, PersonForm, WithdrawForm
from khetane.desk.opened import opened
from khetane.desk.questions import questions_now
from khetane.desk.recipients import recipient_choices, recipient_label, unit_choices
from khetane.desk.roster import members
from khetane.desk.saving import done, save_edit, save_from_form
from khetane.desk.withheld import withhold
from khetane.forms import office
from khetane.people.models import Consent, Household, Membership, Person
from khetane.web.formats import day
from khetane.web.names import person_label

READ_ONLY = Sentence(
    "read_only",
    gettext_noop(
        "In an emergency a household of another unit is read, not changed. Tell its unit what must be changed."
    ),
)


def household_named(household_id: UUID) -> Household:
    """The household, or 404 as for one that does not exist. Raises NotAllowed where it is only open to be read."""
    household = get_object_or_404(Household.objects.with_place(), pk=household_id)
    check_records(household)
    return household


def check_records(household: Household) -> None:
    """Raise NotAllowed unless the viewer records for the household's unit."""
    if not current().can("registry.write", household.unit_id):
        raise NotAllowed(READ_ONLY.about())


def person_named(person_id: UUID) -> tuple[Person, Household]:
    """The person and her household, or 404."""
    person = get_object_or_404(Person.objects.select_related("household", "unit"), pk=person_id)
    if person.household is None:
        raise Http404
    check_records(person.household)
    return person, person.household


def edit_page(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    household: Household,
    back: str,
    lead: str = "",
    submit: str = "",
) -> HttpResponse:
    """The form on its page; `submit` is what its button says where that is not "Save"."""
    context = {"form": form, "title": title, "household": shown(household), "back": back, "lead": lead}
    status = 422 if form.errors else 200
    return render(request, "desk/edit.html", {**context, "submit": submit}, status=status)


@requires("registry.write")
def edit_household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Where it lives and how to reach it."""
    household = household_named(household_id)
    back = reverse("people:household", args=[household.pk])
    standing = {name: getattr(household, name) for name in ("address", "phone", "note")}
    initial = {**standing, "place": str(household.place_id), "base_version": household.version}
    form = HouseholdForm(request.POST or None, household=household, initial=initial)
    withhold(form, "household", household.unit_id)
    if form.is_valid():
        applied = save_edit(form, "household", household.pk)
        if applied:
            return done(request, applied, back)
    opened("household", household)
    return edit_page(request, form, title=_("Change the household"), household=household, back=back)


@requires("registry.write")
def edit_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who the person is."""
    person, household = person_named(person_id)
    back = reverse("people:person", args=[person.pk])
    here = Membership.objects.filter(person=person, household=household).order_by("-begins").first()
    names = (
        "given_name family_name parent_name sex birth_date birth_precision phone language".split()  # noqa: SIM905
    )
    initial = {name: getattr(person, name) for name in names} | {"role": here.role if here else "other"}
    form = PersonForm(request.POST or None, initial={**initial, "base_version": person.version})
    form.offer_languages(questions_now().choices("person", "language"))
    withhold(form, "person", person.unit_id)
    if form.is_valid():
        applied = save_edit(form, "person", person.pk)
        if applied:
            return done(request, applied, back)
    opened("person", household, [person.pk])
    return edit_page(request, form, title=_("Change the person"), household=household, back=back)


@requires("registry.write")
def give_consent(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Record that somebody of the household agreed to something."""
    household = household_named(household_id)
    now = members(household, timezone.localdate())
    mask(one.person for one in now)
    persons = [
        ("", _("the whole household")),
        *((str(one.person.pk), person_label(one.person)) for one in now),
    ]
    form = ConsentForm(
        request.POST or None,
        persons=persons,
        recipients=recipient_choices(),
        units=unit_choices(household),
        initial={**asked_for(request), "given_on": timezone.localdate(), "base_version": 1},
    )
    back = after_consent(request, household)
    if form.is_valid():
        values = form.values() | {"household": str(household.pk)}
        consent_id = UUID(form.instance_id)
        applied = save_from_form(
            form,
            lambda: office.create(
                "consent", consent_id, values, unit_id=household.unit_id, instance_id=form.instance_id
            ),
        )
        if applied:
            return done(request, applied, back)
    opened("household", household, [one.person.pk for one in now])
    return edit_page(request, form, title=_("Record a consent"), household=household, back=back)


def asked_for(request: HttpRequest) -> dict[str, str]:
    """What the page was opened for: whose consent, to what, to whom."""
    return {name: request.GET[name] for name in ("person", "purpose", "unit") if name in request.GET}


def which_consent(consent: Consent) -> str:
    """Whose, for what, to whom, since when: nobody withdraws another one by mistake."""
    who = person_label(mask([consent.person])[0]) if consent.person else _("the whole household")
    what = str(consent.get_purpose_display())
    if consent.recipients:
        asked = questions_now()
        to = [
            recipient_label(code) or asked.answer("consent", "recipients", code)
            for code in consent.recipients
        ]
        what += f" ({', '.join(to)})"
    told = {"who": who, "what": what, "day": day(consent.given_on)}
    return _("%(who)s agreed on %(day)s to: %(what)s.") % told + " "


@requires("registry.write")
def withdraw_consent(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """End a consent; what was shared under it until now stays on record."""
    consent = get_object_or_404(Consent.objects.select_related("household", "person"), pk=consent_id)
    if consent.household is None:
        raise Http404
    household = consent.household
    check_records(household)
    form = WithdrawForm(
        request.POST or None, initial={"withdrawn_on": timezone.localdate(), "base_version": consent.version}
    )
    back = reverse("people:household", args=[household.pk])
    if form.is_valid():
        applied = save_edit(form, "consent", consent.pk)
        if applied:
            return done(request, applied, back)
    opened("consent", household, [consent.pk])
    lead = which_consent(consent) + _(
        "From that day on nothing more may be passed on under this consent. What was passed on before stays on record."
    )
    return edit_page(
        request, form, title=_("Withdraw the consent"), household=household, back=back, lead=lead
    )
