"""Who erases and whose records are erased, in an installation of the test's own."""

from __future__ import annotations

import pytest

from khetane.access.models import Account
from tests.installations import Installation
from tests.world import Town, account, town


@pytest.fixture
def home(installation: Installation) -> Town:
    return town("NIS")


@pytest.fixture
def coordinator(home: Town) -> Account:
    return account("unit_coordinator", home.unit)


@pytest.fixture
def officer(home: Town) -> Account:
    return account("data_protection_officer", home.municipality)
