"""Each request is one transaction in which the database knows who looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from khetane.access import second_step
from khetane.access.querysets import overrides_in_force
from khetane.access.tokens import account_of
from khetane.core import viewer
from khetane.core.refusals import NotAllowed
from khetane.core.routes import LIBRARY, Rule, rule_of


class ViewerMiddleware:
    """Refuses what the view's access rule refuses, and runs the view as its viewer.

    An error inside the view rolls the transaction back. Streaming views open their own transaction,
    since theirs ends before the first byte is sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Run the view here, inside the viewer's transaction, unless it sets its own viewer."""
        rule = rule_of(view)
        if rule is None:
            raise PermissionDenied("This page has no access rule, so nobody may open it.")
        if rule.own_viewer or rule is LIBRARY:
            return None
        account_id = _account(request, rule)
        if account_id is None:
            return None if rule.open else _sign_in_first(request)
        with viewer.acting_as(account_id) as looking:
            due = None if _by_token(request, rule) else second_step.due(request.user, looking)
            missing = due is not None and due < timezone.now()
            if missing and rule.tokens:
                return None  # a session alone stands for nobody: answered as if it were not there
            request.viewer = looking  # type: ignore[attr-defined]  # for the navigation and error pages
            if missing:
                messages.warning(request, gettext(second_step.MISSING.text))
                return redirect("mfa_index")
            request.second_step_due = due  # type: ignore[attr-defined]  # each page reminds of it
            response = _answer(rule, looking, lambda: view(request, *args, **kwargs))
            if response.status_code >= (400 if rule.tokens else 500):
                transaction.set_rollback(True)  # nothing half-written stays behind an error
            return response


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in and back. A fragment of a page cannot be redirected: its page is, by htmx."""
    if "HX-Request" not in request.headers:
        return redirect_to_login(request.get_full_path())
    page = urlsplit(request.headers.get("HX-Current-URL", "/"))
    there = redirect_to_login(urlunsplit(("", "", page.path, page.query, "")))
    return HttpResponse(headers={"HX-Redirect": there.url})


def _by_token(request: HttpRequest, rule: Rule) -> bool:
    return rule.tokens and "Authorization" in request.headers


def _account(request: HttpRequest, rule: Rule) -> UUID | None:
    """Who asks. A presented token stands alone: when it is no good, the session does not help it."""
    if _by_token(request, rule):
        scheme, _, token = request.headers["Authorization"].partition(" ")
        return account_of(token.strip()) if scheme.lower() == "bearer" else None
    found: UUID | None = request.user.pk
    return found


def _answer(rule: Rule, looking: viewer.Viewer, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The view's response; PermissionDenied when the rule, or an action inside, refuses the viewer."""
    try:
        if not rule.lets(looking.can) and not (rule.under_override and _has_override(looking)):
            raise NotAllowed(viewer.NO_ROLE.about())
        return _rendered(view())
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.problem.translated(gettext)) from refusal


def _has_override(looking: viewer.Viewer) -> bool:
    """Whether a household is open to the viewer in an emergency at this moment."""
    return looking.can("override.use") and overrides_in_force(looking.account_id).exists()


def _rendered(response: HttpResponse) -> HttpResponse:
    """A lazy template response reads the database while rendering: let it do so as its viewer."""
    if (
        hasattr(response, "render")
        and callable(response.render)
        and not getattr(response, "is_rendered", True)
    ):
        response.render()
    return response
