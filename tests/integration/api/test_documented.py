"""Schemathesis: over every operation no server error and no undocumented answer, bounded."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi

from khetane.access.actions_devices import create_token
from khetane.config.wsgi import application
from khetane.core.viewer import acting_as
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from tests import world
from tests.integration.api.scene import with_everything
from tests.world_devices import device, published, registration

pytestmark = pytest.mark.django_db
PROMISED = [
    checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
]
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture(autouse=True)
def connection_stays() -> Iterator[None]:
    """A server closes connections between requests; here all requests share the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token() -> str:
    """The token of a coordinator whose unit has something of every kind."""
    town = world.town("NIS")
    author = world.account("unit_coordinator", town.unit)
    published(author)
    receive(device(author, town), Upload(registration("NIS-S1", household=uuid.uuid4())))
    with_everything(town, author)
    with acting_as(author.pk):
        return create_token(label="test")[1]


@schema.parametrize()
@settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_every_answer_is_as_the_document_says(case: Any, token: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=PROMISED)
