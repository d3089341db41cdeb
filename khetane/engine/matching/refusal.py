"""What makes a table impossible to match."""

from __future__ import annotations


class Unmatchable(ValueError):
    """A sentence that says what is wrong with a file, where, and what to do next."""
