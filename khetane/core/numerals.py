"""Whole numbers that somebody sent as text: of any length, in any script, or none at all."""

from __future__ import annotations

LARGEST_INTEGER = 2**31 - 1  # of a column; a version or a row is never more
LARGEST_ID = 2**63 - 1


def whole_number(text: str, most: int = LARGEST_INTEGER) -> int | None:
    """The number that `text` is: ASCII digits, from 0 to `most`; None for anything else.

    Python refuses to read more than 4,300 digits, so the length is looked at first.
    """
    if not (text.isascii() and text.isdecimal()):
        return None
    digits = text.lstrip("0") or "0"
    return number if len(digits) <= len(str(most)) and (number := int(digits)) <= most else None
