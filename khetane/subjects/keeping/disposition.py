"""Disposition: what becomes of records whose time of keeping is over. The parts of its lists, and deciding about what was ticked.

Of households and of grievances alike; whose list it is, and what it says, each says itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from khetane.core.refusals import Invalid
from khetane.subjects.keeping.deciding import Decided
from khetane.subjects.keeping_models import WAITING, ExpiryState

SHOWN = 100
MOST = 500  # decided at once
CONFIRM, KEEP = "confirm", "keep"
ExpiryT = TypeVar("ExpiryT", bound=Model)
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Disposition(Generic[ExpiryT]):
    """The parts of a list: `more` wait besides those shown, `later` is in the time of notice, `under_way` are confirmed."""

    waiting: list[ExpiryT]
    more: int
    later: list[ExpiryT]
    dealt: list[ExpiryT]
    under_way: int

    @property
    def shown(self) -> list[UUID]:
        return [row.pk for row in (*self.waiting, *self.later, *self.dealt)]


def disposition(found: QuerySet[ExpiryT], *, decided_at: str) -> Disposition[ExpiryT]:
    """What is found, today. `decided_at` is the field that says when somebody decided: the last comes first."""
    today = timezone.localdate()
    due = found.filter(state__in=WAITING, decided_from__lte=today)
    waiting = list(due[:SHOWN])
    decided = found.filter(state__in=(ExpiryState.DONE, ExpiryState.KEPT))
    return Disposition(
        waiting,
        due.count() - len(waiting),
        list(found.filter(state__in=WAITING, decided_from__gt=today)[:SHOWN]),
        list(decided.order_by(f"-{decided_at}", "id")[:SHOWN]),
        found.filter(state=ExpiryState.CONFIRMED).count(),
    )


class KeptForm(forms.Form):
    """Which law or claim obliges to keep records."""

    why = forms.CharField(
        label=gettext_lazy("which law or claim obliges to keep it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page that asks again says: the question, about which (perhaps by their `codes` alone), and what follows."""

    question: str
    about: Sequence[str] = ()
    codes: Sequence[str] = ()
    consequences: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of records is decided about. `confirm` and `keep` raise Invalid with the reason.

    `page` and `address` are the routes of its list and of deciding, `title` and `action` what confirming is called;
    `untold` is said where nothing is ticked, `said` once so many are confirmed or kept.
    """

    page: str
    address: str
    title: Text
    action: Text
    untold: Text
    confirm: Callable[[Sequence[UUID]], Decided]
    keep: Callable[[Sequence[UUID], str], Decided]
    asked: Callable[[str, Sequence[UUID]], Asked]
    said: Callable[[str, int], str]


def decide(request: HttpRequest, kind: Kind) -> HttpResponse:
    """First what will happen to those that were ticked, then, on confirmation, the decision. Safe to repeat."""
    step, ids = read_ticked(request)
    if not ids:
        messages.error(request, str(kind.untold))
        return redirect(kind.page)
    sure = "sure" in request.POST
    form = KeptForm(request.POST if sure else None) if step == KEEP else None
    if not sure or (form is not None and not form.is_valid()):
        context = {"kind": kind, "step": step, "ids": ids, "form": form, "asked": kind.asked(step, ids)}
        return render(request, "subjects/keeping/sure.html", context)
    try:
        done = kind.keep(ids, form.cleaned_data["why"]) if form else kind.confirm(ids)
    except Invalid as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, " ".join(said_done(kind, step, done)))
    return redirect(kind.page)


def read_ticked(request: HttpRequest) -> tuple[str, list[UUID]]:
    """The step that is asked for, and the ids it is about."""
    ids = []
    for text in dict.fromkeys(request.POST.getlist("expiry")[:MOST]):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue  # not one of ours: nothing is decided of it
    return KEEP if request.POST.get("step") == KEEP else CONFIRM, ids


def said_done(kind: Kind, step: str, done: Decided) -> Iterable[str]:
    yield kind.said(step, done.now)
    if done.left:
        left = ngettext(
            "%(n)s was decided before or cannot be.", "%(n)s were decided before or cannot be.", done.left
        )
        yield left % {"n": done.left}
