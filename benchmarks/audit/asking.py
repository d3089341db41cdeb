"""What is sent and asked: records of a device, and households and searches by turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from benchmarks.audit import reading
from benchmarks.openrosa import form, load

BASE, BASE_SIZE = 9999, 600  # the seed and number of the records that reads look for


@dataclass(frozen=True, slots=True)
class Site:
    """A server that answers, and with what it is asked."""

    process: int
    address: str
    device: str  # tokens of a device and of a program
    program: str
    connections: int


Once = Callable[[Site, int, int], float]  # site, seed, how many; requests per second


def write(site: Site, seed: int, count: int) -> float:
    """Send `count` records of a device."""
    records = [form.record("register", seed, number) for number in range(count)]
    url = f"{site.address}/key/{site.device}/submission"
    sent = load.run(url, records, site.connections, site.process, site.process)
    if set(sent.statuses) != {201}:
        raise RuntimeError(f"Records were answered {sent.statuses}, not all 201.")
    return sent.per_second


def read(site: Site, seed: int, count: int) -> float:
    """Ask for `count` households and searches by turns."""
    households = [form.household("register", BASE, number) for number in range(BASE_SIZE)]
    names = [f"{given} {family}" for given in form.GIVEN for family in form.FAMILY]
    paths = [
        f"/api/households/{households[(seed + number) % BASE_SIZE]}"
        if number % 2
        else f"/api/persons/search?q={quote(names[(seed + number) % len(names)])}"
        for number in range(count)
    ]
    return reading.run(site.address, paths, site.program, site.connections)


KINDS: dict[str, Once] = {
    "reads": read,
    "writes": write,
}  # reads first: writing gives later turns more to find
