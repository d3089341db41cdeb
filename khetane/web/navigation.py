"""The main navigation. An entry shows when its page exists and the viewer may open it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khetane.access.viewer import Viewer

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """A page by the name of its route; `permission` empty: for everybody who is signed in."""

    label: Text
    route: str
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: Text
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Link:
    label: Text
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class LinkGroup:
    label: Text
    entries: tuple[Link, ...]


GROUPS = (
    Group("", (Entry(_("Today"), "home"),)),
    Group(
        _("People"),
        (
            Entry(_("Households"), "people:households", "identity.read"),
            Entry(_("Search"), "people:search", "identity.read"),
            Entry(_("Settlements"), "places:settlements", "settlement.read"),
        ),
    ),
    Group(
        _("Work"),
        (
            Entry(_("Visits"), "outreach:visits", "identity.read"),
            Entry(_("Tasks"), "outreach:tasks", "identity.read"),
            Entry(_("Needs"), "cases:needs", "content.read"),
            Entry(_("Referrals"), "cases:referrals", "content.read"),
            Entry(_("Services"), "cases:services", "content.read"),
            Entry(_("Procedures"), "cases:procedures", "content.read"),
        ),
    ),
    Group(
        _("Forms"),
        (
            Entry(_("Submissions"), "forms:submissions", "submission.read"),
            Entry(_("Conflicts"), "forms:conflicts", "submission.read"),
            Entry(_("Forms"), "forms:forms", "form.read"),
        ),
    ),
    Group(
        _("Administration"),
        (
            Entry(_("Places"), "places:places"),
            Entry(_("Units"), "organisations:units"),
            Entry(_("Accounts"), "access:accounts", "account.read"),
            Entry(_("Audit"), "access:audit", "audit.read"),
            Entry(_("Operations"), "operations", "operations.read"),
        ),
    ),
)
ACCOUNT_LINKS = (
    Entry(_("Two-step sign-in and passkeys"), "mfa_index"),
    Entry(_("Change password"), "account_change_password"),
    Entry(_("E-mail address"), "account_email"),
)
SEARCH = "people:search"
SIGN_OUT = "account_logout"


def groups(request: HttpRequest) -> tuple[LinkGroup, ...]:
    """The groups with at least one entry that this viewer may open."""
    shown = ((group.label, tuple(links(request, group.entries))) for group in GROUPS)
    return tuple(LinkGroup(label, entries) for label, entries in shown if entries)


def links(request: HttpRequest, entries: tuple[Entry, ...]) -> Iterator[Link]:
    for entry in entries:
        url = address(entry.route)
        if url and may(request, entry.permission):
            yield Link(entry.label, url, is_current(request.path, url))


def may(request: HttpRequest, permission: str) -> bool:
    viewer: Viewer | None = getattr(request, "viewer", None)
    return not permission or (viewer is not None and viewer.can(permission))


def address(route: str) -> str:
    """The route's address, or nothing where this installation does not have the page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def is_current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
