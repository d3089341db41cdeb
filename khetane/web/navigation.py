"""The main navigation. An entry shows when its page exists and the viewer may open it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khetane.core.routes import rule_of
from khetane.core.viewer import Viewer, acting_as

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """A page by the name of its route; who sees the entry follows from the route's own access rule."""

    label: Text
    route: str


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
            Entry(_("Households"), "people:households"),
            Entry(_("Search"), "people:search"),
            Entry(_("Same person?"), "people:same_persons"),
            Entry(_("Settlements"), "places:settlements"),
        ),
    ),
    Group(
        _("Work"),
        (
            Entry(_("Visits"), "outreach:visits"),
            Entry(_("Tasks"), "outreach:tasks"),
            Entry(_("Overdue"), "outreach:overdue"),
            Entry(_("Plans"), "cases:plans"),
            Entry(_("Needs"), "cases:needs"),
            Entry(_("Referrals"), "cases:referrals"),
            Entry(_("Services"), "cases:services"),
            Entry(_("Groups"), "cases:groups"),
            Entry(_("Schemes"), "programmes:schemes"),
            Entry(_("Procedures"), "cases:procedures"),
            Entry(_("Settlements as cases"), "upgrading:processes"),
            Entry(_("Caseload"), "cases:caseload"),
            Entry(_("Service directory"), "directory:listing"),
            Entry(_("Grievances"), "grievances:listing"),
            Entry(_("Write a grievance down"), "grievances:take_down"),
        ),
    ),
    Group(
        _("Reports"),
        (Entry(_("Report of the unit"), "reports:unit"), Entry(_("Work of the units"), "reports:units")),
    ),
    Group(
        _("Forms"),
        (
            Entry(_("Submissions"), "forms:submissions"),
            Entry(_("Conflicts"), "history:conflicts"),
            Entry(_("Forms"), "forms:forms"),
        ),
    ),
    Group(
        _("Administration"),
        (
            Entry(_("Import a table"), "importing:imports"),
            Entry(_("Places"), "places:places"),
            Entry(_("Units"), "organisations:units"),
            Entry(_("Accounts"), "access:accounts"),
            Entry(_("Roles to confirm"), "access:confirming"),
            Entry(_("Devices"), "access:devices"),
            Entry(_("Names on devices"), "forms:names"),
            Entry(_("Emergencies"), "access:overrides"),
            Entry(_("Audit"), "access:audit"),
            Entry(_("Requests of persons"), "subjects:requests"),
            Entry(_("Requests to decide"), "subjects:erasures"),
            Entry(_("Kept until"), "subjects:keeping"),
            Entry(_("Past their time"), "subjects:past"),
            Entry(_("Operations"), "operations"),
        ),
    ),
)
ACCOUNT_LINKS = (
    Entry(_("My account"), "access:mine"),
    Entry(_("Reminders"), "outreach:reminders"),
    Entry(_("Open in an emergency"), "access:emergency"),
    Entry(_("Two-step sign-in and passkeys"), "mfa_index"),
    Entry(_("Change password"), "account_change_password"),
    Entry(_("E-mail address"), "access:own_address"),
)
SEARCH = "people:search"
SIGN_OUT = "account_logout"


def stands_under(request: HttpRequest, route: str) -> None:
    """Say to which entry a page belongs whose address does not tell: a settlement is a place by its address."""
    request.stands_under = route  # type: ignore[attr-defined]  # read by `groups`


def groups(request: HttpRequest) -> tuple[LinkGroup, ...]:
    """The groups with at least one entry that this viewer may open."""
    shown = [(group.label, tuple(links(request, group.entries))) for group in GROUPS]
    urls = {link.url for _, entries in shown for link in entries}
    under = getattr(request, "stands_under", "")
    own = reverse(under) if under else ""
    longest = max((link.url for _, entries in shown for link in entries if link.current), key=len, default="")
    here = own if own in urls else longest
    return tuple(LinkGroup(label, tuple(only(here, entries))) for label, entries in shown if entries)


def only(here: str, entries: Iterable[Link]) -> Iterator[Link]:
    """The page itself is marked, not the one above it whose address begins alike."""
    for link in entries:
        yield replace(link, current=link.url == here)


def links(request: HttpRequest, entries: tuple[Entry, ...]) -> Iterator[Link]:
    for entry in entries:
        url = reverse(entry.route)
        if may_open(request, url):
            yield Link(entry.label, url, is_current(request.path, url))


def may_open(request: HttpRequest, url: str) -> bool:
    """Whether the page's access rule lets in whoever is signed in."""
    rule = rule_of(resolve(urlsplit(url).path).func)
    if rule is None:
        return False
    if not rule.permissions:
        return True
    viewer = viewer_of(request)
    if viewer is None:
        return False
    return rule.lets(viewer.can) or (rule.under_override and viewer.can("override.use"))


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Whoever looks. Pages about one's own account run without a viewer: for the menu she enters for a moment."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None and request.user.is_authenticated:
        with acting_as(request.user.pk) as viewer:
            request.viewer = viewer  # type: ignore[attr-defined]  # once per page
    return viewer


def is_current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
