"""Asks addresses over a number of connections and takes the time."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence

import aiohttp

from benchmarks.openrosa import machine

Rate = tuple[float, float]  # requests per second, CPU milliseconds each


def run(base: str, paths: Sequence[str], token: str, connections: int, server: int, database: int) -> Rate:
    """Get every path once; RuntimeError when one is not answered with 200."""
    return asyncio.run(_run(base, paths, token, connections, server, database))


async def _run(
    base: str, paths: Sequence[str], token: str, connections: int, server: int, database: int
) -> Rate:
    waiting = deque(paths)

    async def one(session: aiohttp.ClientSession) -> None:
        while waiting:
            path = waiting.popleft()
            async with session.get(base + path) as answer:
                body = await answer.text()
                if answer.status != 200:
                    raise RuntimeError(f"{path} was answered {answer.status}: {body[:200]}")

    limit = aiohttp.TCPConnector(limit=connections)
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(connector=limit, headers=headers) as session:
        before, began = machine.cpu_seconds([server]) + machine.cpu_seconds([database]), time.perf_counter()
        await asyncio.gather(*(one(session) for _ in range(connections)))
        wall = time.perf_counter() - began
        used = machine.cpu_seconds([server]) + machine.cpu_seconds([database]) - before
    return len(paths) / wall, 1000 * used / len(paths)
