"""Whatever is typed, sent or thrown, no personal data reaches a log."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest

from khetane.operations.observed import NO_ROUTE, route_of

PERSON = "Kvarcenija"
TOKEN = "t0kenvalue1234567890"

# In a process of its own, since logging is set up once for a process.
SCRIPT = f"""
import logging, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "khetane.config.settings"
from khetane.config import logs
logs.configure()
import django
django.setup()
import structlog
from django.test import RequestFactory
from khetane.operations.observed import observed

def application(environ, start_response):
    start_response("200 OK", [])
    return [b""]

def broken():
    surname = "{PERSON}"
    raise ValueError("duplicate key (name)=({PERSON})")

watched = observed(application)
for path in ("/people/search/?q={PERSON}", "/key/{TOKEN}/submission", "/invitation/{TOKEN}/", "/referred/{TOKEN}/", "/copy/{TOKEN}/", "/{PERSON}/", "/healthz"):
    factory = RequestFactory().get(path)
    list(watched(factory.environ, lambda status, headers: None))
try:
    try:
        broken()
    except ValueError as error:
        raise RuntimeError("{PERSON} could not be saved") from error
except RuntimeError:
    logging.getLogger("django.request").error("Internal Server Error: %s", "/people/{PERSON}/", exc_info=True)
    logging.getLogger("khetane.forms").exception("A form could not be converted: %s", "{PERSON}")
    structlog.get_logger("khetane.test").exception("it broke", rows=3)
logging.getLogger("some.pool").warning("error connecting in %r: %s", "{PERSON}", OSError("{PERSON}"))
logging.getLogger("django.request").warning("Not Found: %s", "/key/{TOKEN}/formList")
logging.getLogger("some.library").warning(f"row for {PERSON} skipped")
logging.getLogger("khetane.openrosa").warning("the path /key/{TOKEN}/submission was cut off")
logging.getLogger("django.request").warning("Not Found: %s", "/referred/{TOKEN}/")
logging.getLogger("khetane.access").warning("the invitation at /invitation/{TOKEN}/ is over")
from django.utils.log import log_response
from django.http import HttpResponse
request = RequestFactory().get("/people/households/{PERSON}/")
request.resolver_match = type("Match", (), dict(route="people/households/<uuid:household_id>/"))
log_response("%s: %s", "Service Unavailable", request.path, response=HttpResponse(status=503), request=request)
logging.getLogger("some.library").warning("%s: %s", "{PERSON}", "{PERSON}")
structlog.get_logger("khetane.test").info("kept", subject=object())
"""


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert PERSON not in done.stderr
    assert TOKEN not in done.stderr
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_every_line_is_json_and_says_when_how_grave_and_by_whom(lines: list[dict[str, object]]) -> None:
    assert len(lines) == 19
    for line in lines:
        assert {"timestamp", "level", "logger", "event"} <= line.keys()


def test_requests_are_told_by_the_name_of_their_route(lines: list[dict[str, object]]) -> None:
    told = [line["route"] for line in lines if line["event"] == "request"]
    assert told[-1] == "healthz"
    assert NO_ROUTE in told
    assert all("ms" in line for line in lines if line["event"] == "request")


def test_an_exception_is_told_by_its_kinds_and_the_lines_of_code(lines: list[dict[str, object]]) -> None:
    broken = [line for line in lines if "at" in line]
    assert len(broken) == 3
    for line in broken:
        assert line["broke"] == ["builtins.RuntimeError", "builtins.ValueError"]
        assert line["at"]


def test_an_exception_that_a_library_tells_of_is_told_by_its_kind(lines: list[dict[str, object]]) -> None:
    (told,) = [line for line in lines if line["logger"] == "some.pool"]
    assert told["broke"] == ["builtins.OSError"]


def test_a_library_s_own_words_stay_and_its_arguments_do_not(lines: list[dict[str, object]]) -> None:
    told = [line["event"] for line in lines]
    assert "Internal Server Error: %s" in told
    assert "a library's message" in told


def test_an_unknown_path_is_not_told() -> None:
    assert route_of(f"/{PERSON}") == NO_ROUTE
    assert PERSON not in route_of(f"/people/{PERSON}")
    assert logging.getLogger("khetane").name == "khetane"


def test_an_answer_is_told_by_its_status_in_words_and_its_route(lines: list[dict[str, object]]) -> None:
    (told,) = [line for line in lines if line.get("status") == 503]
    assert told["event"] == "Service Unavailable"
    assert (told["method"], told["route"]) == ("GET", "people/households/<uuid:household_id>/")


def test_words_of_which_nothing_is_left_are_said_to_be_a_library_s(lines: list[dict[str, object]]) -> None:
    assert "%s: %s" not in [line["event"] for line in lines]
