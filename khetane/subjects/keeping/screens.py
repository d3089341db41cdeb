"""What is past its time: the unit is told and may say that it is still needed; the data-protection officer confirms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.places.naming import unit_named
from khetane.subjects.copying.sealed import EXECUTE, TAKE
from khetane.subjects.keeping import deciding
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.words import remaining_said, rules_said
from khetane.subjects.keeping_models import OPEN, WAITING
from khetane.subjects.models import Expiry, ExpiryLook, ExpiryState
from khetane.subjects.tasks import pseudonymise
from khetane.web.formats import day

SHOWN = 100
MOST = 500  # decided at once
CONFIRM, KEEP = "confirm", "keep"


class StillNeededForm(forms.Form):
    """Why a record is still needed."""

    because = forms.CharField(
        label=gettext_lazy("Still needed, because"),
        help_text=gettext_lazy("The data-protection officer reads this: no names, nothing of health."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class KeptForm(forms.Form):
    """Which law or claim obliges to keep records."""

    why = forms.CharField(
        label=gettext_lazy("which law or claim obliges to keep it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class Sure:
    """What is decided of several, as the page that asks names it again."""

    step: str
    ids: list[UUID]


@requires(TAKE)
def of_unit(request: HttpRequest) -> HttpResponse:
    """What of the viewer's units is past its time or soon will be, what ends first at the top."""
    found = Expiry.objects.filter(state__in=OPEN, unit__in=current().units.get(TAKE, ()))
    rows = list(found.select_related("unit").prefetch_related(unit_named())[:SHOWN])
    audit.read("expiry", [row.pk for row in rows])
    context = {"rows": rows, "keeping": in_force(), "rules": rules_said(in_force()), "whole": found.count()}
    return render(request, "subjects/keeping/of_unit.html", context)


@requires(TAKE)
def still_needed(request: HttpRequest, expiry_id: UUID) -> HttpResponse:
    """The unit says why a record is still needed: once."""
    mine = Expiry.objects.filter(unit__in=current().units.get(TAKE, ()))
    expiry = get_object_or_404(mine, pk=expiry_id, state=ExpiryState.NOTICED)
    form = StillNeededForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.still_needed(expiry.pk, form.cleaned_data["because"])
        except Invalid as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The record stays for now, and the officer sees why."))
        return redirect("subjects:keeping")
    audit.read("expiry", [expiry.pk], unit_id=expiry.unit_id)
    until = day(deciding.next_day(expiry))
    context = {
        "title": _("Still needed"),
        "question": _("Household %(code)s: it is asked again on %(until)s, and cannot be prolonged twice.")
        % {"code": expiry.household_code, "until": until},
        "form": form,
        "action": _("Still needed"),
        "cancel_url": reverse("subjects:keeping"),
        "color": "accent",
    }
    return render(request, "khetane/confirm.html", context)


@requires(EXECUTE)
def past(request: HttpRequest) -> HttpResponse:
    """The data-protection officer's list: codes, rules and days, nothing of what the records say."""
    today = timezone.localdate()
    hers = Expiry.objects.filter(unit__in=current().units.get(EXECUTE, ()))
    hers = hers.select_related("unit").prefetch_related(unit_named())
    due = hers.filter(state__in=WAITING, decided_from__lte=today)
    waiting = list(due[:SHOWN])
    later = list(hers.filter(state__in=WAITING, decided_from__gt=today)[:SHOWN])
    decided = hers.filter(state__in=(ExpiryState.DONE, ExpiryState.KEPT)).order_by("-confirmed_at", "id")
    dealt = list(decided[:SHOWN])
    audit.read("expiry", [row.pk for row in (*waiting, *later, *dealt)])
    keeping = in_force()
    context = {
        "waiting": [(row, remaining_said(row.remains, keeping)) for row in waiting],
        "more": due.count() - len(waiting),
        "later": later,
        "dealt": dealt,
        "under_way": hers.filter(state=ExpiryState.CONFIRMED).count(),
        "own": current().account_id,
        "ticked": request.GET.get("ticked") == "all",
        "look": ExpiryLook.objects.first(),
        "keeping": keeping,
        "rules": rules_said(keeping),
    }
    return render(request, "subjects/keeping/past.html", context)


@require_POST
@requires(EXECUTE)
def decide(request: HttpRequest) -> HttpResponse:
    """First what will happen to those that were ticked, then, on confirmation, the decision. Safe to repeat."""
    sure = read_sure(request)
    if not sure.ids:
        messages.error(request, _("Tick the households that you decide about."))
        return redirect("subjects:past")
    form = KeptForm(request.POST if "sure" in request.POST else None) if sure.step == KEEP else None
    if "sure" in request.POST and (form is None or form.is_valid()):
        try:
            done = carried(sure, form)
        except Invalid as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, said_done(sure.step, done))
        return redirect("subjects:past")
    return render(request, "subjects/keeping/sure.html", asked(sure, form))


def read_sure(request: HttpRequest) -> Sure:
    ids = []
    for text in dict.fromkeys(request.POST.getlist("expiry")[:MOST]):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue  # not one of ours: nothing is decided of it
    return Sure(KEEP if request.POST.get("step") == KEEP else CONFIRM, ids)


def carried(sure: Sure, form: KeptForm | None) -> deciding.Decided:
    if form is not None:
        return deciding.keep(sure.ids, form.cleaned_data["why"])
    done = deciding.confirm(sure.ids)
    pseudonymise.defer()
    return done


def said_done(step: str, done: deciding.Decided) -> str:
    if step == KEEP:
        said = ngettext(
            "%(n)s household stays, and is asked about in a year.",
            "%(n)s households stay, and are asked about in a year.",
            done.now,
        )
    else:
        said = ngettext(
            "Confirmed: %(n)s household. The work begins at once.",
            "Confirmed: %(n)s households. The work begins at once.",
            done.now,
        )
    left = ngettext(
        "%(n)s was decided before or cannot be.", "%(n)s were decided before or cannot be.", done.left
    )
    return " ".join([said % {"n": done.now}, *([left % {"n": done.left}] if done.left else [])])


def asked(sure: Sure, form: KeptForm | None) -> dict[str, object]:
    """The page that asks again."""
    rows = list(Expiry.objects.filter(pk__in=sure.ids, state__in=WAITING))
    remains: dict[str, int] = {}
    for row in rows:
        for kind, number in row.remains.items():
            remains[kind] = remains.get(kind, 0) + int(number)
    return {
        "step": sure.step,
        "ids": sure.ids,
        "codes": sorted(row.household_code for row in rows),
        "form": form,
        "consequences": consequences(remains) if sure.step == CONFIRM else [],
    }


def consequences(remains: dict[str, int]) -> Iterable[str]:
    yield _("Names, documents, contact, notes and dates of birth are removed, for good. Keys are destroyed.")
    yield _("What remains: %(counts)s") % {"counts": remaining_said(remains, in_force())}
    yield _("It stands under a pseudonym that leads nowhere, with the month, the sex and the year of birth.")
    yield _(
        "Old links say that the record was pseudonymised. The unit that meets the family again records it anew."
    )
