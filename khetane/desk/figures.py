"""A figure on a first page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A count over the viewer's own rows: not for publication."""

    value: int
    label: str
    url: str
