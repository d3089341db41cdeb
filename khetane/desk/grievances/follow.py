"""The page of the code: how far it is, what was answered, a reply, whether one is content."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from khetane.core.refusals import Invalid
from khetane.core.routes import open_to_all
from khetane.desk.grievances.forms import CodeForm, ReplyForm, SatisfiedForm
from khetane.desk.grievances.open_page import address_of, in_language, open_page, refusal
from khetane.desk.grievances.words import body_name, subject
from khetane.grievances import attempts, codes, following
from khetane.grievances.enums import MessageKind, State


@csrf_exempt  # no session and no cookie: `open_page.comes_from_here` refuses other sites
@open_to_all("whoever wrote a grievance has no account; the code she was given stands for her")
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code, show what it leads to, keep what is said there."""
    refused = refusal(request)  # before anything of the form is read
    if refused is not None:
        return refused
    with in_language(request.POST.get("l") or request.GET.get("l", "")):
        if request.method != "POST":
            return open_page("desk/grievances/code.html", {"form": CodeForm()})
        return opened(request)


def opened(request: HttpRequest) -> HttpResponse:
    """The grievance of the code that was typed; a wrong one is counted."""
    form, address = CodeForm(request.POST), address_of(request)
    typed = request.POST.get("code", "")[:40]
    if attempts.too_many("wrong", address):
        form.add_error(None, _("Too many wrong codes were typed within an hour. Try again later."))
        return open_page("desk/grievances/code.html", {"form": form}, status=429)
    if form.is_valid() and not codes.check(typed):
        form.add_error("code", _("A sign is wrong or missing. Compare it with what you wrote down."))
    elif form.is_valid():
        found = following.behind(typed)
        if found is not None:
            with in_language(found.language):
                return page(request, codes.normalise(typed), found)
        attempts.note("wrong", address)
        form.add_error("code", _("Nothing was sent under this code. Compare it with what you wrote down."))
    return open_page("desk/grievances/code.html", {"form": form}, status=422)


def page(request: HttpRequest, code: str, found: following.Behind) -> HttpResponse:
    """The grievance, after what was said with this post was kept."""
    done = request.POST.get("do", "")
    reply = ReplyForm(request.POST if done == "reply" else None, may_be_reopened=found.may_be_reopened)
    judged = SatisfiedForm(request.POST if done == "judge" else None)
    spoken = {"reply": reply, "judge": judged}.get(done)
    if spoken is not None and spoken.is_valid():
        try:
            say(code, found, spoken)
        except Invalid as refused:
            spoken.add_error(None, refused.problem.translated(_))
        else:
            return seen(code, following.behind(code) or found, thanks=True)
    return seen(code, found, reply=reply, judged=judged, status=422 if spoken is not None else 200)


def say(code: str, found: following.Behind, form: forms.Form) -> None:
    """Keep a reply or a judgement. Raises Invalid."""
    given = form.cleaned_data
    if isinstance(form, ReplyForm):
        following.reply(code, found, given["message"], given["text"], reopen=bool(given.get("reopen")))
    else:
        following.say_satisfied(code, found, given["satisfied"])


def seen(
    code: str,
    found: following.Behind,
    *,
    reply: ReplyForm | None = None,
    judged: SatisfiedForm | None = None,
    thanks: bool = False,
    status: int = 200,
) -> HttpResponse:
    may_judge = found.state in (State.ANSWERED, State.CLOSED) and found.answered_at and not found.satisfied
    context: dict[str, Any] = {
        "code": code,
        "found": found,
        "subject": subject(found.about),
        "body": body_name(found.body) if found.escalated_at else "",
        "messages": following.messages(code, found),
        "mine": MessageKind.REPLY,
        "reply": reply or ReplyForm(may_be_reopened=found.may_be_reopened),
        "judged": (judged or SatisfiedForm()) if may_judge else None,
        "thanks": thanks,
    }
    return open_page("desk/grievances/follow.html", context, status=status)
