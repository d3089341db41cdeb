"""What the public pages share: no cookie, no session, no script, one of four languages, who may post."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from khetane.core import demonstration
from khetane.web.languages import BY_CODE, LANGUAGES, current

LARGEST = 64 * 1024  # bytes of one form
IPV6_NETWORK = 64


@contextmanager
def in_language(asked: str) -> Iterator[None]:
    """The language that is asked for in the address or the form, else the browser's."""
    with translation.override(asked if asked in BY_CODE else current().code):
        yield


def open_page(template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The page, without what would begin a session or set a cookie; kept by no browser or proxy."""
    frame = {"languages": LANGUAGES, "spoken": current(), "is_demo": demonstration.stands()}
    text = render_to_string(template, {**frame, **context})
    return HttpResponse(text, status=status, headers={"Cache-Control": "no-store"})


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The answer to a post from another site, or to one that is too large, of which nothing is read; else None."""
    if request.method != "POST":
        return None
    why, status = "", 200
    if not comes_from_here(request):
        why, status = "elsewhere", 403
    elif int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        why, status = "large", 413
    with in_language(request.GET.get("l", "")):
        return open_page("desk/grievances/refused.html", {"why": why}, status=status) if why else None


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form is ours. There is no session to ride on; this keeps others from using
    their visitors' connections."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; of an IPv6 address its network, since one device has many."""
    address = str(get_adapter().get_client_ip(request))
    parsed = ipaddress.ip_address(address)
    if parsed.version == 6:  # IPv6
        return str(ipaddress.ip_network(f"{address}/{IPV6_NETWORK}", strict=False))
    return address
