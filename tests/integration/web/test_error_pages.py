"""Pages that refuse keep the frame: whoever is signed in her menu and search, everybody languages and banner."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import world
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db
BANNER = "every person and household here is synthetic"
NOWHERE = "/nowhere-at-all/"
SECRET = "/copy/not-an-address/"


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


@pytest.mark.parametrize(
    ("path", "status"),
    [(NOWHERE, 404), (f"/people/households/{uuid.UUID(int=404)}/", 404), ("/import/", 403)],
)
def test_whoever_is_signed_in_keeps_menu_search_languages_and_banner(
    here: world.Town, path: str, status: int
) -> None:
    answer = client_of(world.account("health_mediator", here.unit)).get(path)
    page = answer.content.decode()
    assert answer.status_code == status
    assert BANNER in page
    assert 'class="k-search"' in page
    assert f'href="{reverse("people:households")}"' in page
    assert f'action="{reverse("set_language")}"' in page
    assert page.count("<h1") == 1


def test_who_is_not_signed_in_keeps_languages_and_banner() -> None:
    for path in (NOWHERE, SECRET):
        answer = Client().get(path)
        page = answer.content.decode()
        assert answer.status_code == 404, path
        assert BANNER in page, path
        assert f'name="next" value="{path}"' in page
        assert 'class="k-nav"' not in page
        assert page.count("<h1") == 1


def test_a_page_that_is_not_open_says_why_once(here: world.Town) -> None:
    page = client_of(world.account("health_mediator", here.unit)).get("/import/").content.decode()
    card = re.sub(r"<[^>]*>", " ", page.partition('id="main"')[2].partition("</main>")[0])
    assert card.count("administrator") == 1
    assert "Your roles do not allow this" in card
    assert "Sign in again" not in card


def test_a_page_left_open_too_long_says_that(here: world.Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.account("health_mediator", here.unit))
    answer = strict.post(reverse("people:register"), {})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "left open too long" in page
    assert "roles" not in page.partition('id="main"')[2].partition("</main>")[0]
