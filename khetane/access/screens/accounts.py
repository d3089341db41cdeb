"""Accounts: the list, one account, inviting, giving and ending roles, closing."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.access import actions
from khetane.access.models import Account, Device, Role, RoleGrant
from khetane.access.permissions import PERMISSIONS
from khetane.access.querysets import accounts_seen, grants_in_force, pending_invitations
from khetane.access.scopes import manages
from khetane.access.screens.answers import confirm_page, form_page, secret_page
from khetane.access.screens.asked import AccountFilter, InviteForm, RoleForm
from khetane.core import audit
from khetane.core.collation import sort_key
from khetane.core.keyset import text_after
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.places.naming import unit_named

PAGE = 50
WAITS = gettext_lazy(
    "The role sees persons: it is in force once the data-protection officer, or a coordinator of the unit, has confirmed it."
)


@requires("account.read")
def accounts(request: HttpRequest) -> HttpResponse:
    """Whoever holds a role within the viewer's reach, by e-mail."""
    asked = AccountFilter(request.GET)
    values = asked.cleaned_data if asked.is_valid() else {}
    found = accounts_seen(text=values.get("q", ""), role=values.get("role", ""))
    after = text_after(request.GET.get("after", ""))
    shown = list(found.filter(email__gt=after)[: PAGE + 1])
    more = shown[PAGE:]
    shown = shown[:PAGE]
    held = grants_in_force(account.pk for account in shown)
    audit.read("account", [account.pk for account in shown])
    page = {
        "rows": [(account, held.get(account.pk, [])) for account in shown],
        "form": asked,
        "may_write": current().can("account.write"),
        "next_url": _page(request, shown[-1].email) if more else "",
        "first_url": _page(request, "") if after else "",
    }
    return render(request, "access/accounts.html", page)


@requires("account.read")
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One account: its roles, devices, state."""
    found = get_object_or_404(accounts_seen(), pk=account_id)
    audit.read("account", [found.pk])
    page = {
        "account": found,
        "grants": RoleGrant.objects.filter(account=found)
        .select_related("role", "unit", "place")
        .prefetch_related(unit_named(), "place__names")
        .order_by("-begins"),
        "devices": Device.objects.filter(account=found).select_related("unit").prefetch_related(unit_named()),
        "invitation": pending_invitations(found.pk).first(),
        "manages": manages(found.pk) and found.pk != request.user.pk,
    }
    return render(request, "access/account.html", page)


@requires("account.write")
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account and show its link once."""
    return form_page(
        request,
        form=InviteForm(request.POST or None),
        title=_("Invite somebody"),
        action=_("Make the invitation"),
        cancel_url=reverse("access:accounts"),
        done=lambda values: _show_link(request, actions.invite(**values)),
        lead=_("You get a link to hand over, printed or by any safe way. It works once, for seven days."),
    )


@requires("account.write")
def invite_again(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """A new link to set a password, as after a lost one."""
    found = get_object_or_404(accounts_seen(), pk=account_id)
    return confirm_page(
        request,
        title=_("New link for %(account)s") % {"account": found},
        question=_("Make a link with which this person sets a new password?"),
        consequences=(
            _("Earlier links that were not used stop working."),
            _("Once the password is set by the link, roles that see persons wait for confirmation again."),
        ),
        action=_("Make the link"),
        cancel_url=reverse("access:account", args=[found.pk]),
        done=lambda: _show_link(request, actions.invite_again(account=found)),
        color="accent",
    )


@requires("account.write")
def grant(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a further role."""
    found = get_object_or_404(Account, pk=account_id)
    back = reverse("access:account", args=[found.pk])

    def give(values: dict[str, object]) -> HttpResponse:
        given = actions.grant(account=found, **values)  # type: ignore[arg-type]  # the form's fields are the action's
        if given.waits:
            messages.info(request, WAITS)
        return redirect(back)

    return form_page(
        request,
        form=RoleForm(request.POST or None),
        title=_("Give a role to %(account)s") % {"account": found},
        action=_("Give the role"),
        cancel_url=back,
        done=give,  # type: ignore[arg-type]  # as above
    )


@requires("account.write")
def end_grant(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """End a role at once."""
    held = get_object_or_404(RoleGrant.objects.select_related("role", "account"), pk=grant_id)
    back = reverse("access:account", args=[held.account_id])

    def end() -> HttpResponse:
        actions.end_grant(grant_id=held.pk)
        return redirect(back)

    return confirm_page(
        request,
        title=_("End the role"),
        question=_("Does %(account)s stop being %(role)s today?")
        % {"account": held.account, "role": held.role},
        consequences=(_("It takes effect at once, also in what is open now."),),
        action=_("End the role"),
        cancel_url=back,
        done=end,
    )


@requires("account.write")
def set_active(request: HttpRequest, account_id: UUID, active: bool) -> HttpResponse:
    """Close an account, or open it again."""
    found = get_object_or_404(accounts_seen(), pk=account_id)
    back = reverse("access:account", args=[found.pk])

    def act() -> HttpResponse:
        actions.set_active(account=found, active=active)
        return redirect(back)

    return confirm_page(
        request,
        title=_("Open the account again") if active else _("Close the account"),
        question=str(found),
        consequences=()
        if active
        else (
            _("Sessions, devices and tokens of this account stop working at once."),
            _("Its records stay."),
        ),
        action=_("Open again") if active else _("Close"),
        cancel_url=back,
        done=act,
        color="accent" if active else "danger",
    )


@requires("account.read")
def roles(request: HttpRequest) -> HttpResponse:
    """The roles there are, each with what it allows."""
    found = [
        (role, [(code, PERMISSIONS.get(code, code)) for code in role.permissions])
        for role in sorted(Role.objects.exclude(code="system"), key=lambda role: sort_key(str(role)))
    ]
    return render(request, "access/roles.html", {"roles": found})


def _show_link(request: HttpRequest, invited: actions.Invited) -> HttpResponse:
    messages.success(request, _("The link is made. It is shown only this once."))
    if any(grant.waits for grant in _held(invited.account)):
        messages.info(request, WAITS)
    path, public = reverse("access:accept", args=[invited.token]), settings.ENVIRONMENT.public_url
    return secret_page(
        request,
        title=_("Link for %(account)s") % {"account": invited.account},
        lead=_("Hand it over to this person alone. Whoever opens it first sets the password."),
        secret=f"{public}{path}" if public else request.build_absolute_uri(path),
        back_url=reverse("access:account", args=[invited.account.pk]),
    )


def _held(account: Account) -> list[RoleGrant]:
    """The roles it holds today or will hold."""
    still = Q(ends=None) | Q(ends__gt=timezone.localdate())
    return list(RoleGrant.objects.filter(still, account=account).select_related("role"))


def _page(request: HttpRequest, after: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    return "?" + urlencode({**kept, "after": after} if after else kept)
