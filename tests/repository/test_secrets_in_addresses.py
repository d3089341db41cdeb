"""What a proxy is told to keep out of its log is every address that holds a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.repository.tree import ROOT

PROXY = ROOT / "docs/how-to/reverse-proxy.md"
NGINX = re.compile(r"location ~ \^(\S+) \{\s+access_log off;")
CADDY = re.compile(r"leave (.+?) out\.", re.DOTALL)
SECRET = re.compile(r"token|secret|key")


def addresses(of: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address of the application, up to its first part that is given."""
    for entry in of.url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, address)
        elif isinstance(entry, URLPattern):
            yield address


def with_secrets() -> set[str]:
    found = set()
    for address in addresses(get_resolver()):
        fixed, parameter, rest = address.partition("<str:")
        if parameter and SECRET.search(rest.partition(">")[0]):
            found.add(fixed)
    return found


def test_a_proxy_keeps_every_address_with_a_secret_out_of_its_log() -> None:
    page, secrets = PROXY.read_text(encoding="utf-8"), with_secrets()
    assert len(secrets) >= 4
    nginx, caddy = NGINX.search(page), CADDY.search(page)
    assert nginx is not None
    assert caddy is not None
    assert [one for one in secrets if not re.match(nginx[1], one)] == []
    assert [one for one in secrets if f"`{one}`" not in caddy[1]] == []
