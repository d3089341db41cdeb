"""Under which names and addresses the server can be reached."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

import psutil

from khetane.config.problem import Problem

LOOPBACK = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # compared with, not bound to


class AddressProblem(Problem):
    """HOST or PORT cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """`host` and `port` to listen on; `tls`: with the local certificate."""

    host: str
    port: int
    tls: bool

    def names(self) -> tuple[str, ...]:
        """Every name and IP address by which this server can be asked for, without brackets."""
        if self.host not in EVERYWHERE:
            return tuple(dict.fromkeys((*LOOPBACK, self.host)))
        return tuple(dict.fromkeys((*LOOPBACK, socket.gethostname(), *addresses_of_this_machine())))

    def url(self) -> str:
        """The address to print: on the local network when the server listens everywhere."""
        host = self.host
        if host in EVERYWHERE:
            host = next(iter(addresses_of_this_machine()), "127.0.0.1")
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{bracketed(host)}:{self.port}"

    def check_free(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise AddressProblem(
                    f"The server cannot listen on {self.host} port {self.port}: {error.strerror}. Choose another "
                    f"with PORT={self.port + 1} or HOST=…"
                ) from error


def read(source: Mapping[str, str], *, tls: bool) -> Address:
    port = source.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise AddressProblem(f"PORT is {port!r}; it must be a number from 1 to 65535.")
    return Address(host=source.get("HOST") or "127.0.0.1", port=int(port), tls=tls)


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def addresses_of_this_machine() -> list[str]:
    """The IPv4 addresses other machines of the network can use."""
    found = (
        entry.address
        for entries in psutil.net_if_addrs().values()
        for entry in entries
        if entry.family == socket.AF_INET
    )
    return sorted(address for address in found if not ipaddress.ip_address(address).is_loopback)


def cores() -> int:
    """Cores this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
