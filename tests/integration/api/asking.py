"""Asking the API in tests: an answer of another status fails the test with what was said."""

from __future__ import annotations

from typing import Any

from django.test import Client


def get(client: Client, path: str, status: int = 200, **query: Any) -> Any:
    answer = client.get(f"/api/{path}", query)
    assert answer.status_code == status, answer.content
    return answer.json()


def sent(client: Client, path: str, said: dict[str, Any], *, status: int = 200) -> Any:
    """What a POST is answered with."""
    answer = client.post(f"/api/{path}", said, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def removed(client: Client, path: str, *, status: int = 200) -> Any:
    """What a DELETE is answered with."""
    answer = client.delete(f"/api/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()
