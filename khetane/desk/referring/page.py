"""The page of one referral, and the steps taken on it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.cases.models import Referral
from khetane.cases.referring.page_models import PageEvent, ReferralPage
from khetane.cases.referring.pages import agreed
from khetane.cases.states import REFERRAL
from khetane.core import audit
from khetane.core.masking import mask
from khetane.core.numerals import LARGEST_ID, whole_number
from khetane.core.routes import requires
from khetane.core.states import Step
from khetane.desk.editing import edit_page
from khetane.desk.questions import questions_now
from khetane.desk.referring.forms import ExtendForm, StepForm
from khetane.desk.referring.side import Side, pending, referral_named, side_of
from khetane.desk.saving import EditForm, done, save_edit

SAID = {
    "accept": gettext_lazy("It takes care of it"),
    "reject": gettext_lazy("It cannot take care of it"),
    "finish": gettext_lazy("It is done"),
}


@requires("content.read")
def referral_page(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What the referral says, how far it is, and what the viewer may do with it next."""
    referral = mask([referral_named(referral_id)])[0]
    side = side_of(referral)
    audit.read("referral", [referral.pk, referral.household_id], unit_id=referral.unit_id)
    pages = pages_of(referral)
    waiting = pending(referral, [event for page in pages for event in page.events.all()])
    step = REFERRAL.step(referral.state, waiting.answer) if waiting else None
    steps = list(side.steps())
    context = {
        "referral": referral,
        "side": side,
        "steps": [(one, step_label(side, one)) for one in steps],
        "agreed": agreed(referral, referral.to_mandate or referral.to_organisation),
        "pages": pages,
        "waiting": waiting if step and side.sends else None,
        "take_over": step,
        "heard": step_label(side, step) if step else "",
        "questions": questions_now(),
        "now": timezone.now(),
    }
    return render(request, "desk/referring/referral.html", context)


def pages_of(referral: Referral) -> list[ReferralPage]:
    """Its sealed pages, the last first, with what happened at each; none for who is not on the sender's side."""
    return list(
        ReferralPage.objects.filter(referral=referral).prefetch_related("events").order_by("-made_at")
    )


@requires("registry.write")
def take_step(request: HttpRequest, referral_id: UUID, name: str) -> HttpResponse:
    """A step of the referral, with the words that go with it."""
    referral = referral_named(referral_id)
    side = side_of(referral)
    step = next((one for one in side.steps() if one.name == name), None)
    if step is None:
        raise Http404
    form = StepForm(
        request.POST or None,
        step=step,
        answers=step.name != "revoke",
        initial={
            "base_version": referral.version,
            "answered_on": timezone.localdate(),
            **heard(request, referral),
        },
    )
    return stepped(request, form, side, title=step_label(side, step), lead=what_it_means(side, step))


def heard(request: HttpRequest, referral: Referral) -> dict[str, object]:
    """What an institution answered on its page, to be taken over."""
    asked = whole_number(request.GET.get("event", ""), LARGEST_ID)
    event = PageEvent.objects.filter(pk=asked, page__referral=referral).first() if asked is not None else None
    if event is None:
        return {}
    return {"answer": event.sentence, "answered_on": timezone.localdate(event.at)}


def step_label(side: Side, step: Step) -> str:
    """What the step is called; of an institution without an account the sender notes what it said."""
    if side.to_institution and step.name in SAID:
        return str(SAID[step.name])
    return str(step.label)


def what_it_means(side: Side, step: Step) -> str:
    """What the step means, in a sentence."""
    if side.to_institution and step.name in SAID:
        return _("What the institution said, by telephone, letter or on its page.")
    return {
        "accept": _("You take care of it. Whoever sent it sees that."),
        "reject": _("Say why, so that the household can be helped otherwise."),
        "finish": _("Say what came of it."),
        "revoke": _("The other side no longer sees it, and its pages close."),
    }.get(step.name, "")


@requires("registry.write")
def extend(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Await the answer longer, while consent is in force; an expired referral is on its way again."""
    referral = referral_named(referral_id)
    side = side_of(referral)
    if not side.may_extend:
        raise Http404
    shown = {"base_version": referral.version, "expires_on": referral.expires_on}
    form = ExtendForm(request.POST or None, initial=shown)
    again = {"state": "sent"} if referral.state == "expired" else {}
    return stepped(request, form, side, title=_("Extend"), more=again)


def stepped(
    request: HttpRequest,
    form: EditForm,
    side: Side,
    *,
    title: str,
    lead: str = "",
    more: dict[str, str] | None = None,
) -> HttpResponse:
    """Show the form, or save what it says and go back to the referral."""
    referral = side.referral
    back = reverse("cases:referral", args=[referral.pk])
    if form.is_valid():
        said = {**form.values(), **(more or {})}
        applied = save_edit(form, "referral", referral.pk, said, mandate=side.mandate)
        if applied:
            return done(request, applied, back)
    audit.read("referral", [referral.pk], unit_id=referral.unit_id)
    return edit_page(
        request, form, title=title, household=referral.household, back=back, lead=lead, submit=title
    )
