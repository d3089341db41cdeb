"""Which pages are opened: every entry of the navigation that the viewer may open, and what lists lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import urlsplit
from uuid import UUID

import aiohttp
import psycopg
from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse

from khetane.core.routes import rule_of
from khetane.core.viewer import Viewer, acting_as
from khetane.web.navigation import GROUPS

SAMPLES = 40  # names that are searched for
PLAIN = "one row"  # the page beside which the others are put
NEXT = re.compile(r'href="(\?[^"]*(?:after|before)=[^"]+)"')
# Pages beside the lists, and lists as they are narrowed, by the route of the list.
BESIDE = {
    "outreach:visits": {"": "?state=planned", "visiting:calendar": "", "visiting:coverage": ""},
    "outreach:tasks": {"": "?state=done"},
    "people:households": {"": "?sort=code"},
    "cases:needs": {"": "?urgency=urgent"},
    "cases:plans": {"": "?state=reviewed"},
    "cases:referrals": {"": "?state_now=sent", "cases:sent_referrals": ""},
    "cases:services": {"": "?mandate=health", "cases:service_figures": ""},
    "cases:procedures": {"": "?state=closed", "cases:hearings": ""},
}
SCHEMES = ("scholarship", "after_school", "housing_upgrade")


@dataclass(frozen=True, slots=True)
class Page:
    """What one viewer opens under one name, at one of several addresses each time."""

    name: str
    viewer: str
    cookie: str
    addresses: tuple[str, ...]


def allowed(account: UUID, viewer: str, cookie: str, owner_url: str) -> list[Page]:
    """The pages that the account may open by their own access rules."""
    with acting_as(account) as looking:
        return [
            Page(name, viewer, cookie, addresses)
            for name, addresses in wanted(owner_url)
            if may_open(looking, addresses[0])
        ]


def may_open(viewer: Viewer, address: str) -> bool:
    rule = rule_of(resolve(urlsplit(address).path).func)
    return rule is not None and rule.lets(viewer.can)


async def opened(session: aiohttp.ClientSession, page: Page) -> list[Page]:
    """The page as it is found, and the next page of a list. RuntimeError where it is not shown."""
    async with session.get(page.addresses[0], headers={"Cookie": page.cookie}) as answer:
        text = await answer.text()
    if answer.status != 200 or answer.url.path == reverse(settings.LOGIN_URL):
        raise RuntimeError(f"{page.viewer}: {page.addresses[0]} was answered {answer.status}, {answer.url}.")
    found = [replace(page, addresses=(answer.url.path_qs,)) if answer.history else page]
    following = NEXT.search(text)
    if following:
        address = answer.url.path + unescape(following[1])
        found.append(replace(page, name=f"{page.name}, next", addresses=(address,)))
    return found


def wanted(owner_url: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name, addresses) of every page."""
    with psycopg.connect(owner_url) as database:
        entry = database.execute("select id from organisations_directoryentry order by id limit 1").fetchone()
        people = database.execute(
            "select given_name || ' ' || family_name from people_person order by id limit %s", [SAMPLES]
        ).fetchall()
    yield PLAIN, (reverse("directory:entry", args=entry),)
    yield "people:search, by name", tuple(f"{reverse('people:search')}?q={name}" for (name,) in people)
    for code in SCHEMES:
        yield f"scheme {code}", (reverse("programmes:scheme", args=[code]),)
    for route in (entry.route for group in GROUPS for entry in group.entries):
        try:
            address = reverse(route)
        except NoReverseMatch:
            continue  # this installation does not have the page
        yield route, (address,)
        for beside, query in BESIDE.get(route, {}).items():
            yield f"{beside or route}{query}", ((reverse(beside) if beside else address) + query,)
