from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/accounts/login/?next=%00", "/s%00/", "/people/?q=a%00b&after=%00"])
def test_a_nul_in_an_address_is_refused_with_a_page(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()
