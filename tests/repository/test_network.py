"""Tests reach this machine only: whoever runs them without a network gets the same answers."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketConnectBlockedError

# A network kept for documentation (RFC 5737): nobody answers there, should the lock ever be open.
ELSEWHERE = ("192.0.2.1", 80)


def test_no_test_reaches_another_machine() -> None:
    with socket.socket() as plug, pytest.raises(SocketConnectBlockedError):
        plug.connect(ELSEWHERE)


def test_this_machine_can_be_reached() -> None:
    with socket.socket() as server, socket.socket() as plug:
        server.bind(("127.0.0.1", 0))
        server.listen()
        plug.connect(server.getsockname())
