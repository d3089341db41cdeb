"""Requests are answered, refused with a reason, or taken back: always with what the person is told."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.subjects import requests
from khetane.subjects.models import RequestKind, SubjectRequest


class AnswerForm(forms.Form):
    """What the person is told."""

    answer = forms.CharField(
        label=gettext_lazy("what she is told"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class RefusalForm(forms.Form):
    """Why a request is refused."""

    why = forms.CharField(
        label=gettext_lazy("why it is refused"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


@requires(requests.TAKE)
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What the person is told of a correction that was made."""
    asked = get_object_or_404(SubjectRequest, pk=request_id, kind=RequestKind.CORRECTION, state="open")
    lead = _("Correct the record first. Then write what was corrected: she is handed this as a letter.")
    return _answered(request, asked, _("Answer a correction"), lead, "subjects:requests")


@requires(requests.EXECUTE)
def heed(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What the person is told of an objection that is heeded."""
    asked = get_object_or_404(SubjectRequest, pk=request_id, kind=RequestKind.OBJECTION, state="open")
    lead = _(
        "Her record then stays as it is and is used for nothing new, until she takes the objection back or is erased."
    )
    return _answered(request, asked, _("Heed an objection"), lead, "subjects:erasures")


def _answered(request: HttpRequest, asked: SubjectRequest, title: str, lead: str, back: str) -> HttpResponse:
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            requests.answer(asked.pk, form.cleaned_data["answer"])
        except Invalid as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Answered. Print the letter for her from the list."))
        return redirect(back)
    audit.read("request", [asked.pk], unit_id=asked.unit_id)
    context = {
        "title": title,
        "question": lead,
        "consequences": [asked.about] if asked.about else [],
        "form": form,
        "action": _("Answer"),
        "cancel_url": reverse(back),
        "color": "accent",
    }
    return render(request, "khetane/confirm.html", context)


@requires(requests.TAKE)
def take_back(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The person no longer asks for it."""
    return _taken_back(request, request_id, "subjects:requests")


@requires(requests.EXECUTE)
def take_back_erasure(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The same of an erasure, which is the officer's."""
    return _taken_back(request, request_id, "subjects:erasures")


def _taken_back(request: HttpRequest, request_id: UUID, back: str) -> HttpResponse:
    asked = get_object_or_404(SubjectRequest, pk=request_id, state__in=("open", "done"))
    if request.method == "POST":
        try:
            requests.take_back(asked.pk)
        except Invalid as refusal:
            messages.error(request, refusal.message)
        return redirect(back)
    context = {
        "title": _("Taken back"),
        "question": _("Did the person say herself that she no longer asks for this?"),
        "consequences": [_("What an objection restricted may be used again.")]
        if asked.kind == RequestKind.OBJECTION
        else [],
        "color": "accent",
        "action": _("She takes it back"),
        "cancel_url": reverse(back),
    }
    return render(request, "khetane/confirm.html", context)


@requires(requests.EXECUTE)
def refuse(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Refuse with a reason."""
    asked = get_object_or_404(SubjectRequest, pk=request_id, state="open")
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            requests.refuse(asked.pk, form.cleaned_data["why"])
        except Invalid as refusal:
            messages.error(request, refusal.message)
        return redirect("subjects:erasures")
    shown = {
        "title": _("Refuse a request"),
        "question": _("The unit tells the person why, and that she may complain to the authority."),
        "form": form,
        "action": _("Refuse"),
        "cancel_url": reverse("subjects:erasures"),
    }
    return render(request, "khetane/confirm.html", shown)
