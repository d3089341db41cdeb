from __future__ import annotations

import pytest

from khetane.config.address import Address, AddressProblem, read


def test_by_default_only_this_machine_reaches_it() -> None:
    address = read({}, tls=False)
    assert address.url() == "http://127.0.0.1:8000"
    assert address.names() == ("localhost", "127.0.0.1", "::1")


def test_host_and_port_are_honoured() -> None:
    address = read({"HOST": "khetane.example.org", "PORT": "8443"}, tls=True)
    assert address.url() == "https://khetane.example.org:8443"
    assert "khetane.example.org" in address.names()
    assert Address("::1", 80, tls=False).url() == "http://[::1]:80"


def test_listening_everywhere_never_becomes_a_name_of_the_server() -> None:
    address = read({"HOST": "0.0.0.0"}, tls=False)
    assert "0.0.0.0" not in address.names()
    assert "0.0.0.0" not in address.url()


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8000.5", "٨٠٠٠٠"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(AddressProblem, match="from 1 to 65535"):
        read({"PORT": port}, tls=False)
