"""Asks addresses over a number of connections and takes the time."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence

import aiohttp


def run(base: str, paths: Sequence[str], token: str, connections: int) -> float:
    """Get every path once; requests per second. RuntimeError when one is not answered with 200."""
    return asyncio.run(_run(base, paths, token, connections))


async def _run(base: str, paths: Sequence[str], token: str, connections: int) -> float:
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
        began = time.perf_counter()
        await asyncio.gather(*(one(session) for _ in range(connections)))
        return len(paths) / (time.perf_counter() - began)
