from __future__ import annotations

from collections.abc import Iterator

import pytest

from khetane.config.opened import given_url
from khetane.config.postgres import temporary_server
from khetane.config.problem import Problem


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with temporary_server() as url:
        yield url


def test_an_address_that_answers_is_taken(url: str) -> None:
    assert given_url({"DATABASE_URL": url}) == url
    assert given_url({}) == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nonsense secret", "must be an address such as"),
        ("mysql://ana:secret@host/khetane", "must be an address such as"),
        ("postgresql://ana:secret@127.0.0.1:1/khetane", "Connection refused"),
        ("postgresql://ana:se%secret@127.0.0.1/khetane", "cannot be read"),
    ],
)
def test_an_address_that_does_not_is_refused_without_repeating_it(given: str, said: str) -> None:
    with pytest.raises(Problem, match=said) as refused:
        given_url({"DATABASE_URL": given})
    assert "secret" not in str(refused.value)


def test_a_wrong_password_is_told_by_name_of_the_account_only(url: str) -> None:
    wrong = url.replace("postgresql://khetane_owner:", "postgresql://khetane_owner:wrong")
    with pytest.raises(Problem, match=r"password authentication failed.*correct the address") as refused:
        given_url({"DATABASE_URL": wrong})
    assert wrong.partition("@")[0].rpartition(":")[2] not in str(refused.value)
