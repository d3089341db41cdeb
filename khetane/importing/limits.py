"""How large a table may be."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class TableLimits:
    """Sizes in bytes, times in seconds. A table beyond a limit is refused with a sentence."""

    file: int = 20 * MEGABYTE
    unpacked: int = 200 * MEGABYTE
    parts: int = 2000
    memory: int = 1024 * MEGABYTE
    output: int = 128 * MEGABYTE
    processor_seconds: int = 30
    seconds: int = 90  # on the clock, for a machine that is busy with other work
    rows: int = 20_000
    columns: int = 200
    cell: int = 20_000  # characters


DEFAULT_LIMITS = TableLimits()
