"""Chance that repeats: everything drawn follows from a seed and the name of what is drawn for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


class Chance:
    """Draws of one subject. Another subject's draws never shift these, so a change stays local."""

    def __init__(self, seed: int, *subject: object) -> None:
        self.seed = seed
        self.subject = subject
        self.random = Random(":".join(map(str, (seed, *subject))))  # noqa: S311  # made-up people, no secrets

    def of(self, *subject: object) -> Chance:
        """The draws of a part of this subject."""
        return Chance(self.seed, *self.subject, *subject)

    def yes(self, probability: float) -> bool:
        return self.random.random() < probability

    def pick(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def weighted(self, weights: Mapping[T, float]) -> T:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Up to `count` of the choices, in the order of the list."""
        chosen = self.random.sample(range(len(choices)), min(count, len(choices)))
        return [choices[place] for place in sorted(chosen)]

    def between(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self.between(0, max(0, (last - first).days)))

    def id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)
