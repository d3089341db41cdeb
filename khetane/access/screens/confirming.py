"""Roles that wait for a second person: the list, confirming and refusing."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khetane.access import confirming
from khetane.access.models import RoleGrant
from khetane.access.querysets import pending_invitations
from khetane.access.screens.answers import confirm_page
from khetane.core import audit, keyset
from khetane.core.routes import requires
from khetane.web.names import unit_label

OLDEST_FIRST = ("unconfirmed_since", "widened_since", "id")
NEWEST_FIRST = ("-unconfirmed_since", "-granted_at", "id")


@requires(confirming.CONFIRM)
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer, the oldest first; units that a role in force would newly reach last."""
    return _listed(request, confirming.to_confirm(), OLDEST_FIRST, asking=True)


@requires(confirming.CONFIRM)
def given_lately(request: HttpRequest) -> HttpResponse:
    """What was given lately and is not the viewer's to confirm: what waits for others first."""
    mine = confirming.to_confirm().values("pk").order_by()
    return _listed(request, confirming.given_lately().exclude(pk__in=mine), NEWEST_FIRST, asking=False)


def _listed(
    request: HttpRequest, grants: QuerySet[RoleGrant], order: tuple[str, ...], *, asking: bool
) -> HttpResponse:
    page = keyset.page(grants, order, request.GET.get("after", ""))
    listed = confirming.with_new_reach(page.rows)
    audit.read("grant", [one.pk for one in listed])
    tabs = (
        (_("Waiting for you"), "access:confirming", asking, confirming.to_confirm().count()),
        (_("Given in the last 30 days"), "access:given_lately", not asking, None),
    )
    context = {
        "grants": listed,
        "asking": asking,
        "first": page.first,
        "tabs": [
            {"label": label, "url": reverse(route), "current": current, "count": count}
            for label, route, current, count in tabs
        ],
        **page.addresses(request.GET),
    }
    return render(request, "access/confirming.html", context)


@requires(confirming.CONFIRM)
def confirm(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Ask before a role is put in force."""
    grant = _grant(grant_id)

    def act() -> HttpResponse:
        confirming.confirm(grant_id=grant.pk)
        messages.success(request, _("The role is in force."))
        return redirect("access:confirming")

    if grant.widening and not grant.waits:
        return _answer_widening(request, grant, act, confirmed=True)
    warnings = [
        _(
            "Ask the person herself, by a way you know, whether this account is hers. The link may be in other hands."
        ),
        _("From then on this account sees persons, within what the role is given for."),
    ]
    if pending_invitations(grant.account_id).exists():
        warnings.append(
            _(
                "A link to set the password was not used yet. Once it is, the role waits for confirmation again."
            )
        )
    return confirm_page(
        request,
        title=_("Confirm a role"),
        question=_("Is %(account)s (%(email)s) to be %(role)s for %(scope)s?") % _told(grant),
        consequences=tuple(warnings),
        action=_("Confirm"),
        cancel_url=reverse("access:confirming"),
        done=act,
        color="accent",
    )


@requires(confirming.CONFIRM)
def refuse(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Ask before a role is refused."""
    grant = _grant(grant_id)

    def act() -> HttpResponse:
        confirming.refuse(grant_id=grant.pk)
        messages.success(request, _("The role was refused."))
        return redirect("access:confirming")

    if grant.widening and not grant.waits:
        return _answer_widening(request, grant, act, confirmed=False)
    return confirm_page(
        request,
        title=_("Refuse a role"),
        question=_("Is %(account)s (%(email)s) not to be %(role)s for %(scope)s?") % _told(grant),
        consequences=(_("The role ends and was never in force. Whoever gave it sees that."),),
        action=_("Refuse"),
        cancel_url=reverse("access:confirming"),
        done=act,
    )


def _answer_widening(
    request: HttpRequest, grant: RoleGrant, act: Callable[[], HttpResponse], *, confirmed: bool
) -> HttpResponse:
    """Ask about a role in force that would reach more, since a unit came to lie in its place."""
    told = _told(grant) | {
        "units": ", ".join(f"{unit_label(unit)} ({unit.code})" for unit in grant.would_reach)
    }
    moved = _("Moved by: %(who)s.") % {"who": ", ".join(map(str, grant.moved_by)) or _("the server")}
    if confirmed:
        question = _(
            "Is %(account)s (%(email)s), %(role)s for %(scope)s, to see the persons of %(units)s too?"
        )
        outcome = _("From then on this account sees them. What it saw before stays as it is.")
    else:
        question = _(
            "Is %(account)s (%(email)s), %(role)s for %(scope)s, not to see the persons of %(units)s?"
        )
        outcome = _("The role stays in force for what it reached before, without these units.")
    return confirm_page(
        request,
        title=_("A role would reach more"),
        question=question % told,
        consequences=(moved, outcome),
        action=_("Confirm") if confirmed else _("Refuse"),
        cancel_url=reverse("access:confirming"),
        done=act,
        color="accent" if confirmed else "danger",
    )


def _grant(grant_id: UUID) -> RoleGrant:
    found = RoleGrant.objects.select_related("account", "role", "unit", "place")
    return confirming.with_new_reach([get_object_or_404(found, pk=grant_id)])[0]


def _told(grant: RoleGrant) -> dict[str, object]:
    return {
        "account": grant.account,
        "email": grant.account.email,
        "role": grant.role,
        "scope": grant.unit or grant.place,
    }
