"""The health page tells the truth."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_migrated_database_is_healthy(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
