"""What the product's own pages ask the database: each page is opened once, and its questions are written down."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from random import Random
from statistics import median
from typing import Any
from unittest.mock import patch

import psycopg
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks.rls.register import Looking
from khetane.core.exchange import exchange
from khetane.core.viewer import current_or_none
from khetane.history import bulk

SAMPLES = 12  # addresses of each page
AGAIN = 3  # times a page is opened besides, to see what it costs outside the database
LISTS = {
    "households": "people:households",
    "visits": "outreach:visits",
    "tasks": "outreach:tasks",
    "needs": "cases:needs",
    "referrals": "cases:sent_referrals",
    "services": "cases:services",
    "procedures": "cases:procedures",
    "submissions": "forms:submissions",
    "conflicts": "history:conflicts",
}
# Answered outside row-level security, or written: the audit has a benchmark of its own.
QUESTIONS = ("SELECT", "WITH")
NEXT = re.compile(r'href="(\?[^"]*after=[^"]+)"')


@dataclass(frozen=True, slots=True)
class Asked:
    """One opening of a page: every question it put to the database, its values written in.

    `outside` is what the page costs outside the database, in milliseconds of the processor.
    """

    page: str
    statements: tuple[str, ...]
    outside: float


def asked(looking: Looking, owner_url: str) -> Iterator[Asked]:
    """Open every page as the account would, a few records of each. RuntimeError when one is not answered."""
    client = Client(SERVER_NAME="localhost")
    account = get_user_model().objects.get(pk=looking.account)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for page, address in addresses(looking, owner_url):
        opened, answer = opening(client, page, address)
        yield opened
        following = NEXT.search(answer.content.decode())
        if following:
            yield opening(client, f"{page}, next", answer.request["PATH_INFO"] + unescape(following[1]))[0]


def opening(client: Client, page: str, address: str) -> tuple[Asked, Any]:
    """One page, and its answer. RuntimeError when it is not answered."""
    with written_down() as statements:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} was answered {answer.status_code}.")
    used = []
    for _time in range(AGAIN):
        began = time.process_time()
        client.get(address)
        used.append(1000 * (time.process_time() - began))
    return Asked(page, tuple(statements), median(used)), answer


@contextmanager
def written_down() -> Iterator[list[str]]:
    """The questions that are asked as a viewer from here to the block's end."""
    statements: list[str] = []
    execute = psycopg.Cursor.execute  # of Django's cursors, and of those that the product opens itself

    def note(raw: psycopg.Connection[Any], query: Any, params: Any) -> None:
        if current_or_none() is not None and str(query).lstrip().upper().startswith(QUESTIONS):
            statements.append(psycopg.ClientCursor(raw).mogrify(query, params))

    def noted(cursor: Any, query: Any, params: Any = None, **how: Any) -> Any:
        note(cursor.connection, query, params)
        return execute(cursor, query, params, **how)

    def exchanged(*several: tuple[str, Any], **how: Any) -> Any:
        for query, params in several:
            note(connection.connection, query, params)
        return exchange(*several, **how)

    # Below psycopg's cursors go the statements whose plans the product keeps itself: a search is one of them.
    with patch.object(psycopg.Cursor, "execute", noted), patch.object(bulk, "exchange", exchanged):
        yield statements


def addresses(looking: Looking, owner_url: str) -> Iterator[tuple[str, str]]:
    """(page, address) of pages on records of the account's units."""
    with psycopg.connect(owner_url) as database:
        people = database.execute(
            "select id, household_id, given_name || ' ' || family_name, extract(year from birth_date)::text "
            "from people_person where unit_id = any(%s) order by id limit 2000",
            [list(looking.units)],
        ).fetchall()
    for person, household, name, year in Random(1).sample(people, SAMPLES):
        yield "search", f"{reverse('people:search')}?q={year} {name}"
        yield "search by name", f"{reverse('people:search')}?q={name}"
        yield "household page", reverse("people:household", args=[household])
        yield "person page", reverse("people:person", args=[person])
    yield "today", "/"
    for name, route in LISTS.items():
        yield f"list of {name}", reverse(route)
    yield "list of households by code", f"{reverse('people:households')}?sort=code"
    yield "list of persons (API)", "/api/persons"
