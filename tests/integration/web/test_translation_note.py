"""In a language that no native speaker has reviewed every page says so, before signing in as after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import gettext, override

from khetane.core.routes import rule_of
from khetane.web.languages import LANGUAGES, Language, is_reviewed
from tests import world
from tests.repository.tree import ROOT

pytestmark = pytest.mark.django_db
NOTE = "This translation has not yet been reviewed by a native speaker."
UNREVIEWED = [one for one in LANGUAGES if not is_reviewed(one.code)]
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")
MADE_UP = {"uuid": "6f1f7b2e-0000-4000-8000-000000000000", "int": "1"}
SAYS_SO = ("{% translation_note %}", "khetane/parts/footer.html", "{{ block.super }}")


def open_addresses(of: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address that asks for no account, with something made up where it holds a secret or an id."""
    for one in of.url_patterns:
        route = before + getattr(one.pattern, "_route", "")
        if isinstance(one, URLResolver):
            yield from open_addresses(one, route)
        elif isinstance(one, URLPattern) and hasattr(one.pattern, "_route"):
            rule = rule_of(one.callback)
            if rule is not None and rule.open and not rule.own_viewer and not rule.tokens:
                yield PARAMETER.sub(lambda found: MADE_UP.get(found["kind"], "made-up"), route)


OPEN = sorted(set(open_addresses(get_resolver())))


def page(client: Client, address: str) -> str | None:
    """The text of a page for people; nothing of what programs fetch."""
    answer = client.get(address, follow=True)
    is_page = "text/html" in answer.headers.get("Content-Type", "")
    return answer.content.decode() if is_page and answer.content else None


@pytest.mark.parametrize("language", UNREVIEWED, ids=lambda one: one.tag)
def test_every_page_that_is_open_without_an_account_says_so(language: Language) -> None:
    with override(language.code):
        note = gettext(NOTE)
    assert note != NOTE
    client = Client(headers={"accept-language": language.code})
    pages = {address: page(client, address) for address in OPEN}
    told = {address for address, text in pages.items() if text is not None and text.count(note) == 1}
    assert [address for address, text in pages.items() if text is not None and address not in told] == []
    wanted = {
        reverse("tell"),
        reverse("follow"),
        reverse("account_signup"),
        "/referred/made-up/",
        "/copy/made-up/",
    }
    assert wanted | {"/invitation/made-up/", reverse("account_reset_password")} <= told


def test_the_source_language_needs_no_note() -> None:
    client = Client(headers={"accept-language": "en"})
    for address in (reverse("tell"), "/copy/made-up/", reverse("account_login")):
        assert NOTE not in client.get(address).content.decode()


def test_whoever_is_signed_in_is_told_once() -> None:
    client = Client(headers={"accept-language": "mk"})
    client.force_login(world.account("health_mediator", world.town("HERE").unit))
    with override("mk"):
        assert client.get("/").content.decode().count(gettext(NOTE)) == 1


def test_no_frame_draws_a_page_without_the_note() -> None:
    """A page behind a secret is not walked above: whatever fills the whole body says it, or leaves it to its parent."""
    forgotten = []
    for path in ROOT.glob("khetane/**/templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        draws = "{% block body %}" in text and path.name != "document.html"
        whole = "<body" in text and path.name != "document.html"
        if whole or (draws and not any(said in text for said in SAYS_SO)):
            forgotten.append(str(path.relative_to(ROOT)))
    assert forgotten == []


def test_who_wants_to_sign_up_finds_the_way_to_sign_in() -> None:
    text = Client().get(reverse("account_signup")).content.decode()
    assert f'href="{reverse("account_login")}"' in text.partition("<h1")[2]
    assert "by invitation" in text
