"""Whatever stands after the question mark of a list's address, the page answers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khetane.core.routes import GUARD_THEMSELVES, rule_of
from tests import world
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db
# What lists are asked for.
NAMES = (
    "account", "action", "after", "all", "area", "before", "due", "existence", "form", "formID", "head", "household",
    "id", "kind", "mandate", "municipality", "network", "outcome", "page", "person", "place", "purpose", "q", "record",
    "role", "roma_share", "since", "sort", "state", "type", "unit", "until", "urgency", "words", "year", "code", "who",
    "from", "next", "$top", "$skip", "$filter", "$skiptoken", "day", "month",
)  # fmt: skip
ODD = (
    "9999-12-31", "0001-01-01", "\0", "a\0b", "\0 6f1f7b2e-0000-4000-8000-000000000000", "2026-13-45T10:00:00Z", "2026-05-04T10:00:00",
    "2026-05-04T10:00:00+99:99", "9999-12-31T23:59:59.999999+00:00", "2026-13-45T00:00:00+00:00,1",
    "2026-05-04T10:00:00+00:00,99999999999999999999999", "9" * 40, "-1", "1e999", "%", "'", "\\", "{", "{0}", "%s",
    "\u202e", "\ufffd", "🙂", "x" * 5000, "6f1f7b2e-0000-4000-8000-000000000000", "²", "[]",
    "9" * 5000, "2026-05-04T10:00:00+00:00," + "9" * 5000, "null", "(", " ",
)  # fmt: skip
ROLES = ("unit_coordinator", "administrator", "data_protection_officer")
texts = st.one_of(st.sampled_from(ODD), st.text(max_size=20))


def addresses(of: URLResolver, namespace: str = "") -> Iterator[str]:
    """The addresses of our own pages without values in them."""
    for one in of.url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        elif isinstance(one, URLPattern) and one.name and is_ours(one):
            try:
                yield reverse(namespace + one.name)
            except NoReverseMatch:  # the address holds a record's id
                continue


def is_ours(one: URLPattern) -> bool:
    return rule_of(one.callback) is not None and not one.callback.__module__.startswith(GUARD_THEMSELVES)


PAGES = sorted(set(addresses(get_resolver())))


@pytest.fixture
def ours() -> Home:
    here = world.town("HERE")
    return home(here, world.account("unit_coordinator", here.unit))


@pytest.fixture
def readers(ours: Home) -> list[Client]:
    country = world.country()
    others = [world.account(role, country) for role in ROLES[1:]]
    return [client_of(one) for one in (ours.author, *others)]


def ask(readers: list[Client], page: str, asked: dict[str, str]) -> int:
    """The answer to whoever may open the page; Django's test client raises what would be a 500."""
    for reader in readers:
        status = reader.get(page, asked).status_code
        if status != 403:
            return status
    return 403


@pytest.mark.parametrize("odd", ODD[:10])
def test_no_list_breaks_over_all_its_parameters_at_once(readers: list[Client], ours: Home, odd: str) -> None:
    household = reverse("people:household", args=[ours.id])
    for page in (*PAGES, household, reverse("people:change_head", args=[ours.id])):
        assert ask(readers, page, dict.fromkeys(NAMES, odd)) < 500, page


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(st.sampled_from(NAMES), texts, min_size=1, max_size=2), page=st.sampled_from(PAGES)
)
def test_no_list_breaks_over_odd_questions(readers: list[Client], asked: dict[str, str], page: str) -> None:
    assert ask(readers, page, asked) < 500


def test_most_pages_are_open_to_these_readers(readers: list[Client]) -> None:
    """So that what is tried above is not refused at the door."""
    refused = [page for page in PAGES if ask(readers, page, {}) == 403]
    assert len(PAGES) > 30
    assert len(refused) < len(PAGES) / 4, refused


@pytest.mark.parametrize("odd", ["9" * 5000, "2026-05-04T10:00:00+00:00," + "9" * 5000, "0" * 5000], ids=len)
def test_no_list_breaks_over_endless_digits(readers: list[Client], odd: str) -> None:
    for page in PAGES:
        assert ask(readers, page, dict.fromkeys(NAMES, odd)) < 500, page


def test_a_place_to_continue_from_that_is_not_there_begins_anew(ours: Home) -> None:
    client = client_of(ours.author)
    listed = client.get(reverse("people:households"), {"after": str(uuid.uuid4())})
    assert ours.code in listed.content.decode()
