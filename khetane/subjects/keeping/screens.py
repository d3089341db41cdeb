"""What is past its time: the unit is told and may say that it is still needed; the data-protection officer confirms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
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
from khetane.subjects.keeping.disposition import KEEP, SHOWN, Asked, Kind, disposition
from khetane.subjects.keeping.disposition import decide as decide_ticked
from khetane.subjects.keeping.forms import changed
from khetane.subjects.keeping.words import remaining_said, rules_said
from khetane.subjects.keeping_models import OPEN, WAITING
from khetane.subjects.models import Expiry, ExpiryLook, ExpiryState
from khetane.subjects.tasks import pseudonymise
from khetane.web.formats import day


class StillNeededForm(forms.Form):
    """Why a record is still needed."""

    because = forms.CharField(
        label=gettext_lazy("Still needed, because"),
        help_text=gettext_lazy("The data-protection officer reads this: no names, nothing of health."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@requires(TAKE)
def of_unit(request: HttpRequest) -> HttpResponse:
    """What of the viewer's units is past its time or soon will be, what ends first at the top."""
    found = Expiry.objects.filter(state__in=OPEN, unit__in=current().units.get(TAKE, ()))
    rows = list(found.select_related("unit").prefetch_related(unit_named())[:SHOWN])
    audit.read(deciding.KIND, [row.pk for row in rows])
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
    hers = Expiry.objects.filter(unit__in=current().units.get(EXECUTE, ()))
    listed = disposition(
        hers.select_related("unit").prefetch_related(unit_named()), decided_at="confirmed_at"
    )
    audit.read(deciding.KIND, listed.shown)
    keeping = in_force()
    context = {
        "listed": listed,
        "waiting": [(row, remaining_said(row.remains, keeping)) for row in listed.waiting],
        "own": current().account_id,
        "ticked": request.GET.get("ticked") == "all",
        "look": ExpiryLook.objects.first(),
        "changed_forms": changed(current().units.get(EXECUTE, ())),
        "keeping": keeping,
        "rules": rules_said(keeping),
    }
    return render(request, "subjects/keeping/past.html", context)


@require_POST
@requires(EXECUTE)
def decide(request: HttpRequest) -> HttpResponse:
    """What becomes of the households that were ticked."""
    return decide_ticked(request, HOUSEHOLDS)


def confirm(ids: Sequence[UUID]) -> deciding.Decided:
    done = deciding.confirm(ids)
    pseudonymise.defer()
    return done


def said(step: str, number: int) -> str:
    if step == KEEP:
        told = ngettext(
            "%(n)s household stays, and is asked about in a year.",
            "%(n)s households stay, and are asked about in a year.",
            number,
        )
    else:
        told = ngettext(
            "Confirmed: %(n)s household. The work begins at once.",
            "Confirmed: %(n)s households. The work begins at once.",
            number,
        )
    return told % {"n": number}


def asked(step: str, ids: Sequence[UUID]) -> Asked:
    """By their codes alone."""
    rows = list(Expiry.objects.filter(pk__in=ids, state__in=WAITING))
    codes = sorted(row.household_code for row in rows)
    if step == KEEP:
        question = ngettext(
            "%(n)s household stays as it is, and is asked about again in a year:",
            "%(n)s households stay as they are, and are asked about again in a year:",
            len(rows),
        )
        return Asked(question % {"n": len(rows)}, codes=codes)
    question = ngettext(
        "Pseudonymise %(n)s household? This cannot be undone:",
        "Pseudonymise %(n)s households? This cannot be undone:",
        len(rows),
    )
    remains: Counter[str] = Counter()
    for row in rows:
        remains.update(row.remains)
    return Asked(question % {"n": len(rows)}, codes=codes, consequences=tuple(consequences(remains)))


def consequences(remains: Mapping[str, int]) -> Iterator[str]:
    yield _("Names, documents, contact, notes and dates of birth are removed, for good. Keys are destroyed.")
    yield _(
        "Their full names are taken out of the forms of the unit; its coordinator and this page say in which, and phones fetch "
        "them anew. Forms for every unit stay as they are, and nobody is looked for by one name alone."
    )
    yield _("What remains: %(counts)s") % {"counts": remaining_said(remains, in_force())}
    yield _("It stands under a pseudonym that leads nowhere, with the month, the sex and the year of birth.")
    yield _(
        "Old links say that the record was pseudonymised. The unit that meets the family again records it anew."
    )


HOUSEHOLDS = Kind(
    page="subjects:past",
    address="subjects:decide_past",
    title=gettext_lazy("Pseudonymise"),
    action=gettext_lazy("Pseudonymise for good"),
    untold=gettext_lazy("Tick the households that you decide about."),
    confirm=confirm,
    keep=deciding.keep,
    asked=asked,
    said=said,
)
