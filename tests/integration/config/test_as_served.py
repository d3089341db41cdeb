"""What the application answers in a process with settings of its own: behind a proxy, and with its database away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

SCRIPT = """
import io, json, sys
from khetane.config.wsgi import application

environ = json.loads(sys.argv[1]) | {"wsgi.input": io.BytesIO()}
said = []
body = b"".join(application(environ, lambda status, headers, *rest: said.append((status, headers))))
print(json.dumps({"status": int(said[0][0][:3]), "headers": dict(said[0][1]), "body": body.decode()}))
"""
AWAY = "postgresql://khetane_app:x@127.0.0.1:1/none"
PROXY = {"KHETANE_PUBLIC_URL": "https://localhost", "KHETANE_BEHIND_PROXY": "1"}


def answer(asked: dict[str, str], **environment: str) -> dict[str, Any]:
    """The answer to a GET of /healthz while the database is away."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("KHETANE_")}
    given |= {
        "KHETANE_ENV": "test",
        "KHETANE_DATABASE_URL": AWAY,
        "KHETANE_OWNER_DATABASE_URL": AWAY,
        **environment,
    }
    request = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/healthz",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        **asked,
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(request)], env=given, stdout=subprocess.PIPE, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("cookie", ["", "sessionid=of-somebody-who-signed-in"])
def test_without_its_database_it_says_that_it_is_unavailable_and_why(cookie: str) -> None:
    found = answer({"HTTP_COOKIE": cookie})
    assert found["status"] == 503
    said = json.loads(found["body"])
    assert said["status"] == "unavailable"
    assert "database does not answer" in said["reason"]


def test_behind_a_proxy_browsers_are_told_to_come_by_https_only() -> None:
    name = "Strict-Transport-Security"
    assert answer({"HTTP_X_FORWARDED_PROTO": "https"}, **PROXY)["headers"][name] == "max-age=2592000"
    assert name not in answer({"HTTP_X_FORWARDED_PROTO": "http"}, **PROXY)["headers"]
    assert name not in answer({"wsgi.url_scheme": "https"}, KHETANE_PUBLIC_URL="https://localhost")["headers"]
