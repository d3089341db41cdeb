"""What these pages have in common: a form whose action may refuse, and a secret shown once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from khetane.core.refusals import Invalid


def form_page(
    request: HttpRequest,
    *,
    form: forms.Form,
    title: str,
    action: str,
    cancel_url: str,
    done: Callable[[Mapping[str, Any]], HttpResponse],
    lead: str = "",
) -> HttpResponse:
    """Show `form`; when it is sent and valid, answer with `done(values)`, whose refusals the form shows."""
    if request.method == "POST" and form.is_valid():
        try:
            return done(form.cleaned_data)
        except Invalid as refusal:
            form.add_error(None, refusal.problem.translated(gettext))
    shown = {"form": form, "title": title, "action": action, "cancel_url": cancel_url, "lead": lead}
    return render(request, "access/form.html", shown, status=422 if form.is_bound else 200)


def confirm_page(
    request: HttpRequest,
    *,
    title: str,
    question: str,
    action: str,
    cancel_url: str,
    done: Callable[[], HttpResponse],
    consequences: tuple[str, ...] = (),
    color: str = "danger",
) -> HttpResponse:
    """Ask before an act that cannot be taken back; `done` carries it out. A refusal is said where one came from."""
    if request.method == "POST":
        try:
            return done()
        except Invalid as refusal:
            messages.error(request, refusal.problem.translated(gettext))
            return redirect(cancel_url)
    shown = {
        "title": title,
        "question": question,
        "action": action,
        "cancel_url": cancel_url,
        "consequences": consequences,
        "color": color,
    }
    return render(request, "khetane/confirm.html", shown)


def secret_page(
    request: HttpRequest, *, title: str, lead: str, secret: str, back_url: str, image: str = ""
) -> HttpResponse:
    """Show a secret this once: `secret` as text, `image` as a QR code. Nothing keeps it."""
    shown = {"title": title, "lead": lead, "secret": secret, "image": image, "back_url": back_url}
    return render(request, "access/secret.html", shown)
