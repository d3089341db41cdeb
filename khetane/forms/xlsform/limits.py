"""How much an upload may take."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ConversionLimits:
    """Sizes in bytes, times in seconds. Beyond a limit the upload gets a sentence and nothing more."""

    file: int = 20 * MEGABYTE
    unpacked: int = 200 * MEGABYTE
    ratio: int = 150  # judged above `ratio_from`: small sheets of blanks pack very tightly
    ratio_from: int = 8 * MEGABYTE
    parts: int = 2000
    memory: int = 1536 * MEGABYTE
    processor_seconds: int = 45
    seconds: int = 120  # on the clock, for a machine that is busy with other work
    xform: int = 32 * MEGABYTE
    output: int = 128 * MEGABYTE


DEFAULT_LIMITS = ConversionLimits()
