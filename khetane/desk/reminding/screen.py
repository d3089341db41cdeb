"""The page on which somebody says how she wants to be reminded."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from khetane.access.screens.answers import confirm_page, secret_page
from khetane.core.routes import signed_in
from khetane.desk.saving import SAVED
from khetane.outreach import reminding


class RemindersForm(forms.Form):
    """Whether mails are wanted."""

    by_mail = forms.BooleanField(
        label=gettext_lazy("Mail me in the morning when something is due"),
        required=False,
        help_text=gettext_lazy("The mail says how much is due. It names nobody."),
    )


@signed_in
def reminders(request: HttpRequest) -> HttpResponse:
    """What is wished, and changing it."""
    wish = reminding.own()
    form = RemindersForm(request.POST or None, initial={"by_mail": wish.by_mail})
    if request.method == "POST" and form.is_valid():
        reminding.by_mail(form.cleaned_data["by_mail"])
        messages.success(request, SAVED)
        return redirect("outreach:reminders")
    context = {"form": form, "wish": wish, "mails": bool(settings.ENVIRONMENT.mail_url)}
    return render(request, "desk/cases/reminders.html", context)


@signed_in
@require_POST
def new_feed(request: HttpRequest) -> HttpResponse:
    """Make the address of a feed and show it once; the one before ends."""
    address = reverse("outreach:feed", args=[reminding.make_feed()])
    return secret_page(
        request,
        title=_("Your calendar feed"),
        lead=_(
            "Add this address to the calendar of your phone as a subscription. It shows that something is due and when, "
            "never for whom. Whoever has the address sees that: show it to nobody."
        ),
        secret=request.build_absolute_uri(address),
        back_url=reverse("outreach:reminders"),
    )


@signed_in
def end_feed(request: HttpRequest) -> HttpResponse:
    """End the feed."""

    def act() -> HttpResponse:
        reminding.end_feed()
        return redirect("outreach:reminders")

    return confirm_page(
        request,
        title=_("End the calendar feed"),
        question=_("Calendars that read it are refused at once."),
        action=_("End it"),
        cancel_url=reverse("outreach:reminders"),
        done=act,
    )
