"""The yardstick: parses the XML of a post and inserts it into the same PostgreSQL, and nothing else."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from lxml import etree

TABLE = "create table bare (instance text primary key, form text, content bytea, received timestamptz default now())"
_here = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Take one multipart post with a part xml_submission_file."""
    if environ["REQUEST_METHOD"] != "POST":
        start_response("204 No Content", [])
        return [b""]
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    xml = body[body.index(b"\r\n\r\n") + 4 : body.rindex(b"\r\n--")]
    root = etree.fromstring(xml)
    instance = root.findtext("{*}meta/{*}instanceID")
    connection = getattr(_here, "connection", None)
    if connection is None:
        _here.connection = connection = psycopg.connect(os.environ["BARE_DATABASE_URL"], autocommit=True)
    connection.execute(
        "insert into bare (instance, form, content) values (%s, %s, %s)",
        [instance, root.get("id"), xml],
        prepare=True,
    )
    start_response("201 Created", [("Content-Type", "text/xml"), ("Content-Length", "0")])
    return [b""]
