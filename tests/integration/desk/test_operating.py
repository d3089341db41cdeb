"""Whoever runs the installation is told on her first page what waits for her."""

from __future__ import annotations

import pytest

from tests import world
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db
TOLD = ("No recent backup", "The audit was never checked", "jobs that failed")


def test_an_administrator_learns_of_backup_audit_and_jobs_at_once() -> None:
    page = client_of(world.account("administrator", world.country())).get("/").content.decode()
    assert [told for told in TOLD if told not in page] == []


def test_others_without_persons_are_not_told(here: world.Town) -> None:
    for role in ("municipal_officer", "project_staff"):
        page = client_of(world.account(role, here.municipality)).get("/").content.decode()
        assert [told for told in TOLD if told in page] == [], role
