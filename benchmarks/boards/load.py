"""A steady load: each request is sent at its moment, whether those before it are answered or not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from random import Random

import aiohttp

from benchmarks.boards.pages import Page

Taken = dict[Page, list[float]]
Spent = Callable[[], tuple[float, float]]


async def run(session: aiohttp.ClientSession, pages: Sequence[Page], times: int, rate: float) -> Taken:
    """Milliseconds of each opening, from the moment at which it was to be sent; pages come without order.

    RuntimeError for an answer that is not the page.
    """
    random = Random(1)
    order = [page for page in pages for _ in range(times)]
    random.shuffle(order)
    taken: Taken = {page: [] for page in pages}
    began = time.perf_counter() + 1

    async def one(number: int, page: Page) -> None:
        due = began + number / rate
        await asyncio.sleep(due - time.perf_counter())
        address = random.choice(page.addresses)
        async with session.get(address, headers={"Cookie": page.cookie}, allow_redirects=False) as answer:
            await answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{page.viewer}: {address} was answered {answer.status}.")
        taken[page].append(1000 * (time.perf_counter() - due))

    await asyncio.gather(*(one(number, page) for number, page in enumerate(order)))
    return taken


async def singly(
    session: aiohttp.ClientSession, pages: Sequence[Page], times: int, spent: Spent
) -> AsyncIterator[tuple[Page, float, float]]:
    """Milliseconds of processor time of each page, of the web processes and of the database: one request after another."""
    for page in pages:
        web, database = spent()
        for number in range(times):
            address = page.addresses[number % len(page.addresses)]
            async with session.get(address, headers={"Cookie": page.cookie}) as answer:
                await answer.read()
        web, database = (now - was for now, was in zip(spent(), (web, database), strict=True))
        yield page, 1000 * web / times, 1000 * database / times
