"""Posts records over a number of connections and takes the time."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp

from benchmarks.openrosa import machine

BOUNDARY = "khetane-benchmark-5f3e"
HEADERS = {"X-OpenRosa-Version": "1.0", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: rates per second, times in milliseconds, memory in megabytes."""

    sent: int
    statuses: dict[int, int]
    per_second: float
    p50: float
    p95: float
    cpu_ms: float
    database_cpu_ms: float
    client_cpu_ms: float
    memory: float
    idle: float


def multipart(xml: bytes) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="record.xml"\r\n'
        "Content-Type: text/xml\r\n\r\n"
    )
    return head.encode() + xml + f"\r\n--{BOUNDARY}--\r\n".encode()


def run(url: str, records: Sequence[bytes], connections: int, server: int, database: int) -> Measured:
    """Post every record once; `server` and `database` are the processes whose CPU is counted."""
    bodies = deque(multipart(xml) for xml in records)
    return asyncio.run(_run(url, bodies, connections, server, database))


async def _run(url: str, bodies: deque[bytes], connections: int, server: int, database: int) -> Measured:
    sent, times, statuses = len(bodies), [], Counter[int]()

    async def one(session: aiohttp.ClientSession) -> None:
        while bodies:
            body = bodies.popleft()
            began = time.perf_counter()
            async with session.post(url, data=body) as answer:
                await answer.read()
                statuses[answer.status] += 1
            times.append(1000 * (time.perf_counter() - began))

    limit = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(connector=limit, headers=HEADERS) as session:
        before = machine.cpu_seconds([server]), machine.cpu_seconds([database])
        ticks, own, began = machine.machine_ticks(), time.process_time(), time.perf_counter()
        await asyncio.gather(*(one(session) for _ in range(connections)))
        wall, own = time.perf_counter() - began, time.process_time() - own
        web = machine.cpu_seconds([server]) - before[0]
        base = machine.cpu_seconds([database]) - before[1]
    times.sort()
    return Measured(
        sent=sent,
        statuses=dict(statuses),
        per_second=sent / wall,
        p50=times[len(times) // 2],
        p95=times[int(0.95 * len(times))],
        cpu_ms=1000 * (web + base) / sent,
        database_cpu_ms=1000 * base / sent,
        client_cpu_ms=1000 * own / sent,
        memory=machine.memory_megabytes([server]),
        idle=machine.idle_share(ticks, machine.machine_ticks()),
    )
