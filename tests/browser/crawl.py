"""Every page one can reach by links: one address for each kind of page, found from the first page on."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import APIRequestContext

# What tells two pages of a kind apart: ids, numbers and the codes of tokens.
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)\d+(?=/|$)")


class Links(HTMLParser):
    """The targets of a page's links, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def kind_of(path: str) -> str:
    """The address without the ids in it: what all pages of a kind share."""
    return ID.sub("<id>", path)


def reachable(request: APIRequestContext, base: str, start: str = "/") -> dict[str, str]:
    """By kind of page, the path of the first one found from `start`; asks each kind once."""
    pages: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        path = waiting.popleft()
        if kind_of(path) in pages:
            continue
        answer = request.get(base + path, headers={"Accept": "text/html"})
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        pages[kind_of(path)] = path
        waiting.extend(own_links(answer.text(), base, urlsplit(answer.url).path))
    return pages


def own_links(html: str, base: str, path: str) -> Iterator[str]:
    """The paths a page leads to on the same site, without what follows `?` or `#`."""
    links = Links()
    links.feed(html)
    for href in links.found:
        target = urlsplit(urljoin(base + path, href))
        if f"{target.scheme}://{target.netloc}" == base and target.path:
            yield target.path
