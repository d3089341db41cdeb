"""docs/reference/routes.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from khetane.access.permissions import PERMISSIONS
from khetane.core.routes import LIBRARY, Rule, rule_of
from scripts.reference import markdown

HEAD = """# Addresses and who may open them

Made by `python -m scripts.reference` from the rule that stands at each view; do not edit it here. A view without a rule is
refused, and a test fails. Of several permissions one is enough. What somebody then sees on a page, the database decides: rows of units and mandates she has no grant
for are not there. Pages of the libraries (sign-in and second steps under `/account/`, the language) guard themselves and are left
out. What each permission allows and who holds it: [roles](roles.md). Operations of the API, each with its own permission: [API](api.md).
"""
ONLY_IN_TESTS = ("gallery/",)


def page() -> str:
    rows = sorted(
        [f"`/{route}`", who(rule_of(view))]
        for route, view in routes(get_resolver())
        if route not in ONLY_IN_TESTS and rule_of(view) != LIBRARY
    )
    return markdown.page(HEAD, *markdown.table(["address", "who may open it"], rows))


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every address with its view."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def who(rule: Rule | None) -> str:
    """The rule in words; LookupError names a permission that is not in the list."""
    if rule is None:
        return "nobody: its view has no rule"
    if rule.permissions:
        return "<br>".join(f"`{one}`: {PERMISSIONS[one]}" for one in rule.permissions)
    if rule.tokens:
        return f"a sign-in or an API token: {rule.why}"
    if rule.own_viewer:
        return f"who shows a token: {rule.why}"
    return f"anyone: {rule.why}" if rule.open else "anyone who is signed in"
